import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, waitUntil, type Harbour, type Outcome } from "./kit.ts";
import { leftovers } from "./leftovers.ts";
import {
  bringUp,
  componentFiles,
  filesHolding,
  from,
  instancesOf,
  saveSpec,
  service,
  whoami,
} from "./tiny.ts";

const APP = "commanded";
const hasPsql = isThere("psql");
const hasScript = isThere("script");

function specOf(extra: string) {
  return {
    name: APP,
    services: [
      service("web", "web", { envs: [{ key: "EXTRA", value: extra, scope: "RUN_TIME" }] }),
      service("api", "web", { http_port: 8081 }),
    ],
    workers: [{ name: "helper", ...from("web"), run_command: "node worker.js" }],
    jobs: [
      {
        name: "migrate",
        kind: "PRE_DEPLOY",
        ...from("web"),
        run_command: "echo migrating > /dev/stdout; echo twice >> /dev/stderr",
      },
      { name: "fails", kind: "FAILED_DEPLOY", ...from("web"), run_command: "echo trying; exit 3" },
    ],
    databases: [{ name: "db", engine: "PG", version: "15" }],
    ingress: {
      rules: [
        { match: { path: { prefix: "/api" } }, component: { name: "api" } },
        { match: { path: { prefix: "/" } }, component: { name: "web" } },
      ],
    },
  };
}

describe("the commands", () => {
  let at: Harbour;
  let directory: string;
  beforeAll(async () => {
    at = await harbour();
    directory = at.checkout({ ...componentFiles("web"), ".do/app.yaml": JSON.stringify(specOf("1")) });
    await bringUp(at, directory);
  });
  afterAll(() => at.end());

  const ashore = (...args: string[]): Promise<Outcome> => at.ashore([...args, "-a", APP]);

  describe("logs", () => {
    it("shows what every component printed, each line with its component", async () => {
      await waitUntil("the worker has printed", async () =>
        (await ashore("logs")).stdout.includes("working"),
      );
      const { code, stdout } = await ashore("logs");
      expect(code).toBe(0);
      expect(
        stdout
          .split("\n")
          .filter((line) => line !== "")
          .sort(),
      ).toEqual(["api    | hello from api, one", "helper | working, one", "web    | hello from web, one"]);
      expect((await ashore("logs", "web", "--tail", "0")).stdout).toBe("");
    });

    it("shows logs of builds and of the jobs of deployments", async () => {
      expect((await ashore("logs", "--type", "build", "-n", "-1")).stdout).toMatch(/web +\| .*npm install/);
      expect((await ashore("logs", "--type", "deploy")).stdout).toMatch(/migrate +\| migrating\n.*twice/);
      expect((await ashore("logs", "migrate", "--type", "deploy", "-n", "1")).stdout).toBe(
        "migrate | twice\n",
      );
      expect((await ashore("logs", "migrate", "-n", "1")).stdout).toBe("migrate | twice\n");
    });

    it("follows over a redeployment until Ctrl-C", async () => {
      const following = at.start(["logs", "web", "-a", APP, "--follow"]);
      await waitUntil("what was printed is shown", () => following.text().includes("hello from web, one"));
      writeFileSync(join(directory, "web", "greeting.txt"), "two\n");
      await bringUp(at, directory);
      await waitUntil("what the new one prints is shown", () => following.text().includes("from web, two"));
      expect(following.text().match(/from web, one/g)).toHaveLength(1);
      following.child.kill("SIGINT");
      expect(await following.ended).toMatchObject({ stderr: "" });
    });
  });

  describe("exec", () => {
    it("gives output, errors and exit code of a command in an instance", async () => {
      const script = "echo out $SERVICE; echo err >&2; exit 7";
      expect(await at.ashore(["exec", "-a", APP, "web", "--", "sh", "-c", script])).toEqual({
        code: 7,
        stdout: "out web\n",
        stderr: "err\n",
      });
    });

    it("passes its input on to the end, however much it is", async () => {
      const input = "0123456789\n".repeat(100_000);
      const counted = await at.ashore(["exec", "-a", APP, "web", "--", "wc", "-c"], { input });
      expect(counted.stdout.trim()).toBe(String(input.length));
      const echoed = await at.ashore(["exec", "-a", APP, "web", "--", "cat"], { input });
      expect(echoed.stdout.length).toBe(input.length);
    });

    it.skipIf(!hasScript)("opens a shell on a terminal, and ends with its exit code (needs script)", () => {
      const outcome = onTerminal(at, ["exec", "-a", APP, "web"], "echo $((40+2)) $SERVICE; tty; exit 5\n");
      expect(outcome.stdout).toContain("42 web");
      expect(outcome.stdout).toMatch(/\/dev\/pts\/\d+/);
      expect(outcome.code).toBe(5);
    });

    it("says which components there are when it finds none", async () => {
      const outcome = await at.ashore(["exec", "-a", APP, "wep", "--", "true"]);
      expect(outcome).toMatchObject({ code: 2 });
      expect(outcome.stderr).toContain("web");
    });
  });

  describe.skipIf(!hasPsql)("db (needs psql)", () => {
    const query = (url: string, sql: string, env = {}) =>
      spawnSync("psql", [url, "-tAc", sql], { encoding: "utf8", env: { ...process.env, ...env } });

    it("prints a URL that works, and only with TLS", async () => {
      const url = (await ashore("db", "--url")).stdout.trim();
      expect(query(url, "select 40 + 2").stdout.trim()).toBe("42");
      const plain = query(url.replace("sslmode=require", "sslmode=disable"), "select 1");
      expect(plain.status).not.toBe(0);
      expect(plain.stderr).toMatch(/no encryption|SSL/);
    });

    it.skipIf(!hasScript)("names the certificate that verifies the server (needs script)", () => {
      const shown = onTerminal(at, ["db", "db", "-a", APP, "--url"], "").stdout;
      const url = /postgresql:\S+/.exec(shown)?.[0] ?? "";
      const file = /CA certificate: (\S+)/.exec(shown)?.[1] ?? "";
      const verified = url.replace("sslmode=require", "sslmode=verify-full");
      expect(query(verified, "select 1", { PGSSLROOTCERT: file }).stdout.trim()).toBe("1");
      const wrong = join(at.checkout({ "wrong.pem": "" }), "wrong.pem");
      expect(query(verified, "select 1", { PGSSLROOTCERT: wrong }).status).not.toBe(0);
    });

    it.skipIf(!hasScript)("opens a client on a terminal (needs script)", () => {
      const { code, stdout } = onTerminal(at, ["db", "-a", APP], "select 40 + 2 as sum;\n\\q\n");
      expect(stdout).toMatch(/sum[\s\S]*42/);
      expect(code).toBe(0);
    });
  });

  describe("run", () => {
    it("runs a job and shows what it prints", async () => {
      expect(await ashore("run", "migrate")).toEqual({ code: 0, stdout: "migrating\ntwice\n", stderr: "" });
      const [app] = await at.status();
      expect(app?.jobs.find(({ name }) => name === "migrate")?.runs[0]).toMatchObject({
        trigger: "MANUAL",
        phase: "SUCCEEDED",
      });
    });

    it("ends with 1 and says the job's exit code when it fails", async () => {
      const outcome = await ashore("run", "fails");
      expect(outcome).toMatchObject({ code: 1, stdout: "trying\n" });
      expect(outcome.stderr).toContain("exit code 3");
    });
  });

  it("restart replaces the instances of one component, or of all", async () => {
    const before = await instancesOf(at, APP);
    expect(await ashore("restart", "web")).toMatchObject({ code: 0 });
    const after = await instancesOf(at, APP);
    expect(after["web"]).not.toEqual(before["web"]);
    expect({ ...after, web: [] }).toEqual({ ...before, web: [] });
    expect(await ashore("restart")).toMatchObject({ code: 0 });
    const all = await instancesOf(at, APP);
    for (const name of Object.keys(all)) expect(all[name]).not.toEqual(after[name]);
  });

  it("plan says what would change, and changes nothing", async () => {
    expect((await at.ashore(["plan", directory])).stdout).toMatch(
      new RegExp(`^${APP}: 0 to create, 0 to change, 0 to remove`, "m"),
    );
    const before = await instancesOf(at, APP);
    saveSpec(directory, specOf("2"));
    const { code, stdout } = await at.ashore(["plan", directory]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/~ component +web +EXTRA changed\./);
    expect(stdout).toMatch(/= component +api/);
    expect(stdout).toMatch(/0 to create, 2 to change/);
    const plan = JSON.parse((await at.ashore(["plan", directory, "--json"])).stdout) as { app: string };
    expect(plan.app).toBe(APP);
    expect(await instancesOf(at, APP)).toEqual(before);
    saveSpec(directory, specOf("1"));
  });

  it("status shows components, databases and jobs to people and machines", async () => {
    const { stdout } = await at.ashore(["status"]);
    expect(stdout).toMatch(/web +live +web-\d+-\w+ +\d+/);
    expect(stdout).toMatch(/db +running +PG 15/);
    const [app] = await at.status();
    expect(app).toMatchObject({ name: APP, wanted: "up", deployment: { phase: "ACTIVE" } });
    expect(app?.components.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "web live",
      "api live",
      "helper live",
    ]);
  });

  it("the app is found by -a, by -C, by DIR and from where one stands", async () => {
    const inside = join(directory, "web", "deep");
    mkdirSync(inside);
    const ways = [
      at.ashore(["logs", "web", "-n", "1", "-a", APP]),
      at.ashore(["-a", APP, "logs", "web", "-n", "1"]),
      at.ashore(["-C", directory, "logs", "web", "-n", "1"]),
      at.ashore(["logs", "web", "-n", "1", "-C", directory]),
      at.ashore(["logs", "web", "-n", "1"], { cwd: inside }),
    ];
    for (const outcome of await Promise.all(ways))
      expect(outcome).toMatchObject({ code: 0, stdout: "web | hello from web, two\n" });
    expect((await at.ashore(["status", directory])).stdout).toContain(APP);
    expect((await at.ashore(["up", "--detach"], { cwd: directory })).stdout).toContain("nothing changed");
    expect((await at.ashore(["up", "-d", "-a", APP])).stdout).toContain("nothing changed");
  });

  it.each([
    [["sail"], /unknown command/],
    [["up", "nowhere"], /nowhere/],
    [["up", "--port", "0"], /65535/],
    [["up", "--spec", "nowhere.yaml"], /nowhere\.yaml/],
    [["up", "--env-file", "nowhere.env"], /nowhere\.env/],
    [["logs", "--tail", "some", "-a", APP], /number/],
    [["logs", "wbe", "-a", APP], /web/],
    [["logs", "--type", "bild", "-a", APP], /build/],
    [["restart", "nobody", "-a", APP], /nobody/],
    [["run", "nothing", "-a", APP], /migrate/],
    [["db", "nothing", "-a", APP], /db/],
    [["status", "-a", "nobody"], new RegExp(APP)],
    [["down", "--data", "-a", APP], /--yes/],
    [["explain", "services.nmae"], /name/],
  ])("%j is refused with 2 and a reason", async (args, reason) => {
    const outcome = await at.ashore(args, { cwd: directory });
    expect(outcome.code, outcome.stdout + outcome.stderr).toBe(2);
    expect(outcome.stderr).toMatch(reason);
    expect(outcome.stderr).not.toMatch(/\n +at /);
  });

  it.skipIf(!hasPsql)("down keeps the data, and the next up finds it (needs psql)", async () => {
    const query = async (sql: string): Promise<string> => {
      const url = (await ashore("db", "--url")).stdout.trim();
      return spawnSync("psql", [url, "-tAqc", sql], { encoding: "utf8" }).stdout.trim();
    };
    await query("create table kept (text text); insert into kept values ('still here')");
    expect(await ashore("down")).toMatchObject({ code: 0 });
    await waitUntil("nothing runs", () => leftovers(at.home).length === 0);
    expect((await at.ashore(["status"])).stdout).toBe("Nothing is running.\n");
    await bringUp(at, directory);
    expect(await query("select text from kept")).toBe("still here");
    expect((await whoami(at, APP, "")).greeting).toBe("two");
  });

  it("down --data --yes leaves nothing of the app", async () => {
    const { stdout } = await ashore("down", "--data", "--yes");
    expect(stdout).toContain("deleted");
    await waitUntil("nothing runs", () => leftovers(at.home).length === 0);
    expect(filesHolding(at.home, APP).filter((file) => !file.endsWith(".log"))).toEqual([]);
    for (const place of ["apps", "artifacts", "run"])
      if (existsSync(join(at.home, place))) expect(readdirSync(join(at.home, place))).toEqual([]);
  });
});

function isThere(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** Runs a command of ashore on a terminal of its own, with this typed. */
function onTerminal(at: Harbour, args: readonly string[], input: string): Outcome {
  const { command: words, env } = at.program;
  const command = [...words, ...args].map((word) => `'${word}'`).join(" ");
  const outcome = spawnSync("script", ["-qec", command, "/dev/null"], { encoding: "utf8", input, env });
  return { code: outcome.status, stdout: outcome.stdout, stderr: outcome.stderr };
}
