import type { ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { startInstance, type TestInstance } from "../testing/router-fixture.ts";
import { Http1Pool } from "./http1-pool.ts";
import type { Outbound, Receiver } from "./upstream.ts";

const GET: Outbound = {
  method: "GET",
  path: "/",
  headers: ["Host", "shop.localhost"],
  body: null,
  isRepeatable: true,
  upgrade: null,
};
let instance: TestInstance;
let pool: Http1Pool;
let opened = 0;

async function start(answer: (response: ServerResponse) => void): Promise<void> {
  opened = 0;
  instance = await startInstance("web-1", (_request, response) => answer(response));
  instance.server.on("connection", () => (opened += 1));
  pool = new Http1Pool(instance.target.address, instance.target.port);
}

afterEach(async () => {
  pool.retire();
  await instance.close();
});

/** Sends one request; resolves when it is answered. */
function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const receiver: Receiver = {
      started: () => undefined,
      informed: () => undefined,
      answered: () => undefined,
      data: () => true,
      ended: () => resolve(),
      upgraded: (_head, socket) => socket.destroy(),
      failed: ({ reason }) => reject(new Error(reason)),
    };
    pool.dispatch(GET, receiver);
  });
}

test("more clients than connections share them as long as answers are quick", async () => {
  await start((response) => response.end("ok"));
  const until = performance.now() + 500;
  const client = async (): Promise<void> => {
    while (performance.now() < until) await ask();
  };
  await Promise.all(Array.from({ length: 200 }, client));
  expect(opened).toBe(128);
});

test("requests that an instance holds open do not keep others from it", async () => {
  const held: ServerResponse[] = [];
  let isOpen = false;
  await start((response) => (isOpen ? response.end("ok") : void held.push(response)));
  const waiting = Array.from({ length: 300 }, ask);
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(300);
  isOpen = true;
  await ask();
  for (const response of held) response.end("late");
  await Promise.all(waiting);
});
