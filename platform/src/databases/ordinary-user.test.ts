import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exec, type Environment } from "../base/exec.ts";
import { findProgram } from "./files.ts";
import { newestInstalled } from "./postgres/postgres.conformance.ts";
import { findCacheProgram } from "./valkey/programs.ts";

const NOBODY = 65_534;
const passEnv = process.env as Environment;
const asNobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] as const;
const major = await newestInstalled();
const missing = await whatIsMissing();

it.skipIf(missing !== undefined)(
  `runs PostgreSQL and a cache for an ordinary user${missing === undefined ? "" : ` (skipped: ${missing})`}`,
  async () => {
    const home = await mkdtemp(join(tmpdir(), "ashore-nobody-"));
    await chown(home, NOBODY, NOBODY);
    try {
      const argv = [...asNobody, process.execPath, "--input-type=module", "--eval", script(home)] as const;
      const outcome = await exec(argv, { env: { PATH: passEnv["PATH"] ?? "" }, timeoutMs: 60_000 });
      expect(outcome.stderr).toBe("");
      expect(JSON.parse(outcome.stdout)).toEqual({
        states: ["db running", "cache running"],
        uids: [NOBODY, NOBODY],
        left: [],
      });
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
);

/** What the other user does: start both, see whose they are, destroy both. */
function script(home: string): string {
  const room = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  return `
    import { readFile, stat } from "node:fs/promises";
    import { machineDatabases } from ${room("./index.ts")};
    import { systemClock } from ${room("../base/clock.ts")};
    import { silentLog } from ${room("../base/log.ts")};
    const home = ${JSON.stringify(home)};
    const databases = machineDatabases({
      home, toolchains: home + "/toolchains", isRoot: false, passEnv: { PATH: process.env.PATH },
      clock: systemClock, log: silentLog,
    });
    const request = {
      app: "shop", name: "db", engine: "PG", version: "${String(major)}",
      database: "db", user: "db", password: "x", listen: [], host: "db", uid: null,
      onLine: () => undefined, signal: AbortSignal.timeout(50_000),
    };
    const uids = [];
    try {
      await databases.ensure(request);
      await databases.ensure({ ...request, name: "cache", engine: "REDIS", version: "7" });
      for (const directory of ["postgres-${String(major)}", "valkey-cache"]) {
        const state = await readFile(home + "/apps/shop/databases/" + directory + "/state.json", "utf8");
        uids.push((await stat("/proc/" + JSON.parse(state).identity.pid)).uid);
      }
      var states = (await databases.list("shop")).map(({ name, state }) => name + " " + state);
    } finally {
      await databases.destroy("shop");
    }
    console.log(JSON.stringify({ states, uids, left: await databases.list("shop") }));
  `;
}

/** Only root can become somebody else, and that one must be able to read this checkout and Node. */
async function whatIsMissing(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "we are no root; the other tests have shown it already";
  if (major === undefined) return "no PostgreSQL is installed";
  if ((await findCacheProgram("REDIS", { passEnv })) === undefined) return "no cache server is installed";
  if ((await findProgram("setpriv", passEnv)) === undefined) return "there is no setpriv";
  const look = [process.execPath, "--check", new URL("./index.ts", import.meta.url).pathname] as const;
  const seen = await exec([...asNobody, ...look], { env: { PATH: passEnv["PATH"] ?? "" } });
  return seen.code === 0 ? undefined : "another user cannot read this checkout";
}
