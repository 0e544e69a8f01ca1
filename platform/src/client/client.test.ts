import { mkdtemp, rm } from "node:fs/promises";
import { once } from "node:events";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { ClientError, connect, isDisconnected, type Client } from "./index.ts";

let directory: string;
let socketPath: string;
let server: http.Server;
let client: Client;
let handle: (request: http.IncomingMessage, response: http.ServerResponse) => void;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashore-client-"));
  socketPath = path.join(directory, "server.sock");
  server = http.createServer((request, response) => handle(request, response));
  server.listen(socketPath);
  await once(server, "listening");
  client = connect({ socketPath });
});

afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((done) => server.close(done));
  await rm(directory, { recursive: true });
});

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

async function failureOf(promise: Promise<unknown>): Promise<ClientError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ClientError)) throw new Error(`expected a ClientError, got ${String(error)}`);
  return error;
}

test("sends a body as JSON and gives the answer back", async () => {
  handle = (request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      const seen = { method: request.method, url: request.url, body: JSON.parse(text) as unknown };
      response.end(JSON.stringify({ app: JSON.stringify(seen), stopped: [] }));
    });
  };
  const answer = await client.down("my app", { data: true });
  expect(JSON.parse(answer.app)).toEqual({
    method: "POST",
    url: "/ashore/v1/apps/my%20app/down",
    body: { data: true },
  });
});

test("gives the id of the deployment that a restart is", async () => {
  handle = (_request, response) => response.end(JSON.stringify({ deployment: { id: "d1", phase: "X" } }));
  await expect(client.restart("id", ["api"])).resolves.toBe("d1");
});

test("names an empty answer where one is wanted", async () => {
  handle = (_request, response) => response.writeHead(200).end();
  expect((await failureOf(client.status())).id).toBe("bad_answer");
});

test("joins lines cut anywhere, also inside a character", async () => {
  const bytes = Buffer.from('{"component":"api","text":"grün"}\n\n{"component":"web","text":"rot"}');
  handle = (_request, response) => {
    const cut = bytes.indexOf(0xc3) + 1;
    response.write(bytes.subarray(0, cut), () => response.end(bytes.subarray(cut)));
  };
  const lines = await collect(await client.logs("shop", { tail: 3, type: "run" }));
  expect(lines.map((line) => line.text)).toEqual(["grün", "rot"]);
});

test("leaves out query values that were not given and repeats lists", async () => {
  const urls: (string | undefined)[] = [];
  handle = (request, response) => {
    urls.push(request.url);
    response.end(JSON.stringify({ url: "ws://x/y", id: "x", message: "x" }));
  };
  await collect(await client.events("shop", { after: 4, follow: true }));
  await client.exec("1", "api", { command: ["ls", "-l a"], terminal: false }).catch(() => undefined);
  expect(urls.slice(0, 2)).toEqual([
    "/ashore/v1/apps/shop/events?after=4&follow=true",
    "/v2/apps/1/components/api/exec?command=ls&command=-l+a&terminal=false",
  ]);
});

test("turns an error answer into a ClientError with hint and problems", async () => {
  const problem = { layer: "rule", severity: "error", rule: "r", field: "name", message: "bad", hint: "" };
  handle = (_request, response) => {
    const answer = { id: "invalid_spec", message: "1 error", problems: [problem], hint: "read it" };
    response.writeHead(422).end(JSON.stringify(answer));
  };
  const error = await failureOf(client.app("shop"));
  expect(error).toMatchObject({ id: "invalid_spec", status: 422, hint: "read it", problems: [problem] });
});

test("names an error answer that is not in the wire's shape", async () => {
  handle = (_request, response) => response.writeHead(502).end("<html>");
  const error = await failureOf(client.status());
  expect(error).toMatchObject({ id: "bad_answer", status: 502 });
});

test("says unreachable when no one listens and when the socket file is a dead one", async () => {
  const absent = await failureOf(connect({ socketPath: path.join(directory, "no.sock") }).status());
  expect(absent.id).toBe("unreachable");
  const plain = path.join(directory, "plain");
  await (await import("node:fs/promises")).writeFile(plain, "");
  expect(isDisconnected(await failureOf(connect({ socketPath: plain }).status()))).toBe(true);
});

test("says connection_lost when the control plane dies in the middle of a stream", async () => {
  handle = (_request, response) => {
    response.write('{"at":"1"}\n', () => response.destroy());
  };
  const beats = await client.session("shop");
  const error = await failureOf(collect(beats));
  expect(error.id).toBe("connection_lost");
});

test("closes the connection when the reader stops early", async () => {
  const closed = new Promise<void>((resolve) => {
    handle = (_request, response) => {
      response.write('{"text":"one"}\n');
      response.on("close", resolve);
    };
  });
  for await (const line of await client.logs("shop", { follow: true })) {
    expect(line.text).toBe("one");
    break;
  }
  await closed;
});

test("rejects with the signal's reason when a call, its answer or its stream is aborted", async () => {
  const reason = new Error("interrupted");
  const before = AbortSignal.abort(reason);
  await expect(client.status(before)).rejects.toBe(reason);

  const during = new AbortController();
  handle = () => during.abort(reason);
  await expect(client.status(during.signal)).rejects.toBe(reason);

  const streaming = new AbortController();
  handle = (_request, response) => response.write('{"text":"one"}\n');
  const lines = await client.logs("shop", { follow: true }, streaming.signal);
  const reading = (async () => {
    for await (const _line of lines) streaming.abort(reason);
  })();
  await expect(reading).rejects.toBe(reason);
});

test("runs a command over a websocket and ends with its exit code", async () => {
  handle = (_request, response) => response.end(JSON.stringify({ url: "wss://elsewhere/exec?token=1" }));
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, request) => {
    socket.send(JSON.stringify({ data: `at ${request.url}` }));
    socket.on("message", (frame: Buffer) => {
      socket.send(JSON.stringify({ data: `got ${frame.toString()}` }));
      socket.send(JSON.stringify({ exit: 7 }), () => socket.close(1000));
    });
  });
  const session = await client.exec("1", "api", { command: [], terminal: true });
  session.send({ op: "resize", width: 80, height: 25 });
  expect(await collect(session)).toEqual([
    { data: "at /exec?token=1" },
    { data: 'got {"op":"resize","width":80,"height":25}' },
    { exit: 7 },
  ]);
});

test("says so when a command's websocket ends without an exit code", async () => {
  handle = (_request, response) => response.end(JSON.stringify({ url: "ws://x/exec" }));
  new WebSocketServer({ server }).on("connection", (socket) => socket.terminate());
  const session = await client.exec("1", "api", { command: [], terminal: true });
  const error = await failureOf(collect(session));
  expect(error.id).toBe("connection_lost");
});
