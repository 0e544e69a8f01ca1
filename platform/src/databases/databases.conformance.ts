import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import { PlatformError } from "../base/errors.ts";
import { exec, type Environment } from "../base/exec.ts";
import { silentLog } from "../base/log.ts";
import { isAlive, type ProcessIdentity } from "../base/process-identity.ts";
import type { DatabaseConnection } from "../plan/endpoints.ts";
import type { Engine } from "../plan/plan.ts";
import type { DatabaseRequest, Databases } from "./databases.ts";
import { machineDatabases } from "./machine-databases.ts";
import { processesIn } from "./server-process.ts";
import { waitUntil } from "./wait-until.ts";

const SERVERS = ["postgres", "redis-server", "valkey-server"];

/** A home in a temporary directory whose every server is found and ended. */
export interface Bench {
  readonly home: string;
  readonly toolchains: string;
  readonly databases: Databases;
  request(change?: Partial<DatabaseRequest>): DatabaseRequest;
  /** Lines given to `onLine` since the last call. */
  lines(): readonly string[];
  /** The server's remembered process. */
  identity(directory: string): Promise<ProcessIdentity>;
  running(directory: string): Promise<number>;
  remove(): Promise<void>;
}

export interface Subject {
  readonly engine: Engine;
  readonly version: string;
  /** Directory of the server of database `db`, below `databases`. */
  readonly directory: string;
  /** Toolchains kept over the tests of one file, so that programs are fetched once. */
  readonly toolchains?: string;
  /** Puts a value, or reads it back; rejects if it cannot get in. */
  write(connection: DatabaseConnection, value: string): Promise<void>;
  read(connection: DatabaseConnection): Promise<string | null>;
}

export async function openBench(subject: Pick<Subject, "engine" | "version" | "toolchains">): Promise<Bench> {
  const home = await mkdtemp(join(tmpdir(), "ashore-databases-"));
  const toolchains = subject.toolchains ?? join(home, "toolchains");
  let lines: string[] = [];
  const directoryOf = (directory: string): string => join(home, "apps", "shop", "databases", directory);
  const databases = machineDatabases({
    home,
    toolchains,
    isRoot: process.getuid?.() === 0,
    passEnv: process.env as Environment,
    clock: systemClock,
    log: silentLog,
  });
  const defaults: DatabaseRequest = {
    app: "shop",
    name: "db",
    engine: subject.engine,
    version: subject.version,
    database: "db",
    user: "db",
    password: `first "pass' word\\é`,
    listen: [],
    host: "db",
    uid: null,
    onLine: (line) => lines.push(line),
    signal: AbortSignal.timeout(120_000),
  };
  return {
    home,
    toolchains,
    databases,
    request: (change = {}) => ({ ...defaults, ...change }),
    lines: () => {
      const taken = lines;
      lines = [];
      return taken;
    },
    identity: async (directory) => {
      const text = await readFile(join(directoryOf(directory), "state.json"), "utf8");
      return (JSON.parse(text) as { identity: ProcessIdentity }).identity;
    },
    running: async (directory) => (await processesIn(join(directoryOf(directory), "data"), SERVERS)).length,
    remove: async () => {
      for (const app of ["shop", "mail"]) await databases.destroy(app);
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** What every family promises, tried on a real server. */
export function databasesConformance(title: string, subject: Subject): void {
  describe(title, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await openBench(subject);
    });
    afterAll(() => bench.remove());
    afterEach(() => bench.lines());

    it("gives a connection that works, and the same one again without touching the server", async () => {
      const connection = await bench.databases.ensure(bench.request());
      await subject.write(connection, "kept");
      const before = await bench.identity(subject.directory);
      const again = await bench.databases.ensure(bench.request());
      expect(again).toEqual(connection);
      expect(connection).toMatchObject({ name: "db", engine: subject.engine, host: "db", url: null });
      expect(await bench.identity(subject.directory)).toEqual(before);
    });

    it("lets nobody in with a wrong password", async () => {
      const connection = await bench.databases.ensure(bench.request());
      await expect(subject.read({ ...connection, password: "guessed" })).rejects.toThrow();
    });

    it("applies a changed password to the running server", async () => {
      const former = await bench.databases.ensure(bench.request());
      const before = await bench.identity(subject.directory);
      const changed = await bench.databases.ensure(bench.request({ password: "second" }));
      expect(await subject.read(changed)).toBe("kept");
      await expect(subject.read(former)).rejects.toThrow();
      expect(await bench.identity(subject.directory)).toEqual(before);
      await bench.databases.ensure(bench.request());
    });

    it("keeps data and port over stop and ensure, and says which state it is in", async () => {
      const { port } = await bench.databases.ensure(bench.request());
      expect(await bench.databases.list("shop")).toMatchObject([{ name: "db", state: "running", port }]);
      await bench.databases.stop("shop", "db");
      expect(await bench.databases.list("shop")).toMatchObject([{ name: "db", state: "stopped", port }]);
      expect(await bench.running(subject.directory)).toBe(0);
      const connection = await bench.databases.ensure(bench.request());
      expect(connection.port).toBe(port);
      expect(await subject.read(connection)).toBe("kept");
    });

    it("recovers with all data after the server was killed", async () => {
      const before = await bench.databases.ensure(bench.request());
      await subject.write(before, "written just before the kill");
      const identity = await bench.identity(subject.directory);
      process.kill(identity.pid, "SIGKILL");
      await eventually(async () => !(await isAlive(identity)));
      const connection = await bench.databases.ensure(bench.request());
      expect(await bench.identity(subject.directory)).not.toEqual(identity);
      expect(await subject.read(connection)).toBe("written just before the kill");
      await subject.write(connection, "kept");
    });

    it("outlives a control plane that is killed, and is found again", async () => {
      await bench.databases.stop("shop");
      const outcome = await exec([process.execPath, "--input-type=module", "--eval", killedOne(bench)], {
        env: process.env as Environment,
        timeoutMs: 60_000,
      });
      expect(outcome).toMatchObject({ signal: "SIGKILL", stderr: "" });
      const before = await bench.identity(subject.directory);
      const connection = await bench.databases.ensure(bench.request());
      expect(await subject.read(connection)).toBe("kept");
      expect(await bench.identity(subject.directory)).toEqual(before);
    });

    it("starts again after a stop that was under way when we were killed", async () => {
      await bench.databases.ensure(bench.request());
      process.kill((await bench.identity(subject.directory)).pid, "SIGINT");
      await eventually(async () => {
        const connection = await bench.databases.ensure(bench.request());
        // The server may still have let us in just before it read the signal.
        return (await subject.read(connection).catch(() => undefined)) === "kept";
      });
    });

    it("adopts the running server when it was started and then forgotten", async () => {
      await bench.databases.ensure(bench.request());
      const before = await bench.identity(subject.directory);
      const file = join(bench.home, "apps/shop/databases", subject.directory, "state.json");
      await forgetIdentity(file);
      const connection = await bench.databases.ensure(bench.request());
      expect(await subject.read(connection)).toBe("kept");
      expect(await bench.identity(subject.directory)).toEqual(before);
    });

    it("moves to another port when somebody else sits on its own", async () => {
      const { port } = await bench.databases.ensure(bench.request());
      await bench.databases.stop("shop");
      const squatter = await listenOn(port);
      try {
        const connection = await bench.databases.ensure(bench.request());
        expect(connection.port).not.toBe(port);
        expect(await subject.read(connection)).toBe("kept");
        expect(bench.lines().join()).toContain(String(port));
      } finally {
        squatter.close();
      }
    });

    it("listens on a further address when asked, at the same port", async () => {
      const connection = await bench.databases.ensure(bench.request({ listen: ["127.0.0.2"] }));
      expect(await subject.read({ ...connection, host: "127.0.0.2" })).toBe("kept");
      const back = await bench.databases.ensure(bench.request());
      await expect(subject.read({ ...back, host: "127.0.0.2" })).rejects.toThrow();
    });

    it("names an address that this machine does not have", async () => {
      const attempt = bench.databases.ensure(bench.request({ listen: ["192.0.2.1"] }));
      await expect(attempt).rejects.toThrow(PlatformError);
      await expect(attempt).rejects.toMatchObject({ code: "DATABASE_ADDRESS_MISSING" });
      expect(await subject.read(await bench.databases.ensure(bench.request()))).toBe("kept");
    });

    it("keeps the databases of two apps apart", async () => {
      const [shop, mail] = await Promise.all([
        bench.databases.ensure(bench.request()),
        bench.databases.ensure(bench.request({ app: "mail" })),
      ]);
      await subject.write(mail, "other");
      expect(mail.port).not.toBe(shop.port);
      expect(await subject.read(shop)).toBe("kept");
      await bench.databases.destroy("mail");
      await expect(subject.read(mail)).rejects.toThrow();
    });

    it("destroys the data and leaves nothing running", async () => {
      await bench.databases.ensure(bench.request());
      const identity = await bench.identity(subject.directory);
      await bench.databases.destroy("shop", "db");
      expect(await isAlive(identity)).toBe(false);
      expect(await bench.databases.list("shop")).toEqual([]);
      await expect(stat(join(bench.home, "apps/shop/databases", subject.directory))).rejects.toThrow();
      const connection = await bench.databases.ensure(bench.request());
      expect(await subject.read(connection)).toBeNull();
    });

    it("stops working on a request whose signal is aborted", async () => {
      const signal = AbortSignal.abort(new Error("no longer wanted"));
      await expect(bench.databases.ensure(bench.request({ signal }))).rejects.toThrow("no longer wanted");
    });
  });
}

/** Another control plane of the same home, which brings the database up and then dies. */
function killedOne(bench: Bench): string {
  const room = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  const { onLine: _, signal: __, ...request } = bench.request();
  return `
    import { machineDatabases } from ${room("./index.ts")};
    import { systemClock } from ${room("../base/clock.ts")};
    import { silentLog } from ${room("../base/log.ts")};
    const databases = machineDatabases({
      home: ${JSON.stringify(bench.home)}, toolchains: ${JSON.stringify(bench.toolchains)},
      isRoot: process.getuid?.() === 0, passEnv: process.env, clock: systemClock, log: silentLog,
    });
    const signal = AbortSignal.timeout(50_000);
    await databases.ensure({ ...${JSON.stringify(request)}, onLine: () => undefined, signal });
    process.kill(process.pid, "SIGKILL");
  `;
}

/** Waits for what happens without us, e.g. a server that reads its certificate again. */
export async function eventually(ask: () => Promise<boolean>): Promise<void> {
  expect(await waitUntil(ask, { clock: systemClock, timeoutMs: 10_000 })).toBe(true);
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function forgetIdentity(file: string): Promise<void> {
  const state = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, JSON.stringify({ ...state, identity: null }));
}
