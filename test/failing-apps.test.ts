import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, waitUntil, type Harbour, type Outcome, type StatusOf } from "./kit.ts";
import { processesWith } from "./leftovers.ts";
import { answering, appFiles, component, quickCheck, service } from "./small-apps.ts";

const sleeping = "setInterval(() => {}, 1000);";

describe.concurrent("an app that fails", () => {
  let at: Harbour;
  beforeAll(async () => {
    at = await harbour();
    // Stays up throughout, so that the control plane does, and what others do must not touch it.
    const spec = { name: "bystander", services: [service("web")] };
    const outcome = await at.ashore([
      "up",
      at.checkout(appFiles(spec, { web: answering("still here") })),
      "--detach",
    ]);
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    expect((await at.get("bystander", "/")).text).toBe("still here");
    const [bystander] = (await at.status()).filter(({ name }) => name === "bystander");
    expect(bystander?.components[0]?.instances[0]?.restarts).toBe(0);
    await at.end();
  });

  const up = (directory: string): Promise<Outcome> => at.ashore(["up", directory, "--detach"]);

  async function statusOf(app: string): Promise<StatusOf> {
    const found = (await at.status()).find(({ name }) => name === app);
    if (!found) throw new Error(`no app ${app}`);
    return found;
  }

  /** One service of this code, first deployed and expected to fail: said how, and nothing of it is left running. */
  async function expectFailure(
    name: string,
    code: string,
    says: readonly RegExp[],
    more: object = {},
  ): Promise<string> {
    const spec = { name, services: [service("web", { health_check: quickCheck, ...more })] };
    const outcome = await up(at.checkout(appFiles(spec, { web: code })));
    const text = outcome.stdout + outcome.stderr;
    expect(outcome.code, text).toBe(1);
    for (const words of says) expect(text).toMatch(words);
    const status = await statusOf(name);
    expect(status).toMatchObject({ wanted: "down", deployment: { phase: "ERROR" } });
    expect(status.components.flatMap(({ instances }) => instances)).toEqual([]);
    return text;
  }

  describe("in its build", () => {
    const failing = 'for i in 1 2 3; do echo "step $i"; done; echo "no such thing" >&2; exit 4';

    it("shows the last lines and where the whole log is", async () => {
      const text = await expectFailure(
        "bad-build",
        sleeping,
        [/build_command exited with code 4/, /step 3/, /no such thing/],
        {
          build_command: failing,
        },
      );
      const log = /whole log: (\S+)/.exec(text)?.[1] ?? "";
      expect(readFileSync(log, "utf8")).toMatch(/step 1\nstep 2\nstep 3/);
    });

    it("leaves the version before serving", async () => {
      const spec = { name: "rebuilt", services: [service("web")] };
      const directory = at.checkout(appFiles(spec, { web: answering("one") }));
      expect(await up(directory)).toMatchObject({ code: 0 });
      const next = { ...spec, services: [service("web", { build_command: failing })] };
      writeFileSync(join(directory, ".do/app.yaml"), JSON.stringify(next));
      const outcome = await up(directory);
      expect(outcome.code).toBe(1);
      expect((await at.get("rebuilt", "/")).text).toBe("one");
      expect(await statusOf("rebuilt")).toMatchObject({ wanted: "up", components: [{ state: "live" }] });
      writeFileSync(join(directory, ".do/app.yaml"), JSON.stringify(spec));
      expect((await up(directory)).stdout).toContain("nothing changed");
    });

    it("is named as out of memory when it ate too much", async () => {
      const greedy = "const all = []; for (;;) all.push(new Array(1e5).fill({}));";
      await expectFailure("fat-build", sleeping, [/build_command ran out of memory/], {
        build_command: `node --max-old-space-size=24 -e '${greedy}'`,
      });
    });
  });

  describe("when it starts", () => {
    it("is told that it never listens", async () => {
      await expectFailure("deaf", `console.log("thinking"); ${sleeping}`, [
        /web: It did not become healthy: it does not listen on port 8080 or any other/,
        /DeployContainerHealthChecksFailed/,
        /thinking/,
      ]);
    });

    it("is told which other port it listens on", async () => {
      await expectFailure("elsewhere", answering("x", "3999, '0.0.0.0'"), [
        /listens on port 3999, but the spec expects port 8080/,
      ]);
    });

    it("is told that 127.0.0.1 cannot be reached", async () => {
      await expectFailure("inward", answering("x", "8080, '127.0.0.1'"), [
        /127\.0\.0\.1 only; it has to listen on 0\.0\.0\.0/,
      ]);
    });

    it("is told what its health check answers", async () => {
      const code = answering("x").replace("response.end(", "response.writeHead(500).end(");
      await expectFailure("sick", code, [/GET \/healthy on port 8080: .*500/], {
        health_check: { ...quickCheck, http_path: "/healthy" },
      });
    });

    it("is shown its last words when it crashes at once, after a few tries", async () => {
      const text = await expectFailure("stillborn", 'console.error("no key"); process.exit(7);', [
        /web: It exited with code 7/,
        /no key/,
      ]);
      expect(text).toMatch(/trying again/);
    });

    it("is the only one that is called failing", async () => {
      const spec = { name: "twins", services: [service("web"), service("other")] };
      const files = appFiles(spec, { web: "process.exit(7);", other: sleeping });
      const { code, stdout, stderr } = await up(at.checkout(files));
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/web.*start failed .*It exited with code 7/);
      expect(stdout + stderr).toMatch(/other.*start skipped.*Given up, since another component failed/);
    });

    it("is told when it ends with code 0 instead of running on, or its command is not there", async () => {
      await expectFailure("over", "", [/ended with code 0 instead of running on/]);
      await expectFailure("nothing", "", [/exited with code 127 \(the command was not found\)/], {
        run_command: "no-such-program --port 8080",
      });
    });

    it("is named as out of memory", async () => {
      const code = "const all = []; setInterval(() => all.push(Buffer.alloc(64 * 2 ** 20, 1)), 5);";
      await expectFailure("fat", code, [/more memory than its size/, /512 MiB/], {
        health_check: {},
      });
    });

    it("leaves the version before serving, untouched", async () => {
      const spec = { name: "steady", services: [service("web")], workers: [component("clock")] };
      const directory = at.checkout(appFiles(spec, { web: answering("one"), clock: sleeping }));
      expect(await up(directory)).toMatchObject({ code: 0 });
      const before = await statusOf("steady");
      writeFileSync(join(directory, "web.js"), "process.exit(3)");
      expect(await up(directory)).toMatchObject({ code: 1 });
      expect((await at.get("steady", "/")).text).toBe("one");
      const after = await statusOf("steady");
      expect(after).toMatchObject({ wanted: "up", deployment: { phase: "ERROR" } });
      expect(pidsOf(after)).toEqual(pidsOf(before));
    });
  });

  describe("while it is live", () => {
    it("is started again after it crashed, said and counted", async () => {
      const code = `${answering("up")}\nsetTimeout(() => process.exit(9), 1500);`;
      const spec = { name: "faint", services: [service("web")] };
      const running = at.start(["up", at.checkout(appFiles(spec, { web: code }))]);
      await waitUntil("it was started again twice", async () => {
        const app = (await at.status()).find(({ name }) => name === "faint");
        return (app?.components[0]?.instances[0]?.restarts ?? 0) >= 2;
      });
      expect(running.text()).toMatch(/web.*It exited with code 9/);
      expect(running.text()).toMatch(/web.*It runs again/);
      running.child.kill("SIGINT");
      expect(await running.ended).toMatchObject({ code: 0 });
    });

    it("is started again when its liveness check fails", async () => {
      const code = `
        import { createServer } from "node:http";
        let isFine = true;
        createServer((request, response) => {
          if (request.url === "/break") isFine = false;
          if (request.url === "/alive" && !isFine) response.statusCode = 503;
          response.end(String(process.ppid + "-" + performance.timeOrigin));
        }).listen(8080, "0.0.0.0");`;
      const liveness_health_check = {
        ...quickCheck,
        http_path: "/alive",
        initial_delay_seconds: 1,
        failure_threshold: 2,
      };
      const spec = { name: "stuck", services: [service("web", { liveness_health_check })] };
      expect(await up(at.checkout(appFiles(spec, { web: code })))).toMatchObject({ code: 0 });
      const first = (await at.get("stuck", "/")).text;
      await at.get("stuck", "/break");
      await waitUntil("another one answers", async () => {
        const answer = await at.get("stuck", "/");
        return answer.status === 200 && answer.text !== first;
      });
      expect((await statusOf("stuck")).components[0]).toMatchObject({
        state: "live",
        instances: [{ restarts: 1 }],
      });
    });

    it("gets no traffic while its health check fails, and gets it back", async () => {
      const code = `
        import { createServer } from "node:http";
        let isWell = true;
        process.on("SIGUSR2", () => (isWell = !isWell));
        createServer((request, response) => {
          if (request.url === "/ready" && !isWell) response.statusCode = 503;
          response.end("fine");
        }).listen(8080, "0.0.0.0");`;
      const health_check = { period_seconds: 1, failure_threshold: 2, http_path: "/ready" };
      const envs = [{ key: "CREW", value: "moody", scope: "RUN_TIME" }];
      const spec = { name: "moody", services: [service("web", { health_check, envs })] };
      expect(await up(at.checkout(appFiles(spec, { web: code })))).toMatchObject({ code: 0 });
      const change = (): void => {
        for (const { pid } of processesWith("CREW=moody\0", "node web.js")) process.kill(pid, "SIGUSR2");
      };
      change();
      await waitUntil("it is taken out", async () => (await at.get("moody", "/")).status >= 500);
      expect((await at.get("moody", "/")).headers["x-ashore-failure"]).toBe("no_healthy_upstream");
      expect((await statusOf("moody")).components[0]).toMatchObject({ state: "unhealthy" });
      change();
      await waitUntil("it is back", async () => (await at.get("moody", "/")).status === 200);
      expect((await statusOf("moody")).components[0]).toMatchObject({
        state: "live",
        instances: [{ restarts: 0 }],
      });
    });
  });
});

function pidsOf(app: StatusOf): number[] {
  return app.components.flatMap(({ instances }) => instances.map(({ pid }) => pid));
}
