import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import { exec } from "../base/exec.ts";
import { isAlive } from "../base/process-identity.ts";
import type { Instance } from "../plan/instance.ts";
import { freePort } from "./free-port.ts";
import type { Runtime, StartRequest } from "./runtime.ts";

/** One way a real runtime can be built on this machine. */
export interface Subject {
  /** A second call for the same home is what a control plane does that has come back. */
  make(home: string): Runtime;
  /** What the app's processes run as; null: as ourselves. */
  readonly uid: number | null;
  readonly network: "namespaces" | "shared";
  /** True if instances see a world of their own and not the machine's. */
  readonly boxed: boolean;
  readonly limitsMemory: boolean;
  /** Script of a process that starts `request` in `home` and prints the instance as JSON. */
  starterScript(home: string, request: StartRequest): string;
  /** Takes bridges and rules away as a reboot or another program would; namespace mode only. */
  damageNetwork(home: string): Promise<void>;
  /** Names of everything that is left on the machine of this home. */
  leftovers(home: string): Promise<readonly string[]>;
}

const SIZE = { slug: "apps-s-1vcpu-0.5gb", memoryBytes: 512 * 1024 * 1024, cpus: 1 };
const PORT = 18_080;

const SERVER = `
const http = require("node:http");
const [port, host] = process.argv.slice(2);
const server = http.createServer((_, answer) => answer.end(process.env.NAME ?? "hello"));
server.listen(Number(port ?? process.env.PORT), host ?? "0.0.0.0", () => console.log("listening"));
process.on("SIGTERM", () => { console.log("draining"); setTimeout(() => { console.log("drained"); process.exit(7); }, 50); });
`;

/** A child that left the session, a daemon, and one that ignores the hang-up. */
const TREE = `
setsid sleep 1234.5 &
(sleep 1234.6 &) &
nohup sleep 1234.7 >/dev/null 2>&1 &
echo ready
exec sleep 1234.8
`;

/** Runs the whole contract against one level; `subject` null means that this machine cannot offer it. */
export function runtimeConformance(level: string, subject: Subject | null, reason: string): void {
  if (subject === null) {
    describe.skip(`${level} (skipped: ${reason})`, () => it("keeps the contract", () => undefined));
    return;
  }
  describe(level, () => {
    let root: string;
    let home: string;
    let runtime: Runtime;
    let count = 0;

    beforeEach(async () => {
      root = await mkdtemp(`${tmpdir()}/ashore-runtime-`);
      await chmod(root, 0o755);
      home = `${root}/home`;
      await mkdir(`${root}/artifact`);
      await writeFile(`${root}/artifact/server.cjs`, SERVER);
      await writeFile(`${root}/artifact/tree.sh`, TREE);
      await writeFile(
        `${root}/artifact/package.json`,
        '{"name":"app","scripts":{"start":"node server.cjs"}}',
      );
      if (subject.uid !== null) await chown(`${root}/artifact`, subject.uid, subject.uid);
      runtime = subject.make(home);
    });

    afterEach(async () => {
      await runtime.sweep([]);
      for (const app of ["shop", "blog"]) await runtime.closeNetwork(app);
      const left = await subject.leftovers(home);
      await rm(root, { recursive: true, force: true });
      expect(left).toEqual([]);
    });

    function request(command: string, more: Partial<StartRequest> = {}): StartRequest {
      count += 1;
      return {
        id: `web-1-${String(count).padStart(5, "a")}`,
        app: "shop",
        component: "web",
        artifact: {
          id: "0".repeat(32),
          directory: `${root}/artifact`,
          mounts: [dirname(process.execPath)],
          path: [dirname(process.execPath)],
          env: { NODE_ENV: "production" },
          processes: {},
          siteRoot: null,
          sizeBytes: 1,
        },
        command,
        env: {},
        size: SIZE,
        ports: [PORT],
        injectPort: true,
        data: null,
        uid: subject!.uid,
        logFile: `${root}/${count}.log`,
        ...more,
      };
    }

    const logOf = (instance: Instance): Promise<string> => readFile(instance.logFile, "utf8");

    async function startServer(more: Partial<StartRequest> = {}): Promise<Instance> {
      const instance = await runtime.start(request("node server.cjs", more));
      await until(async () => (await runtime.listening(instance)).length > 0);
      return runtime.locate(instance);
    }

    async function output(instance: Instance, command: readonly string[], terminal = false): Promise<string> {
      const child = await runtime.exec(instance, command, terminal);
      let text = "";
      child.stdout.on("data", (chunk) => (text += String(chunk)));
      child.stderr.on("data", (chunk) => (text += String(chunk)));
      await child.ended;
      return text;
    }

    function openShop(more: { publicHosts?: string[]; services?: { name: string; ports: number[] }[] } = {}) {
      return runtime.openNetwork({
        app: "shop",
        services: more.services ?? [{ name: "web", ports: [PORT] }],
        databases: ["db"],
        publicHosts: more.publicHosts ?? ["shop.localhost"],
      });
    }

    it("writes both streams to the log and tells the exit code", async () => {
      const instance = await runtime.start(request("echo out; echo err >&2; exit 3"));
      const exit = await runtime.awaitExit(instance, AbortSignal.timeout(5000));
      expect(exit).toEqual({ code: 3, outOfMemory: false });
      expect(await logOf(instance)).toBe("out\nerr\n");
      expect(await runtime.inspect(instance)).toEqual({ state: "exited", exit });
      expect(await runtime.stop(instance, 0)).toEqual(exit);
    });

    it("shows the code of a signal as a shell does", async () => {
      const instance = await runtime.start(request("kill -SEGV $$"));
      expect(await runtime.awaitExit(instance, AbortSignal.timeout(5000))).toMatchObject({ code: 139 });
    });

    it("rejects a wait that is aborted", async () => {
      const instance = await startServer();
      const controller = new AbortController();
      const waiting = runtime.awaitExit(instance, controller.signal);
      controller.abort(new Error("enough"));
      await expect(waiting).rejects.toThrow();
      expect(await runtime.inspect(instance)).toEqual({ state: "running" });
    });

    it("hands over the environment unchanged and shows no value of it in any command line", async () => {
      const value = 'it\'s a $HOME "secret" `id`\nwith two lines and a \\ at the end\\';
      const instance = await startServer({ env: { TRICKY: value, HOME: "/elsewhere" } });
      const seen = await output(instance, ["node", "-p", "JSON.stringify(process.env)"]);
      const env = JSON.parse(seen) as Record<string, string>;
      expect(env).toMatchObject({ TRICKY: value, NODE_ENV: "production", HOME: "/elsewhere" });
      expect(env["PORT"]).toBe(String(instance.ports[PORT]));
      const ps = await exec(["ps", "-eo", "args"], { env: { PATH: "/usr/bin:/bin" } });
      expect(ps.stdout).not.toContain("with two lines and");
    });

    it("runs without any of our rights", async () => {
      const line = "id -u; grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status";
      const instance = await runtime.start(request(line));
      await runtime.awaitExit(instance, AbortSignal.timeout(5000));
      const log = await logOf(instance);
      expect(log).toContain(`${subject.uid ?? process.getuid?.()}\n`);
      if (subject.uid === null) return;
      expect(log).toMatch(/CapEff:\s0{16}\nCapBnd:\s0{16}\nNoNewPrivs:\s1/);
    });

    it.each([
      ["a program", "node server.cjs"],
      ["a program after another", "true && node server.cjs"],
      ["a program before another", "node server.cjs; exit $?"],
      ["a shell that waits", "node server.cjs & wait $!"],
    ])("lets %s drain on TERM", async (_, command) => {
      const instance = await runtime.start(request(command));
      await until(async () => (await logOf(instance)).includes("listening"));
      expect(await runtime.stop(instance, 5000)).toEqual({ code: 7, outOfMemory: false });
      expect(await logOf(instance)).toBe("listening\ndraining\ndrained\n");
    });

    it("lets npm's program drain on TERM", async (context) => {
      if (
        await exec(["sh", "-c", "PATH=/usr/bin:/usr/local/bin command -v npm"]).then(
          (found) => found.code !== 0,
        )
      ) {
        context.skip("npm is not among the machine's programs");
      }
      const instance = await runtime.start(
        request("npm start", { env: { npm_config_update_notifier: "false" } }),
      );
      await until(async () => (await logOf(instance)).includes("listening"));
      expect(await runtime.stop(instance, 5000)).toMatchObject({ code: 7 });
      expect(await logOf(instance)).toContain("draining\ndrained\n");
    });

    it("leaves TERM to a shell that handles it", async () => {
      const line = "trap 'echo trapped; exit 5' TERM; sleep 300 & echo ready; wait";
      const instance = await runtime.start(request(line));
      await until(async () => (await logOf(instance)).includes("ready"));
      expect(await runtime.stop(instance, 5000)).toMatchObject({ code: 5 });
      expect(await logOf(instance)).toBe("ready\ntrapped\n");
    });

    it("kills a program that does not end in its grace", async () => {
      const line = `exec node -e 'process.on("SIGTERM", () => console.log("no")); setInterval(() => {}, 1000); console.log("ready")'`;
      const instance = await runtime.start(request(line));
      await until(async () => (await logOf(instance)).includes("ready"));
      await runtime.stop(instance, 100);
      expect(await logOf(instance)).toBe("ready\nno\n");
      expect(await isAlive(instance.identity)).toBe(false);
    });

    it("asks a program to end that is stopped while it is being started", async () => {
      const instance = await runtime.start(request("sleep 300"));
      const exit = await runtime.stop(instance, 20_000);
      expect(exit.code).toBe(143);
    });

    it("ends the whole tree: sessions of their own, daemons, ignored hang-ups", async () => {
      const instance = await runtime.start(request("sh tree.sh"));
      await until(async () => (await logOf(instance)).includes("ready"));
      await until(async () => (await sleepers()).length === 4);
      await runtime.stop(instance, 0);
      expect(await sleepers()).toEqual([]);
    });

    it("gives each instance files of its own and leaves the artifact alone", async () => {
      const line = "echo mine >> package.json; echo new > new.txt; ls; cat package.json | wc -l";
      const first = await runtime.start(request(subject.uid === null ? line : "echo new > new.txt; ls"));
      await runtime.awaitExit(first, AbortSignal.timeout(5000));
      const second = await runtime.start(request("ls"));
      await runtime.awaitExit(second, AbortSignal.timeout(5000));
      expect(await logOf(first)).toContain("new.txt");
      expect(await logOf(second)).toBe("package.json\nserver.cjs\ntree.sh\n");
      expect(await readFile(`${root}/artifact/package.json`, "utf8")).not.toContain("mine");
    });

    it("runs two instances with the same port side by side", async () => {
      await openShop();
      const one = await startServer({ env: { NAME: "one" } });
      const two = await startServer({ env: { NAME: "two" } });
      expect(await get(one)).toBe("one");
      expect(await get(two)).toBe("two");
    });

    it("finds the port that is really listened on, and an address nobody else reaches", async () => {
      await openShop();
      const stray = await startServer({});
      const found = await runtime.listening(stray);
      expect(found).toEqual([{ address: "0.0.0.0", port: stray.ports[PORT] }]);
      const port = await freePort(new Set());
      const hidden = await runtime.start(request(`node server.cjs ${port} 127.0.0.1`));
      await until(async () => (await runtime.listening(hidden)).length > 0);
      expect(await runtime.listening(hidden)).toEqual([{ address: "127.0.0.1", port }]);
      const located = await runtime.locate(hidden);
      expect(located.ports[PORT]).toBe(subject.network === "shared" ? port : PORT);
    });

    it.skipIf(subject.network === "shared")("lets a program listen below 1024", async () => {
      await openShop();
      const instance = await runtime.start(request("node server.cjs 80"));
      await until(async () => (await runtime.listening(instance)).length > 0);
      expect(await runtime.listening(instance)).toEqual([{ address: "0.0.0.0", port: 80 }]);
    });

    it("runs a command in the instance's own view", async () => {
      await openShop();
      const instance = await startServer({ env: { NAME: "inside" } });
      const text = await output(instance, ["sh", "-c", "echo $NAME; pwd; id -u; echo hello > exec.txt; ls"]);
      const [name, directory, uid] = text.split("\n");
      expect({ name, uid }).toEqual({ name: "inside", uid: String(subject.uid ?? process.getuid?.()) });
      if (subject.boxed) expect(directory).toBe("/workspace");
      expect(text).toContain("exec.txt");
      const child = await runtime.exec(instance, ["sh", "-c", "cat; exit 9"], false);
      child.stdin.end("typed");
      child.stdout.resume();
      expect(await child.ended).toMatchObject({ code: 9 });
    });

    it("gives a command a terminal when asked", async () => {
      const instance = await startServer();
      expect(await output(instance, ["sh", "-c", "test -t 1 && echo 'a terminal'"], true)).toContain(
        "a terminal",
      );
      expect(await output(instance, ["sh", "-c", "test -t 1 || echo none"], false)).toBe("none\n");
    });

    it("refuses a command in an instance that has ended", async () => {
      const instance = await runtime.start(request("exit 0"));
      await runtime.awaitExit(instance, AbortSignal.timeout(5000));
      await expect(runtime.exec(instance, ["true"], false)).rejects.toMatchObject({
        code: "INSTANCE_NOT_RUNNING",
      });
    });

    it("keeps a data directory beyond the instance", async (context) => {
      if (!subject.boxed) context.skip("without bubblewrap nothing can appear at a path of choice");
      const data = { hostDirectory: `${root}/data`, path: "/data/store" };
      for (const line of ["echo 1 >> /data/store/n", "echo 2 >> /data/store/n"]) {
        const instance = await runtime.start(request(line, { data }));
        await runtime.awaitExit(instance, AbortSignal.timeout(5000));
        await runtime.stop(instance, 0);
      }
      expect(await readFile(`${root}/data/n`, "utf8")).toBe("1\n2\n");
    });

    it("has a private /tmp, a writable /dev/shm, and programs read-only", async (context) => {
      if (!subject.boxed) context.skip("needs bubblewrap");
      const line =
        "echo x > /tmp/a && echo y > /dev/shm/b && ls /tmp; touch /usr/z /etc/z 2>&1; ls /root /home";
      const instance = await runtime.start(request(line));
      await runtime.awaitExit(instance, AbortSignal.timeout(5000));
      const log = await logOf(instance);
      expect(log).toMatch(/^a\n/);
      expect(log).toContain("Read-only file system");
      expect(log).not.toContain(".ssh");
    });

    it("tells the memory of the whole tree", async () => {
      const instance = await startServer();
      const bytes = await runtime.memory(instance);
      expect(bytes).toBeGreaterThan(5_000_000);
      expect(bytes).toBeLessThan(SIZE.memoryBytes);
    });

    it("names an end for want of memory", async (context) => {
      if (!subject.limitsMemory) context.skip("memory is not limited at this level");
      const line = "exec node -e 'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1))'";
      const instance = await runtime.start(
        request(line, { size: { ...SIZE, memoryBytes: 128 * 1024 * 1024 } }),
      );
      const exit = await runtime.awaitExit(instance, AbortSignal.timeout(20_000));
      expect(exit).toEqual({ code: 137, outOfMemory: true });
      expect(await runtime.stop(instance, 0)).toEqual(exit);
    });

    it("adopts an instance whose starter was killed", async () => {
      const wanted = request("node server.cjs");
      const starter = await startStarter(subject.starterScript(home, wanted));
      process.kill(starter.pid, "SIGKILL");
      await starter.ended;
      const heir = subject.make(home);
      expect(await heir.inspect(starter.instance)).toEqual({ state: "running" });
      await until(async () => (await heir.listening(starter.instance)).length > 0);
      expect(await heir.stop(starter.instance, 5000)).toEqual({ code: 7, outOfMemory: false });
      expect(await readFile(wanted.logFile, "utf8")).toBe("listening\ndraining\ndrained\n");
    });

    it("tells a stranger with the same pid from the instance", async () => {
      const instance = await startServer();
      const stranger = { ...instance, identity: { ...instance.identity, startTicks: 1 } };
      expect((await runtime.inspect(stranger)).state).toBe("exited");
    });

    it("sweeps what nobody wants to keep", async () => {
      const keep = await startServer({});
      const drop = await startServer({});
      expect(await runtime.sweep([keep.id])).toEqual([drop.id]);
      expect(await runtime.inspect(keep)).toEqual({ state: "running" });
      expect((await runtime.inspect(drop)).state).toBe("exited");
      expect(await runtime.sweep([])).toEqual([keep.id]);
    });

    it("leaves nothing behind when a start fails", async () => {
      const wanted = request("true");
      const broken = { ...wanted, artifact: { ...wanted.artifact, directory: `${root}/missing` } };
      await expect(runtime.start(broken)).rejects.toThrow();
      expect(await subject.leftovers(home)).toEqual([]);
    });

    it("opens a network twice with the same answer, also after a restart", async () => {
      const services = [
        { name: "web", ports: [PORT, 9000] },
        { name: "redis", ports: [6379] },
      ];
      const first = await openShop({ services });
      expect(await openShop({ services: [...services].reverse() })).toMatchObject({
        services: first.services,
      });
      expect(
        await subject.make(home).openNetwork({ app: "shop", services, databases: [], publicHosts: [] }),
      ).toEqual(first);
      expect(first.forwards.filter((forward) => forward.service === "redis")[0]).toMatchObject({
        specPort: 6379,
      });
    });

    if (subject.network === "shared") {
      it("gives each service a stable port of the loopback for others to dial", async () => {
        const network = await openShop();
        const port = network.services["web"]?.ports[PORT];
        expect(network).toMatchObject({ gateway: "127.0.0.1", services: { web: { host: "127.0.0.1" } } });
        expect(network.forwards).toEqual([{ service: "web", specPort: PORT, address: "127.0.0.1", port }]);
        const instance = await startServer({});
        expect(instance.ports[PORT]).not.toBe(port);
      });
      return;
    }

    it("lets one component reach another by its name, on its port and on port 80", async () => {
      const network = await openShop();
      const target = await startServer({ env: { NAME: "reached" } });
      const caller = await startServer({});
      const forwards = await Promise.all(
        network.forwards.map((forward) => forwardTo(forward.address, forward.port, target.address, PORT)),
      );
      try {
        for (const url of [`http://web:${PORT}`, "http://web"]) {
          const script = `fetch("${url}").then((r) => r.text()).then(console.log, (e) => console.log(e.cause))`;
          expect(await output(caller, ["node", "-e", script])).toBe("reached\n");
        }
      } finally {
        await Promise.all(forwards.map(close));
      }
    });

    it("resolves databases, the host and public names to the gateway, and learns new ones while it runs", async () => {
      const { gateway } = await openShop();
      const instance = await startServer({});
      for (const name of ["db", "host.ashore.internal", "shop.localhost"]) {
        expect(await output(instance, ["getent", "ahostsv4", name])).toContain(gateway);
      }
      await openShop({ publicHosts: ["shop.localhost", "blog.localhost"] });
      expect(await output(instance, ["grep", "blog.localhost", "/etc/hosts"])).toBe(
        `${gateway}\tblog.localhost\n`,
      );
    });

    it("restores a network that somebody has taken down, under running instances", async () => {
      const { gateway } = await openShop();
      const instance = await startServer({});
      await subject.damageNetwork(home);
      expect(await openShop()).toMatchObject({ gateway });
      expect(await get(instance)).toBe("hello");
      expect((await nftRuleset()).match(/masquerade/g)?.length).toBeGreaterThan(0);
    });

    it("gives instances a way to the internet under the machine's address", async () => {
      const { gateway } = await openShop();
      const instance = await startServer({});
      expect(await output(instance, ["ip", "route"])).toContain(`default via ${gateway} dev eth0`);
      expect(await output(instance, ["cat", "/etc/resolv.conf"])).toContain("nameserver");
      const subnet = gateway.replace(/\.1$/, ".0/24");
      expect(await nftRuleset()).toContain(`ip saddr ${subnet} ip daddr != ${subnet} masquerade`);
    });

    it("keeps one app out of another's network", async () => {
      await openShop();
      const blog = {
        app: "blog",
        services: [{ name: "web", ports: [PORT] }],
        databases: [],
        publicHosts: [],
      };
      const { forwards } = await runtime.openNetwork(blog);
      const target = await startServer({ app: "blog" });
      const stranger = await startServer({});
      const forward = await forwardTo(forwards[0]!.address, PORT, target.address, PORT);
      try {
        expect(await get(target)).toBe("hello");
        for (const address of [target.address, forwards[0]!.address]) {
          const script = `require("node:net").connect({ host: "${address}", port: ${PORT}, timeout: 300 })
            .on("timeout", () => { console.log("silence"); process.exit(); }).on("connect", () => { console.log("connected"); process.exit(); })
            .on("error", (e) => { console.log(e.code); process.exit(); })`;
          expect(await output(stranger, ["node", "-e", script])).toBe("silence\n");
        }
      } finally {
        await close(forward);
      }
    });
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("the condition did not come true in ten seconds");
    await systemClock.sleep(10);
  }
}

async function nftRuleset(): Promise<string> {
  const rules = await exec(["nft", "list", "ruleset"], { env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" } });
  return rules.stdout;
}

async function get(instance: Instance): Promise<string> {
  const answer = await fetch(`http://${instance.address}:${instance.ports[PORT]}/`);
  return answer.text();
}

/** Pids of what the tree left behind; the odd durations are ours alone. */
async function sleepers(): Promise<string[]> {
  const ps = await exec(["ps", "-eo", "pid,args"], { env: { PATH: "/usr/bin:/bin" } });
  return ps.stdout.split("\n").filter((line) => /^\s*\d+ sleep 1234\.[5-8]$/.test(line));
}

async function startStarter(
  script: string,
): Promise<{ pid: number; instance: Instance; ended: Promise<void> }> {
  const controller = new AbortController();
  let found: (instance: Instance) => void = () => undefined;
  let pid = 0;
  const instance = new Promise<Instance>((resolve) => (found = resolve));
  const ended = exec([process.execPath, "--input-type=module-typescript", "-e", script], {
    env: { PATH: "/usr/bin:/bin" },
    signal: controller.signal,
    onLine: (line, stream) => {
      if (stream === "stderr") process.stderr.write(`${line}\n`);
      else if (line.startsWith("pid ")) pid = Number(line.slice(4));
      else found(JSON.parse(line) as Instance);
    },
  }).then(() => undefined);
  return { instance: await instance, pid, ended };
}

function forwardTo(
  listenAddress: string,
  listenPort: number,
  address: string,
  port: number,
): Promise<Server> {
  const server = createServer((socket) => {
    const target = connect(port, address);
    socket.on("error", () => target.destroy());
    target.on("error", () => socket.destroy());
    socket.pipe(target).pipe(socket);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(listenPort, listenAddress, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()));
}
