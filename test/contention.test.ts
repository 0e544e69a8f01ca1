import { mkdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { harbour, untilNothingIsLeft, type Harbour } from "./kit.ts";
import { processesOf, processesWith } from "./leftovers.ts";
import { answering, appFiles, component, service } from "./small-apps.ts";

function app(name: string): Record<string, string> {
  const envs = [{ key: "CREW", value: `${name}-${process.pid}`, scope: "RUN_TIME" }];
  return appFiles({ name, services: [service("web", { envs })] }, { web: answering(name) });
}

const crew = (name: string): number => processesWith(`CREW=${name}-${process.pid}\0`, "node web.js").length;

describe("what others hold or do at the same time", () => {
  let at: Harbour;
  beforeEach(async () => {
    at = await harbour();
  });
  afterEach(() => at.end());

  const count = (what: string): number =>
    processesOf(at.home).filter(({ command }) => command.includes(`ashore.js ${what}`)).length;

  async function occupy(port: number): Promise<Server> {
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  }

  it("names the port that another program has, and leaves nothing behind", async () => {
    const server = await occupy(at.port);
    try {
      const outcome = await at.ashore(["up", at.checkout(app("homeless"))]);
      const text = outcome.stdout + outcome.stderr;
      expect(outcome.code, text).toBe(3);
      expect(text).toMatch(/ROUTER_PORT_IN_USE/);
      expect(text).toContain(String(at.port));
      expect(text).toMatch(/--port/);
      expect(crew("homeless")).toBe(0);
      await untilNothingIsLeft(at.home);
    } finally {
      server.close();
    }
  });

  it("runs two apps beside each other that were brought up at once", async () => {
    const names = ["port", "starboard"];
    const outcomes = await Promise.all(
      names.map((name) => at.ashore(["up", at.checkout(app(name)), "--detach"])),
    );
    for (const outcome of outcomes) expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    for (const name of names) expect((await at.get(name, "/")).text).toBe(name);
    await expect.poll(() => [count("server"), count("router"), ...names.map(crew)]).toEqual([1, 1, 1, 1]);
  });

  it("runs an app once that was brought up twice at once", async () => {
    const directory = at.checkout(app("twin"));
    const outcomes = await Promise.all([1, 2].map(() => at.ashore(["up", directory, "--detach"])));
    for (const outcome of outcomes) expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    expect((await at.get("twin", "/")).text).toBe("twin");
    await expect.poll(() => [count("server"), count("router"), crew("twin")]).toEqual([1, 1, 1]);
  });

  it("keeps an app up that two foreground ups hold until the last of them ends", async () => {
    const directory = at.checkout(app("shared"));
    const first = at.start(["up", directory]);
    const second = at.start(["up", directory]);
    await expect.poll(() => first.text() + second.text(), { timeout: 30_000 }).toMatch(/live at[^]*live at/);
    first.child.kill("SIGKILL");
    await first.ended;
    expect((await at.get("shared", "/")).text).toBe("shared");
    second.child.kill("SIGINT");
    expect(await second.ended).toMatchObject({ code: 0 });
    await untilNothingIsLeft(at.home);
  });

  it("says that the disk is full, keeps what is live, and works again with room", async (context) => {
    mkdirSync(at.home);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m,mode=755", "ashore-test", at.home]);
    if (mounted.status !== 0) context.skip("no tmpfs can be mounted here");
    try {
      const files = app("brimful");
      const directory = at.checkout(files);
      const first = await at.ashore(["up", directory, "--detach"]);
      expect(first, first.stderr).toMatchObject({ code: 0 });
      const spec = (more: object): string =>
        JSON.stringify({ name: "brimful", services: [component("web", { http_port: 8080, ...more })] });
      const greedy = at.checkout({
        ...files,
        ".do/app.yaml": spec({ build_command: "head -c 80000000 /dev/zero > big" }),
      });
      const outcome = await at.ashore(["up", greedy, "--detach"]);
      const text = outcome.stdout + outcome.stderr;
      expect(outcome.code, text).toBe(3);
      expect(text).toMatch(/disk is full/);
      expect((await at.get("brimful", "/")).text).toBe("brimful");
      spawnSync("mount", ["-o", "remount,size=256m", at.home]);
      expect(await at.ashore(["up", greedy, "--detach"])).toMatchObject({ code: 0 });
      expect(await at.ashore(["down", "-a", "brimful"])).toMatchObject({ code: 0 });
    } finally {
      spawnSync("umount", ["-l", at.home]);
    }
  });
});
