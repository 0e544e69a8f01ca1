import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exec, startPiped } from "../../../base/exec.ts";
import type { Pack } from "../../../plan/plan.ts";
import { openKit } from "../../testing/build-kit.ts";

const pack = (more: object = {}): Pack => ({
  kind: "machine-program",
  program: "redis",
  version: "7",
  ...more,
});

const PATH = "/usr/local/bin:/usr/bin:/bin";

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

test("starts this machine's server, durable and reachable, under either name", async (context) => {
  const kit = await openKit();
  const data = await mkdtemp(join(tmpdir(), "ashore-redis-"));
  try {
    const outcome = await kit.build(await kit.source({}), {
      packs: [pack({ program: "valkey", version: "8" })],
    });
    const artifact = outcome.artifact;
    if (!artifact) throw new Error(outcome.failure.message);
    const [bin = ""] = artifact.path;
    const port = await freePort();
    const env = { PATH: `${join(artifact.directory, bin)}:${PATH}`, PORT: String(port), ASHORE_DATA: data };
    const server = await startPiped(["sh", "-c", artifact.processes["web"] ?? ""], { env });
    try {
      const ask = async (...args: string[]): Promise<string> =>
        (await exec(["redis-cli", "-p", String(port), ...args], { env })).stdout.trim();
      await expect.poll(() => ask("ping"), { timeout: 5000, interval: 20 }).toBe("PONG");
      expect(await ask("config", "get", "appendonly")).toContain("yes");
      expect(await ask("config", "get", "save")).toBe("save");
      expect(await ask("set", "a", "1")).toBe("OK");
    } finally {
      server.kill("SIGTERM");
      await server.ended;
    }
    expect(kit.lines.join("\n")).toMatch(/takes the place of valkey 8|runs as valkey 8/);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "PROGRAM_MISSING")
      context.skip("no redis here");
    throw error;
  } finally {
    await rm(data, { recursive: true });
    await kit.remove();
  }
});

test("tells how to install the server where there is none", async () => {
  const empty = await mkdtemp(join(tmpdir(), "ashore-empty-"));
  await mkdir(join(empty, "bin"));
  const kit = await openKit({ machine: { searchPath: join(empty, "bin"), usualPlaces: [] } });
  try {
    await expect(kit.build(await kit.source({}), { packs: [pack()] })).rejects.toMatchObject({
      code: "PROGRAM_MISSING",
      hint: expect.stringContaining("redis") as string,
    });
  } finally {
    await kit.remove();
    await rm(empty, { recursive: true });
  }
});
