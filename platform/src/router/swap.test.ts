import { Agent, request as httpRequest, type RequestListener } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  backends,
  listenOn,
  sendRaw,
  startInstance,
  startTestRouter,
  waitFor,
  type TestInstance,
  type TestRouter,
} from "./testing/router-fixture.ts";

let house: TestRouter;
const instances: TestInstance[] = [];

beforeEach(async () => {
  house = await startTestRouter();
});
afterEach(async () => {
  await house.close();
  await Promise.all(instances.splice(0).map((instance) => instance.close()));
});

async function instance(id: string, listener: RequestListener, port = 0): Promise<TestInstance> {
  const started = await startInstance(id, listener, port);
  instances.push(started);
  return started;
}

interface Load {
  readonly sent: () => number;
  stop(): Promise<string[]>;
}

/** Asks without pause over kept and fresh connections, GET and POST. @returns what went wrong, when stopped */
function startLoad(origin: string): Load {
  const kept = new Agent({ keepAlive: true, maxSockets: 8 });
  const fresh = new Agent({ keepAlive: false });
  const faults: string[] = [];
  let isOn = true;
  let sent = 0;
  const ask = (agent: Agent, method: string): Promise<void> =>
    new Promise((resolve) => {
      const outgoing = httpRequest(origin, { agent, method }, (response) => {
        if (response.statusCode !== 200) faults.push(`${method} ${response.statusCode}`);
        response.resume();
        response.on("end", resolve);
        response.on("error", (error) => faults.push(error.message));
      });
      outgoing.on("error", (error) => {
        faults.push(`${method} ${error.message}`);
        resolve();
      });
      outgoing.end(method === "POST" ? Buffer.alloc(50_000) : undefined);
    });
  const run = async (agent: Agent, method: string): Promise<void> => {
    while (isOn) {
      sent++;
      await ask(agent, method);
    }
  };
  const runs = [kept, kept, fresh, fresh].flatMap((agent) => [run(agent, "GET"), run(agent, "POST")]);
  return {
    sent: () => sent,
    async stop() {
      isOn = false;
      await Promise.all(runs);
      kept.destroy();
      return faults;
    },
  };
}

it("loses no request while targets are swapped, drained and closed under load", async () => {
  const work: RequestListener = (request, response) => {
    request.resume();
    request.on("end", () => setTimeout(() => response.end("done"), 3));
  };
  let old = await instance("gen-0", work);
  await house.route(backends(old.target));
  const load = startLoad(await house.origin());
  for (let generation = 1; generation <= 20; generation++) {
    const next = await instance(`gen-${generation}`, work);
    const target = load.sent() + 40;
    await waitFor(() => load.sent() >= target);
    await house.route(backends(next.target));
    expect(await house.router.drain([old.target.id], 10_000)).toBe(0);
    await old.close();
    old = next;
  }
  expect(await load.stop()).toEqual([]);
  expect(load.sent()).toBeGreaterThan(800);
});

it("goes to another target when one refuses connections", async () => {
  const gone = await instance("gone", (_request, response) => response.end());
  await gone.close();
  const there = await instance("there", (request, response) => {
    request.pipe(response);
  });
  await house.route(backends(gone.target, there.target));
  const origin = await house.origin();
  for (let i = 0; i < 10; i++) {
    const response = await fetch(origin, { method: "POST", body: "kept" });
    expect(await response.text()).toBe("kept");
  }
});

it("holds a request for a moment until its instance accepts connections", async () => {
  const early = await instance("early", (_request, response) => response.end());
  await early.close();
  await house.route(backends(early.target));
  const asked = fetch(await house.origin());
  await instance("early", (_request, response) => response.end("up"), early.target.port);
  expect(await (await asked).text()).toBe("up");
});

it("lets a GET that ends an instance over a kept connection end no other", async () => {
  const seen: string[] = [];
  const mortal = async (id: string): ReturnType<typeof instance> => {
    const made = await instance(id, (request, response) => {
      seen.push(`${id}${request.url}`);
      if (request.url !== "/die") return void response.end("ok");
      made.server.close();
      made.server.closeAllConnections();
    });
    return made;
  };
  const [a, b] = [await mortal("a"), await mortal("b")];
  await house.route(backends(a.target, b.target));
  const origin = await house.origin();
  for (let i = 0; i < 4; i++) expect((await fetch(origin)).status).toBe(200);
  expect((await fetch(`${origin}/die`)).status).toBe(502);
  expect(seen.filter((line) => line.endsWith("/die"))).toHaveLength(1);
});

it("says after a moment that an instance accepts no connections", async () => {
  const gone = await instance("gone", (_request, response) => response.end());
  await gone.close();
  await house.route(backends(gone.target));
  const response = await fetch(await house.origin());
  expect([response.status, response.headers.get("x-ashore-failure")]).toEqual([
    502,
    "upstream_connect_failure",
  ]);
});

it("repeats a GET, and never fails a POST, over connections that the instance closes as idle", async () => {
  // Closes each connection as soon as it is idle, without announcing it, as a server that restarts workers does.
  const { server, target } = await instance("curt", (request, response) => {
    request.resume();
    request.on("end", () => {
      response.end("ok");
      const { socket } = request;
      setTimeout(() => socket.destroy(), 5);
    });
  });
  server.keepAliveTimeout = 0;
  await house.route(backends(target));
  const origin = await house.origin();
  for (let i = 0; i < 60; i++) {
    const method = i % 2 === 0 ? "GET" : "POST";
    const response = await fetch(origin, { method, ...(method === "POST" ? { body: "x" } : {}) });
    expect(response.status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 10 + (i % 5)));
  }
});

it("sends a request that an instance may have seen to no second one", async () => {
  let seen = 0;
  const deadly = (socket: Socket): void => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      seen++;
      socket.destroy();
    });
  };
  const [server, other] = [createTcpServer(deadly), createTcpServer(deadly)];
  await house.route(backends(await listenOn(server, "a"), await listenOn(other, "b")));
  const origin = await house.origin();
  expect((await fetch(origin, { method: "POST", body: "x" })).status).toBe(502);
  expect((await fetch(origin)).status).toBe(502);
  expect(seen).toBe(2);
  server.close();
  other.close();
});

it("gives each request to the target with the fewest under way", async () => {
  const finish: (() => void)[] = [];
  const got: Record<string, number> = { a: 0, b: 0, c: 0 };
  const waiting =
    (id: string): RequestListener =>
    (_request, response) => {
      got[id] = (got[id] ?? 0) + 1;
      finish.push(() => response.end());
    };
  const three = await Promise.all(["a", "b", "c"].map((id) => instance(id, waiting(id))));
  await house.route(backends(...three.map(({ target }) => target)));
  const origin = await house.origin();
  const asked = Array.from({ length: 9 }, () => fetch(origin).then((response) => response.text()));
  await waitFor(() => finish.length === 9);
  expect(got).toEqual({ a: 3, b: 3, c: 3 });
  expect((await house.router.status()).inFlight).toEqual({ a: 3, b: 3, c: 3 });
  for (const end of finish) end();
  await Promise.all(asked);
});

it("serves more slow requests at once than the pool usually has connections", async () => {
  const open: (() => void)[] = [];
  const { target } = await instance("slow", (_request, response) => {
    open.push(() => response.end("late"));
  });
  await house.route(backends(target));
  const origin = await house.origin();
  const agent = new Agent({ maxSockets: Infinity });
  const asked = Array.from(
    { length: 300 },
    () =>
      new Promise<number>((resolve, reject) => {
        const outgoing = httpRequest(origin, { agent }, (response) => {
          response.resume().on("end", () => resolve(response.statusCode ?? 0));
        });
        outgoing.on("error", reject).end();
      }),
  );
  await waitFor(() => open.length === 300);
  for (const end of open) end();
  expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
  agent.destroy();
});

it("drains until the time is over and says what is left", async () => {
  const finish: (() => void)[] = [];
  const { target } = await instance("busy", (_request, response) => {
    finish.push(() => response.end());
  });
  await house.route(backends(target));
  const asked = fetch(await house.origin()).then((response) => response.text());
  await waitFor(() => finish.length === 1);
  await house.route(backends());
  expect(await house.router.drain(["busy"], 50)).toBe(1);
  const drained = house.router.drain(["busy"], 10_000);
  finish[0]?.();
  expect(await drained).toBe(0);
  await asked;
  expect((await house.router.status()).inFlight).toEqual({});
});

it.each([
  [
    "both framings",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"],
  ["chunked not last", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"],
  ["an odd encoding", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
  ["a bare line feed", "GET / HTTP/1.1\nHost: x\n\n"],
  ["a folded header", "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c: d\r\n\r\n"],
  ["a space before the colon", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nhello"],
  ["no host", "GET / HTTP/1.1\r\n\r\n"],
  ["two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"],
  ["a malformed host", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"],
  ["an asterisk", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"],
  [
    "a chunk size with a sign",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
  ],
])("lets no second request through behind one with %s", async (_what, bytes) => {
  const urls: string[] = [];
  const { target } = await instance("victim", (request, response) => {
    urls.push(request.url ?? "");
    request.resume();
    request.on("end", () => response.end("ok"));
    request.on("error", () => undefined);
  });
  await house.route(backends(target));
  const smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  const answer = await sendRaw(await house.port(), bytes + smuggled);
  expect(answer).toMatch(/^(HTTP\/1.1 400 |$)/);
  expect(urls).not.toContain("/smuggled");
});
