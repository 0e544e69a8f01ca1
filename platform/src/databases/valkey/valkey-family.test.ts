import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exec, type Environment } from "../../base/exec.ts";
import { databasesConformance, openBench, type Bench, type Subject } from "../databases.conformance.ts";
import { findProgram } from "../files.ts";
import { findCacheProgram } from "./programs.ts";

const passEnv = process.env as Environment;
const server = await findCacheProgram("REDIS", { passEnv });
const client = (await findProgram("redis-cli", passEnv)) ?? (await findProgram("valkey-cli", passEnv));
const absent = server === undefined || client === undefined;

/** One command by the vendor's own client, which is not of our making. */
async function command(
  connection: { host: string; port: number; password: string },
  words: readonly string[],
): Promise<string> {
  const host = connection.host === "db" ? "127.0.0.1" : connection.host;
  const argv = [client ?? "", "-h", host, "-p", String(connection.port), "-e", ...words] as const;
  const env = { REDISCLI_AUTH: connection.password, VALKEYCLI_AUTH: connection.password };
  const outcome = await exec([argv[0], ...argv.slice(1)], { env });
  // A refused password is only a warning to the client; the command after it is what fails.
  if (outcome.code !== 0) throw new Error(outcome.stdout + outcome.stderr);
  return outcome.stdout.trimEnd();
}

function subject(engine: "REDIS" | "VALKEY", version: string): Subject {
  return {
    engine,
    version,
    directory: "valkey-db",
    write: async (connection, value) => {
      await command(connection, ["set", "note", value]);
    },
    read: async (connection) => {
      const value = await command(connection, ["get", "note"]);
      return value === "" ? null : value;
    },
  };
}

describe.skipIf(absent)("with this machine's cache server (skipped without one and its client)", () => {
  databasesConformance("a cache of the engine REDIS", subject("REDIS", "7"));
  databasesConformance("a cache of the engine VALKEY", subject("VALKEY", "8"));

  describe("a cache", () => {
    let bench: Bench;
    beforeEach(async () => {
      bench = await openBench({ engine: "REDIS", version: "7" });
    });
    afterEach(() => bench.remove());

    it("runs one server for each component", async () => {
      const one = await bench.databases.ensure(bench.request());
      const two = await bench.databases.ensure(bench.request({ name: "queue" }));
      await command(one, ["set", "note", "mine"]);
      expect(await command(two, ["get", "note"])).toBe("");
      await bench.databases.stop("shop", "db");
      expect(await command(two, ["ping"])).toBe("PONG");
    });

    it("never evicts, and answers nobody without a password", async () => {
      const connection = await bench.databases.ensure(bench.request());
      expect(await command(connection, ["config", "get", "maxmemory-policy"])).toContain("noeviction");
      const argv = [client ?? "", "-p", String(connection.port), "ping"] as const;
      expect((await exec(argv)).stdout).toContain("NOAUTH");
    });

    it.skipIf(process.getuid?.() !== 0)("has no rights of root (skipped unless we are root)", async () => {
      const connection = await bench.databases.ensure(bench.request({ uid: 54_321 }));
      await command(connection, ["set", "note", "x"]);
      const data = join(bench.home, "apps/shop/databases/valkey-db/data");
      expect((await stat(data)).uid).toBe(54_321);
      const { pid } = await bench.identity("valkey-db");
      expect((await stat(`/proc/${pid}`)).uid).toBe(54_321);
    });

    it.skipIf(process.getuid?.() !== 0)(
      "keeps its data when its uid changes (skipped unless we are root)",
      async () => {
        await command(await bench.databases.ensure(bench.request({ uid: 54_321 })), ["set", "note", "x"]);
        await bench.databases.stop("shop");
        const again = await bench.databases.ensure(bench.request({ uid: 54_322 }));
        expect(await command(again, ["get", "note"])).toBe("x");
      },
    );
  });
});
