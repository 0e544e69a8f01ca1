import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, type Harbour } from "./kit.ts";
import {
  bringUp,
  componentFiles,
  envAt,
  filesHolding,
  from,
  instancesOf,
  service,
  type Spec,
} from "./tiny.ts";

describe("secrets and placeholders", () => {
  const APP = "secretive";
  const SECRET = { type: "SECRET" };
  // None of these may be found anywhere but in the environment of who asked for it.
  const plain = {
    file: "plain-of-the-env-file",
    beside: "plain-of-ashore-env",
    environment: "plain-of-the-environment",
    literal: "plain-of-the-spec",
  };
  const spec: Spec = {
    name: APP,
    envs: [{ key: "OF_THE_APP", ...SECRET }],
    services: [
      service("web", "web", {
        envs: [
          { key: "IN_ALL", ...SECRET },
          { key: "IN_TWO", ...SECRET },
          { key: "IN_ONE", value: "EV[1:Zm9yZWlnbg==:Zm9yZWlnbg==]", ...SECRET },
          { key: "LITERAL", value: plain.literal, ...SECRET },
          { key: "FILLED", value: "<${PLACE}>" },
          { key: "GREETING_OF", value: "${SERVICE}" },
        ],
      }),
    ],
  };
  let at: Harbour;
  let directory: string;
  let envFile: string;
  beforeAll(async () => {
    at = await harbour();
    directory = at.checkout({ ...componentFiles("web"), ".do/app.yaml": JSON.stringify(spec, null, 1) });
    envFile = join(at.checkout({ "some.env": `IN_ALL=${plain.file}\nPLACE=here\n` }), "some.env");
  });
  afterAll(() => at.end());

  const env = { IN_ALL: "no", IN_TWO: "no", IN_ONE: plain.environment };
  const up = () => bringUp(at, directory, { args: ["--env-file", envFile], env });

  it("lists all values that are missing by component, before anything is built", async () => {
    const { code, stderr } = await at.ashore(["up", directory, "--detach"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/the app needs OF_THE_APP \(a secret without a value\)/);
    expect(stderr).toMatch(/web needs IN_ALL .*IN_TWO .*IN_ONE \(.*another installation.*\).*PLACE/);
    expect(stderr).toContain(".do/ashore.env");
    expect(existsSync(join(at.home, "apps", APP, "builds"))).toBe(false);
  });

  it("takes them from --env-file before .do/ashore.env before the environment", async () => {
    writeFileSync(
      join(directory, ".do", "ashore.env"),
      `IN_ALL=no\nIN_TWO=${plain.beside}\nOF_THE_APP="${plain.beside}"\n`,
    );
    await up();
    expect(await envAt(at, APP)).toMatchObject({
      IN_ALL: plain.file,
      IN_TWO: plain.beside,
      IN_ONE: plain.environment,
      OF_THE_APP: plain.beside,
      LITERAL: plain.literal,
      FILLED: "<here>",
      GREETING_OF: "web",
    });
  });

  it("prints them nowhere and stores them encrypted", async () => {
    const runs = await Promise.all([
      at.ashore(["plan", directory, "--env-file", envFile, "--json"], { env }),
      at.ashore(["plan", directory, "--env-file", envFile], { env }),
      at.ashore(["status", "--json"]),
      ...["run", "build", "deploy"].map((type) => at.ashore(["logs", "-a", APP, "--type", type])),
    ]);
    const printed = runs.map(({ stdout, stderr }) => stdout + stderr).join("\n");
    expect(printed).toContain("EV[1:");
    for (const text of Object.values(plain)) {
      expect(printed).not.toContain(text);
      expect(filesHolding(at.home, text)).toEqual([]);
      expect(commandLinesHolding(text)).toEqual([]);
    }
    // That a file was searched in which something would be found:
    expect(filesHolding(at.home, APP)).toContain(join(at.home, "ashore.db"));
  });

  it("leaves everything alone while they stay the same, and restarts who sees a changed one", async () => {
    const before = await instancesOf(at, APP);
    expect((await up()).stdout).toContain("nothing changed");
    expect(await instancesOf(at, APP)).toEqual(before);
    writeFileSync(envFile, "IN_ALL=another\nPLACE=here\n");
    await up();
    expect((await instancesOf(at, APP))["web"]).not.toEqual(before["web"]);
    expect(await envAt(at, APP)).toMatchObject({ IN_ALL: "another" });
  });
});

describe("bindable variables", () => {
  const APP = "bound";
  const TAKER = "taker";
  let at: Harbour;
  beforeAll(async () => {
    at = await harbour();
    const envs = {
      DB_URL: "${db.DATABASE_URL}",
      DB_PARTS: "${db.USERNAME}:${db.PASSWORD}@${db.HOSTNAME}:${db.PORT}/${db.DATABASE}",
      DB_JDBC: "${db.JDBC_DATABASE_URL}",
      DB_CA: "${db.CA_CERT}",
      STORE_URL: "${store.REDIS_URL}",
      CACHE: "${cache.HOSTNAME}:${cache.PORT}",
      API: "${api.PRIVATE_URL} ${api.PRIVATE_DOMAIN} ${api.PRIVATE_PORT} ${api.PUBLIC_URL} ${api.PUBLIC_ROUTE_PATH}",
      PAGES: "${pages.PUBLIC_URL}",
      SELF: "${_self.PRIVATE_PORT}",
      APP: "${APP_URL} ${APP_DOMAIN} ${APP_ID}",
      OTHER: "${PLAIN}/${PLAIN}",
      PLAIN: "p",
      UNKNOWN: "${nobody.NOTHING} ${api.NOTHING} $HOME ${NOT_SET:-x}",
    };
    const spec: Spec = {
      name: APP,
      services: [
        service("web", "web", { envs: Object.entries(envs).map(([key, value]) => ({ key, value })) }),
        service("api", "web", { http_port: 5000, envs: [{ key: "ME", value: "${_self.PRIVATE_URL}" }] }),
        {
          name: "cache",
          image: { registry_type: "DOCKER_HUB", registry: "library", repository: "redis", tag: "7-alpine" },
          internal_ports: [6379],
        },
      ],
      static_sites: [{ name: "pages", ...from("pages") }],
      databases: [
        { name: "db", engine: "PG", version: "15" },
        { name: "store", engine: "VALKEY" },
      ],
      ingress: {
        rules: [
          { match: { path: { prefix: "/api" } }, component: { name: "api" } },
          { match: { path: { prefix: "/pages" } }, component: { name: "pages" } },
          { match: { path: { prefix: "/" } }, component: { name: "web" } },
        ],
      },
    };
    const files = { ...componentFiles("web"), "pages/index.html": "" };
    await bringUp(at, at.checkout({ ...files, ".do/app.yaml": JSON.stringify(spec) }));
  });
  afterAll(() => at.end());

  it("gives a component those of databases, caches, services, sites, itself and the app", async () => {
    const env = await envAt(at, APP);
    const url = new URL(env["DB_URL"]!);
    expect(url.searchParams.get("sslmode")).toBe("require");
    const { username, password, host, pathname } = url;
    expect(env["DB_PARTS"]).toBe(`${username}:${password}@${host}${pathname}`);
    expect(env["DB_JDBC"]).toMatch(/^jdbc:postgresql:\/\/.*sslmode=require/);
    expect(env["DB_CA"]).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(env["STORE_URL"]).toMatch(/^rediss?:\/\/[^:]+:[^@]+@[^:]+:\d+/);
    const home = `http://${APP}.localhost:${at.port}`;
    const [privateUrl, domain, port, ...rest] = env["API"]!.split(" ");
    expect(privateUrl).toBe(`http://${domain}:${port}`);
    expect(rest).toEqual([`${home}/api`, "/api"]);
    expect(env["PAGES"]).toBe(`${home}/pages`);
    expect(env["APP"]).toMatch(new RegExp(`^${home} ${APP}.localhost [0-9a-f-]{36}$`));
    expect(env["OTHER"]).toBe("p/p");
    expect((await envAt(at, APP, "/api"))["ME"]).toBe(privateUrl);
    expect((await at.get(APP, `/ask?${privateUrl}/whoami`)).text).toContain('"service":"api"');
    expect((await at.get(APP, `/knock?${url.host}`)).text).toBe("S");
    expect((await at.get(APP, `/ask?http://${env["CACHE"]!}`)).text).not.toContain("ENOTFOUND");
  });

  it("leaves what it does not know as it is written", async () => {
    expect((await envAt(at, APP))["UNKNOWN"]).toBe("${nobody.NOTHING} ${api.NOTHING} $HOME ${NOT_SET:-x}");
  });

  const takerSpec: Spec = {
    name: TAKER,
    services: [
      service("web", "web", {
        envs: [
          { key: "DB_URL", value: "${main.DATABASE_URL}" },
          { key: "DB_PLACE", value: "${main.HOSTNAME}:${main.PORT}" },
        ],
      }),
    ],
    databases: [{ name: "main", engine: "PG", version: "15", production: true, cluster_name: "real" }],
    jobs: [
      {
        name: "ask",
        kind: "PRE_DEPLOY",
        ...from("web"),
        run_command: "node knock.js",
        envs: [{ key: "DB_PLACE", value: "${main.HOSTNAME}:${main.PORT}" }],
      },
    ],
  };
  // A migration has to reach the database before anything else runs.
  const knock = `
    import { connect } from "node:net";
    const [host, port] = process.env.DB_PLACE.split(":");
    const socket = connect(Number(port), host, () => process.exit(0));
    socket.on("error", (error) => { console.error(error.message); process.exit(1); });
  `;

  it("refuses a password that stands in .do/ashore.yaml, and says where", async () => {
    const directory = at.checkout({
      ...componentFiles("web"),
      ".do/app.yaml": JSON.stringify(takerSpec),
      ".do/ashore.yaml": 'attach:\n  main: "postgresql://me:open-sesame@127.0.0.1:5432/x"\n',
    });
    const { code, stdout, stderr } = await at.ashore(["up", directory, "--detach"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\.do\/ashore\.yaml:2:9 attach\.main: .*password/);
    expect(stdout + stderr).not.toContain("open-sesame");
  });

  it("attaches a database of this machine by a URL whose password is a variable", async () => {
    const url = new URL((await at.ashore(["db", "db", "-a", APP, "--url"])).stdout.trim());
    const { password } = url;
    const shown = url.href.replace(`:${password}@`, ":${MAIN_PASSWORD}@");
    const directory = at.checkout({
      ...componentFiles("web"),
      "web/knock.js": knock,
      ".do/app.yaml": JSON.stringify(takerSpec),
      ".do/ashore.yaml": `attach:\n  main: "${shown}"\n`,
      ".do/ashore.env": `MAIN_PASSWORD=${password}\n`,
    });
    await bringUp(at, directory);
    const env = await envAt(at, TAKER);
    const bound = new URL(env["DB_URL"]!);
    expect([bound.username, bound.password, bound.pathname]).toEqual([url.username, password, url.pathname]);
    expect((await at.get(TAKER, `/knock?${env["DB_PLACE"]}`)).text).toBe("S");
    const known = await at.ashore(["db", "-a", TAKER, "--url"]);
    expect(known.stdout.trim()).toBe(url.href);
    const { stdout } = await at.ashore(["plan", directory, "--json"]);
    expect(stdout).not.toContain(password);
  });
});

/** Command lines are seen by every user of the machine. */
function commandLinesHolding(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return line.includes(text) ? [line] : [];
      } catch {
        return [];
      }
    });
}
