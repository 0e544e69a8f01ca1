import { createServer } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { awaitIdle } from "./end-when-idle.ts";

/** A clock whose sleeps pass at once; `slept` counts their milliseconds. */
function quickClock() {
  const clock = {
    slept: 0,
    now: () => clock.slept,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      clock.slept += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return clock;
}

describe("a control plane that nobody needs", () => {
  it("is idle after half a minute without apps and connections", async () => {
    const clock = quickClock();
    let looks = 0;
    const isIdle = () => (looks += 1) !== 3;
    await awaitIdle({ isIdle, server: createServer(), clock, signal: new AbortController().signal });
    expect(clock.slept).toBe(45_000);
  });

  it("is not idle while somebody is connected", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const socket = connect(typeof address === "object" && address ? address.port : 0, "127.0.0.1");
    await once(socket, "connect");
    const clock = quickClock();
    const idle = awaitIdle({ isIdle: () => true, server, clock, signal: new AbortController().signal });
    while (clock.slept < 200_000) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    await idle;
    expect(clock.slept).toBeGreaterThanOrEqual(225_000);
    server.close();
  });
});
