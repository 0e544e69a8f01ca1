import { Agent, request } from "node:http";

export interface LoadOptions {
  readonly app: string;
  readonly port: number;
  readonly getsPerSecond: number;
  readonly postsPerSecond: number;
  readonly postBytes: number;
}

export interface LoadResult {
  readonly gets: number;
  readonly posts: number;
  readonly slowestMs: number;
  /** By reason; an empty one means that nothing was lost. */
  readonly lost: Readonly<Record<string, number>>;
}

const TICK_MS = 10;
const TIMEOUT_MS = 30_000;

/**
 * Sends requests at a steady rate, however slow the answers are: half over kept-alive connections, half over
 * fresh ones. @returns a function that stops, waits for what is under way, and tells what came of it
 */
export function startLoad(options: LoadOptions): () => Promise<LoadResult> {
  const agents = [new Agent({ keepAlive: true, maxSockets: 256 }), new Agent({ keepAlive: false })];
  const body = Buffer.alloc(options.postBytes, 1);
  const lost: Record<string, number> = {};
  const underWay = new Set<Promise<void>>();
  const count = { gets: 0, posts: 0 };
  let slowestMs = 0;
  let due = { gets: 0, posts: 0 };
  const send = (method: "GET" | "POST"): void => {
    const number = method === "GET" ? count.gets++ : count.posts++;
    const agent = agents[number % agents.length];
    const started = performance.now();
    const one = ask(options, method, agent, method === "POST" ? body : undefined).then((failure) => {
      slowestMs = Math.max(slowestMs, performance.now() - started);
      if (failure !== null) lost[failure] = (lost[failure] ?? 0) + 1;
      underWay.delete(one);
    });
    underWay.add(one);
  };
  let before = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - before) / 1000;
    before = performance.now();
    due = {
      gets: due.gets + seconds * options.getsPerSecond,
      posts: due.posts + seconds * options.postsPerSecond,
    };
    for (; due.gets >= 1; due.gets -= 1) send("GET");
    for (; due.posts >= 1; due.posts -= 1) send("POST");
  }, TICK_MS);
  return async () => {
    clearInterval(timer);
    await Promise.all(underWay);
    for (const agent of agents) agent.destroy();
    return { ...count, slowestMs, lost };
  };
}

function ask(
  { app, port }: LoadOptions,
  method: string,
  agent: Agent | undefined,
  body?: Buffer,
): Promise<string | null> {
  return new Promise((resolve) => {
    const headers = {
      host: `${app}.localhost`,
      ...(body && { "content-length": String(body.length) }),
    };
    const outgoing = request({
      host: "127.0.0.1",
      port,
      method,
      path: "/",
      headers,
      agent,
      timeout: TIMEOUT_MS,
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("timeout")));
    outgoing.on("error", (error) =>
      resolve(`${method} ${"code" in error ? String(error.code) : error.message}`),
    );
    outgoing.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", (error) => resolve(`${method} cut off: ${error.message}`));
      response.on("end", () => resolve(verdict(method, response.statusCode, text, body)));
    });
    outgoing.end(body);
  });
}

function verdict(method: string, status: number | undefined, text: string, body?: Buffer): string | null {
  if (status !== 200) return `${method} status ${status ?? 0}`;
  if (body && text !== String(body.length)) return `${method} wrong answer`;
  return null;
}
