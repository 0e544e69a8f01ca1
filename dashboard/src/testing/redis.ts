import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { startChild } from "../base/child.ts";
import { freePort } from "../base/free-port.ts";

export interface TestRedis {
  readonly url: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again at the same address, with nothing in it. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Redis of its own on loopback. */
export async function startTestRedis(): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), "dashboard-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const start = async () => {
    const argv = ["redis-server", "--port", String(port), "--save", "", "--dir", directory] as const;
    const program = await startChild(argv, { env: { PATH: "/usr/local/bin:/usr/bin:/bin" }, ownGroup: true });
    program.stdout.resume();
    program.stderr.resume();
    await answer(url);
    return program;
  };
  let program = await start();
  const kill = async () => {
    program.kill("SIGKILL");
    await program.ended;
  };
  return {
    url,
    kill,
    restart: async () => void (program = await start()),
    stop: async () => {
      await kill();
      await rm(directory, { recursive: true });
    },
  };
}

async function answer(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  redis.on("error", () => undefined);
  await redis.ping();
  redis.disconnect();
}
