import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, waitUntil, type Harbour } from "./kit.ts";
import { startLoad } from "./load.ts";
import { bringUp, componentFiles, from, instancesOf, saveSpec, service, type Spec } from "./tiny.ts";

const APP = "second";
const RUN_TIME = { scope: "RUN_TIME" };

interface Asked {
  greeting: string;
  shared: string;
  own: string;
  frontCount: number;
  withSide: boolean;
}

/** `front` and `back` see the app's SHARED; `side` has one of its own. */
function specOf(asked: Asked): Spec {
  const side = service("side", "side", { envs: [{ key: "SHARED", value: "mine", ...RUN_TIME }] });
  return {
    name: APP,
    envs: [{ key: "SHARED", value: asked.shared, ...RUN_TIME }],
    services: [
      service("front", "front", { instance_count: asked.frontCount, instance_size_slug: "apps-s-1vcpu-1gb" }),
      service("back", "back", { envs: [{ key: "OWN", value: asked.own, ...RUN_TIME }] }),
      ...(asked.withSide ? [side] : []),
    ],
    static_sites: [{ name: "pages", ...from("pages"), error_document: "lost.html" }],
    jobs: [
      {
        name: "migrate",
        kind: "PRE_DEPLOY",
        ...from("migrate"),
        run_command: "node -e 'console.log(\"migrating\")'",
      },
    ],
    ingress: {
      rules: [
        { match: { path: { prefix: "/" } }, component: { name: "front" } },
        { match: { path: { prefix: "/back" } }, component: { name: "back" } },
        ...(asked.withSide ? [{ match: { path: { prefix: "/side" } }, component: { name: "side" } }] : []),
        { match: { path: { prefix: "/pages" } }, component: { name: "pages" } },
      ],
    },
  };
}

describe("a second up", () => {
  let at: Harbour;
  let directory: string;
  let stopLoad: ReturnType<typeof startLoad>;
  const asked: Asked = { greeting: "one", shared: "1", own: "1", frontCount: 1, withSide: true };

  beforeAll(async () => {
    at = await harbour();
    directory = at.checkout({
      ...componentFiles("front"),
      ...componentFiles("back"),
      ...componentFiles("side"),
      "migrate/package.json": '{"name":"migrate","private":true}',
      "pages/index.html": "<h1>first</h1>",
      "pages/lost.html": "lost",
      ".do/app.yaml": JSON.stringify(specOf(asked)),
    });
    await bringUp(at, directory);
    stopLoad = startLoad({
      app: APP,
      port: at.port,
      getsPerSecond: 100,
      postsPerSecond: 5,
      postBytes: 200_000,
    });
  });
  afterAll(async () => {
    await stopLoad();
    await at.end();
  });

  /** Brings up what is asked now. @returns the instances before and after, and what was printed */
  async function change(wanted: Partial<Asked> = {}) {
    Object.assign(asked, wanted);
    saveSpec(directory, specOf(asked));
    const before = await instancesOf(at, APP);
    const { stdout } = await bringUp(at, directory);
    return { before, after: await instancesOf(at, APP), stdout };
  }

  async function numberAndRuns(): Promise<readonly [number, number]> {
    const [app] = await at.status();
    return [app?.deployment?.number ?? 0, app?.jobs[0]?.runs.length ?? 0];
  }

  it("does nothing and says so when nothing changed", async () => {
    const numbers = await numberAndRuns();
    const { before, after, stdout } = await change();
    expect(stdout).toContain("nothing changed");
    expect(after).toEqual(before);
    expect(await numberAndRuns()).toEqual(numbers);
  });

  it("restarts only the component whose variable changed, and runs the migration again", async () => {
    const [number, runs] = await numberAndRuns();
    const { before, after } = await change({ own: "2" });
    expect(after["back"]).not.toEqual(before["back"]);
    expect({ ...after, back: [] }).toEqual({ ...before, back: [] });
    expect(JSON.parse((await at.get(APP, "/back/env")).text)).toMatchObject({ OWN: "2" });
    expect(await numberAndRuns()).toEqual([number + 1, runs + 1]);
  });

  it("restarts those components that see a changed variable of the app", async () => {
    const { before, after } = await change({ shared: "2" });
    expect(after["front"]).not.toEqual(before["front"]);
    expect(after["back"]).not.toEqual(before["back"]);
    expect(after["side"]).toEqual(before["side"]);
    expect(JSON.parse((await at.get(APP, "/side/env")).text)).toMatchObject({ SHARED: "mine" });
    expect(JSON.parse((await at.get(APP, "/env")).text)).toMatchObject({ SHARED: "2" });
  });

  it("builds and restarts only what comes from a changed file", async () => {
    writeFileSync(join(directory, "back", "greeting.txt"), "two\n");
    const { before, after, stdout } = await change();
    expect(after["back"]).not.toEqual(before["back"]);
    expect({ ...after, back: [] }).toEqual({ ...before, back: [] });
    expect(stdout).toMatch(/back +\| build done .*Built/);
    expect(stdout).not.toMatch(/(front|side|pages) +\| build done .*Built/);
    expect(JSON.parse((await at.get(APP, "/back/whoami")).text)).toMatchObject({ greeting: "two" });
  });

  it("takes a file back to an older version without building", async () => {
    writeFileSync(join(directory, "back", "greeting.txt"), "one\n");
    const { stdout } = await change();
    expect(stdout).not.toMatch(/\| build done .*Built/);
    expect(JSON.parse((await at.get(APP, "/back/whoami")).text)).toMatchObject({ greeting: "one" });
  });

  it("adds and takes away instances when their number changes, and keeps those it can", async () => {
    const more = await change({ frontCount: 3 });
    expect(more.after["front"]).toHaveLength(3);
    expect(more.after["front"]).toEqual(expect.arrayContaining(more.before["front"]!));
    expect({ ...more.after, front: [] }).toEqual({ ...more.before, front: [] });
    const answers = await Promise.all(Array.from({ length: 30 }, () => at.get(APP, "/whoami")));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(3);
    const fewer = await change({ frontCount: 1 });
    expect(fewer.after["front"]).toHaveLength(1);
    expect(more.after["front"]).toEqual(expect.arrayContaining(fewer.after["front"]!));
  });

  it("publishes a changed site and restarts no service", async () => {
    writeFileSync(join(directory, "pages", "index.html"), "<h1>second</h1>");
    const { before, after } = await change();
    expect(after).toEqual(before);
    expect((await at.get(APP, "/pages/")).text).toBe("<h1>second</h1>");
  });

  it("stops a component that the spec no longer has", async () => {
    const gone = (await instancesOf(at, APP))["side"]![0]!.split(" ")[1]!;
    const { before, after } = await change({ withSide: false });
    expect(after).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name !== "side")));
    await waitUntil("the process of the removed component has ended", () => !isAlive(Number(gone)));
    expect(JSON.parse((await at.get(APP, "/side/env")).text)).toMatchObject({ SERVICE: "front" });
    rmSync(join(directory, "side"), { recursive: true });
    expect((await change()).stdout).toContain("nothing changed");
  });

  it("loses no request during all of this", async () => {
    const { gets, posts, lost } = await stopLoad();
    expect(lost).toEqual({});
    expect(gets).toBeGreaterThan(100);
    expect(posts).toBeGreaterThan(5);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
