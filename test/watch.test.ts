import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, waitUntil, type Harbour, type RunningUp } from "./kit.ts";
import { leftovers } from "./leftovers.ts";
import { componentFiles, from, instancesOf, service, whoami } from "./tiny.ts";

const APP = "watched";
const BROKEN = "process.exit(process.env.NOTHING ? 0 : 3);";

describe("up --watch", () => {
  let at: Harbour;
  let directory: string;
  let up: RunningUp;

  beforeAll(async () => {
    at = await harbour();
    const spec = {
      name: APP,
      services: [service("front", "front", { build_command: "node build.js" }), service("back", "back")],
      static_sites: [{ name: "pages", ...from("pages") }],
      ingress: {
        rules: [
          { match: { path: { prefix: "/" } }, component: { name: "front" } },
          { match: { path: { prefix: "/back" } }, component: { name: "back" } },
          { match: { path: { prefix: "/pages" } }, component: { name: "pages" } },
        ],
      },
    };
    directory = at.checkout({
      ...componentFiles("front"),
      "front/build.js": "",
      ...componentFiles("back"),
      "pages/index.html": "first",
      ".do/app.yaml": JSON.stringify(spec),
    });
    up = at.start(["up", directory, "--watch"]);
    await waitUntil("the app is live", () => up.text().includes("Following the logs"), 60_000);
  });
  afterAll(() => at.end());

  function save(path: string, text: string): void {
    writeFileSync(join(directory, path), text);
  }

  /** Saves a file and waits for what is printed of it. @returns that */
  async function saveAndAwait(path: string, text: string, mark: RegExp): Promise<string> {
    const before = up.text().length;
    save(path, text);
    const said = (): string => up.text().slice(before);
    await waitUntil(`${String(mark)} is printed after ${path} was saved`, () => mark.test(said())).catch(
      (error: unknown) => {
        throw new Error(`It printed:\n${said()}`, { cause: error });
      },
    );
    return said();
  }

  it("builds and restarts what a saved file touches, and nothing else", async () => {
    const before = await instancesOf(at, APP);
    const said = await saveAndAwait("back/greeting.txt", "two\n", /✓ watched is live/);
    expect(said).toContain("back/greeting.txt changed");
    expect((await whoami(at, APP, "/back")).greeting).toBe("two");
    const after = await instancesOf(at, APP);
    expect(after["front"]).toEqual(before["front"]);
    expect(after["back"]).not.toEqual(before["back"]);
    await waitUntil("the log of the new instance is followed", () =>
      up.text().includes("hello from back, two"),
    );
  });

  it("publishes a saved page and restarts nothing", async () => {
    const before = await instancesOf(at, APP);
    await saveAndAwait("pages/index.html", "second", /✓ watched is live/);
    expect((await at.get(APP, "/pages/")).text).toBe("second");
    expect(await instancesOf(at, APP)).toEqual(before);
  });

  it("keeps the old version when a save breaks the build, says so, and goes on with the next save", async () => {
    const before = await instancesOf(at, APP);
    const broken = await saveAndAwait("front/build.js", BROKEN, /✗ .*\n/);
    expect(broken).toMatch(/✗ front: build_command exited with code 3/);
    await waitUntil("it says what stays", () => up.text().includes("The version before stays live"));
    expect(await instancesOf(at, APP)).toEqual(before);
    expect((await at.get(APP, "/whoami")).status).toBe(200);
    save("front/greeting.txt", "mended\n");
    await saveAndAwait("front/build.js", "", /✓ watched is live/);
    expect((await whoami(at, APP, "")).greeting).toBe("mended");
  });

  it("says what is wrong with a broken spec and goes on", async () => {
    const text = JSON.stringify({ name: APP, services: [service("front", "front", { instance_cuont: 2 })] });
    const said = await saveAndAwait(".do/app.yaml", text, /instance_cuont/);
    expect(said).toContain("instance_count");
    expect((await at.get(APP, "/back/whoami")).status).toBe(200);
    const worker = { name: "extra", ...from("front"), run_command: "node worker.js" };
    const mended = JSON.stringify({ name: APP, services: [service("front", "front")], workers: [worker] });
    await saveAndAwait(".do/app.yaml", mended, /✓ watched is live/);
    expect(Object.keys(await instancesOf(at, APP))).toEqual(["front", "extra"]);
    await waitUntil("the log of a new component is followed", () => /extra +\| working/.test(up.text()));
  });

  it("stops everything at Ctrl-C", async () => {
    up.child.kill("SIGINT");
    expect(await up.ended).toMatchObject({ code: 0 });
    await waitUntil("nothing is left", () => leftovers(at.home).length === 0, 10_000);
  });
});
