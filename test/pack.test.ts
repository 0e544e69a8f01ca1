import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, type Harbour } from "./kit.ts";
import { packPlatform, type Packed } from "./packed.ts";
import { bringUp, componentFiles, envAt, service } from "./tiny.ts";

const NEEDED_NODE = 24;
const olderNode = findOlderNode();

describe("the platform as it is published", () => {
  let packed: Packed;
  let at: Harbour;
  beforeAll(async () => {
    packed = packPlatform();
    at = await harbour({ command: [packed.command], env: { PATH: packed.path } });
  });
  afterAll(async () => {
    await at.end();
    packed.remove();
  });

  it("holds compiled code and no tests", () => {
    const root = join(packed.directory, "node_modules", "ashore");
    expect(readdirSync(root).toSorted()).toEqual(
      expect.arrayContaining(["LICENSE", "bin", "dist", "package.json"]),
    );
    const files = readdirSync(join(root, "dist"), { recursive: true }) as string[];
    expect(files.filter((file) => /\.(test|conformance)\.|\.ts$/.test(file))).toEqual([]);
  });

  it("brings up an app with a database", async () => {
    const envs = [{ key: "PLACE", value: "${db.HOSTNAME}:${db.PORT}" }];
    const spec = {
      name: "published",
      services: [service("web", "web", { envs })],
      databases: [{ name: "db", engine: "PG", version: "15" }],
    };
    const directory = at.checkout({ ...componentFiles("web"), ".do/app.yaml": JSON.stringify(spec) });
    await bringUp(at, directory);
    expect((await at.get("published", "/whoami")).text).toContain('"service":"web"');
    const { PLACE } = await envAt(at, "published");
    expect((await at.get("published", `/knock?${PLACE}`)).text).toBe("S");
    expect((await at.ashore(["up", "-d", directory])).stdout).toContain("nothing changed");
  });

  it("keeps --env-file for itself, which node would take", async () => {
    const directory = at.checkout({ ".do/app.yaml": "name: nothing\n" });
    const outcome = await at.ashore(["up", directory, "--env-file", "nowhere.env"]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/error: .*nowhere\.env/);
  });

  it.skipIf(olderNode === undefined)(
    "says in one line which Node it needs, on an older one (needs one below 24)",
    () => {
      const { status, stdout, stderr } = spawnSync(olderNode!, [packed.command, "up"], { encoding: "utf8" });
      expect(status).toBe(3);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^ashore needs Node 24 or newer and this is Node \d[^\n]*\n$/);
    },
  );
});

/** A Node of this machine that is too old, if there is one. */
function findOlderNode(): string | undefined {
  const directories = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  return directories
    .map((directory) => join(directory, "node"))
    .find((file) => {
      if (!existsSync(file)) return false;
      const { stdout } = spawnSync(file, ["--version"], { encoding: "utf8" });
      return Number(/^v(\d+)/.exec(stdout)?.[1] ?? NEEDED_NODE) < NEEDED_NODE;
    });
}
