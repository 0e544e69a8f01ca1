/* Requests per second through our router, nginx, HAProxy and Caddy in one run. Method: proxy pinned to one core and one
   thread, wrk (one thread, kept-alive connections) and the backend (nginx, a fixed answer) on the other. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { exec, startPiped, type Argv, type PipedChild } from "../platform/src/base/exec.ts";
import { remoteRouter } from "../platform/src/router/remote-router.ts";

const CONNECTIONS = [50, 200, 400, 1000] as const;
const SECONDS = 4;
const PROXY_CORE = "0";
const LOAD_CORE = "1";
const UPSTREAM_CONNECTIONS = 128;
const PATH = process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin";

export interface RouterBenchPoint {
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly errors: number;
}

export interface RouterBenchRow {
  readonly proxy: string;
  readonly points: readonly RouterBenchPoint[];
}

interface Proxy {
  readonly name: string;
  readonly version: Argv | null;
  /** Writes what it needs and gives the command that runs it in the foreground. */
  prepare(place: Place): Promise<Argv>;
  readonly env?: Readonly<Record<string, string>>;
  ready?(place: Place): Promise<void>;
}

interface Place {
  readonly directory: string;
  readonly port: number;
  readonly backendPort: number;
}

/** Runs the comparison and prints it. @returns one row a proxy, ours first */
export async function runRouterBench(print: (line: string) => void = console.log): Promise<RouterBenchRow[]> {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}`;
  print(`Router: ${machine}; ${SECONDS} s a point, proxy on core ${PROXY_CORE}, load on core ${LOAD_CORE}`);
  for (const program of ["wrk", "nginx", "taskset"]) {
    if (!(await isInstalled(program))) {
      print(`skipped: ${program} is not installed`);
      return [];
    }
  }
  const directory = await mkdtemp(join(tmpdir(), "ashore-bench-"));
  const backendPort = await freePort();
  const backend = await startBackend(directory, backendPort);
  const running: RunningProxy[] = [];
  let rows: RouterBenchRow[] = [];
  try {
    for (const proxy of PROXIES) {
      const version = proxy.version ? await versionOf(proxy.version) : `Node ${process.version}`;
      if (version === undefined) print(`${proxy.name}: skipped, not installed`);
      else {
        const place = { directory, port: await freePort(), backendPort };
        running.push(await startProxy(`${proxy.name} (${version})`, proxy, place));
      }
    }
    rows = await measure(running);
  } finally {
    for (const { child } of running) await stop(child);
    await stop(backend);
    await rm(directory, { recursive: true, force: true });
  }
  print(`Load average of the machine afterwards: ${loadavg()[0]?.toFixed(1)} (about 2 is this bench itself)`);
  printRows(rows, print);
  return rows;
}

interface RunningProxy {
  readonly title: string;
  readonly port: number;
  readonly child: PipedChild;
}

async function startProxy(title: string, proxy: Proxy, place: Place): Promise<RunningProxy> {
  const argv = await proxy.prepare(place);
  const env = { PATH, HOME: place.directory, ...proxy.env };
  const child = await startPiped(["taskset", "-c", PROXY_CORE, ...argv], { env });
  child.stdout.resume();
  child.stderr.resume();
  try {
    await proxy.ready?.(place);
    await awaitAnswer(place.port);
    await load(place.port, 50, 1);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return { title, port: place.port, child };
}

/** Point by point, all proxies in turn, so that a change of the machine's mood hits them alike. */
async function measure(running: readonly RunningProxy[]): Promise<RouterBenchRow[]> {
  const rows = running.map(({ title }) => ({ proxy: title, points: [] as RouterBenchPoint[] }));
  for (const connections of CONNECTIONS) {
    for (const [index, { port }] of running.entries()) {
      rows[index]?.points.push(await load(port, connections, SECONDS));
    }
  }
  return rows;
}

async function load(port: number, connections: number, seconds: number): Promise<RouterBenchPoint> {
  const url = `http://127.0.0.1:${port}/`;
  const wrk: Argv = ["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "5s", url];
  const { stdout } = await exec(["taskset", "-c", LOAD_CORE, ...wrk], { env: { PATH } });
  const rate = /Requests\/sec:\s+([0-9.]+)/.exec(stdout)?.[1] ?? "0";
  const socketErrors = [...(/Socket errors:(.*)/.exec(stdout)?.[1] ?? "").matchAll(/[0-9]+/g)];
  const non2xx = /Non-2xx or 3xx responses: ([0-9]+)/.exec(stdout)?.[1] ?? "0";
  const errors = socketErrors.reduce((sum, [count]) => sum + Number(count), Number(non2xx));
  return { connections, requestsPerSecond: Number(rate), errors };
}

const PROXIES: readonly Proxy[] = [
  {
    name: "ashore",
    version: null,
    prepare: ({ directory }) => {
      const main = new URL("../platform/src/router/main.ts", import.meta.url).href;
      const log = new URL("../platform/src/base/log.ts", import.meta.url).href;
      const options = JSON.stringify({ home: directory, controlSocket: join(directory, "router.sock") });
      const code = `const { runRouter } = await import("${main}"); const { silentLog } = await import("${log}");
        await runRouter({ ...${options}, log: silentLog });`;
      return Promise.resolve([process.execPath, "--input-type=module", "-e", code]);
    },
    async ready({ directory, port, backendPort }) {
      const router = remoteRouter(join(directory, "router.sock"));
      const target = { id: "backend", address: "127.0.0.1", port: backendPort };
      const table = {
        version: 1,
        listeners: [{ address: "127.0.0.1", port }],
        apps: [
          {
            app: "bench",
            hosts: ["bench.localhost"],
            isFallback: true,
            rules: [
              {
                host: null,
                path: { prefix: "/" },
                target: { kind: "backend", backend: "bench/web", prefix: "trim" },
                cors: null,
              },
            ],
          },
        ],
        backends: {
          "bench/web": {
            id: "bench/web",
            app: "bench",
            component: "web",
            protocol: "http1",
            targets: [target],
          },
        },
        forwards: [],
      } as const;
      await retry(() => router.apply(table));
    },
  },
  {
    name: "nginx",
    version: ["nginx", "-v"],
    async prepare({ directory, port, backendPort }) {
      const upstream = `upstream b { server 127.0.0.1:${backendPort}; keepalive ${UPSTREAM_CONNECTIONS}; }`;
      const pass = `location / { proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Connection ""; }`;
      const file = await nginxConfig(
        directory,
        "proxy",
        `${upstream} server { listen 127.0.0.1:${port} backlog=4096; ${pass} }`,
      );
      return ["nginx", "-c", file, "-e", "stderr"];
    },
  },
  {
    // No proxy at all: how much of its figure Node's own server keeps with many connections.
    name: "node:http alone",
    version: null,
    prepare: ({ port }) => {
      const answer = `response.writeHead(200, { "content-type": "text/plain", "content-length": "97" }).end("x".repeat(97))`;
      const code = `(await import("node:http")).createServer((request, response) => ${answer}).listen(${port}, "127.0.0.1", 4096)`;
      return Promise.resolve([process.execPath, "--input-type=module", "-e", code]);
    },
  },
  {
    name: "haproxy",
    version: ["haproxy", "-v"],
    async prepare({ directory, port, backendPort }) {
      const file = join(directory, "haproxy.cfg");
      await writeFile(
        file,
        `global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  http-reuse always
frontend f
  bind 127.0.0.1:${port}
  default_backend b
backend b
  server s 127.0.0.1:${backendPort} maxconn ${UPSTREAM_CONNECTIONS}
`,
      );
      return ["haproxy", "-db", "-f", file];
    },
  },
  {
    name: "caddy",
    version: ["caddy", "version"],
    env: { GOMAXPROCS: "1" },
    async prepare({ directory, port, backendPort }) {
      const file = join(directory, "Caddyfile");
      const transport = `transport http {\n keepalive_idle_conns_per_host ${UPSTREAM_CONNECTIONS}\n}`;
      await writeFile(
        file,
        `{\n admin off\n auto_https off\n}\nhttp://127.0.0.1:${port} {\n reverse_proxy 127.0.0.1:${backendPort} {\n ${transport}\n }\n}\n`,
      );
      return ["caddy", "run", "--config", file, "--adapter", "caddyfile"];
    },
  },
];

async function startBackend(directory: string, port: number): Promise<PipedChild> {
  const answer = `default_type text/plain; return 200 "${"x".repeat(96)}\\n";`;
  const file = await nginxConfig(
    directory,
    "backend",
    `server { listen 127.0.0.1:${port} backlog=4096; location / { ${answer} } }`,
  );
  const child = await startPiped(["taskset", "-c", LOAD_CORE, "nginx", "-c", file, "-e", "stderr"], {
    env: { PATH },
  });
  child.stdout.resume();
  child.stderr.resume();
  await awaitAnswer(port);
  return child;
}

async function nginxConfig(directory: string, name: string, http: string): Promise<string> {
  const file = join(directory, `${name}.conf`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${join(directory, `${name}-${kind}`)};`)
    .join(" ");
  await writeFile(
    file,
    `daemon off; master_process off; worker_processes 1; pid ${join(directory, `${name}.pid`)};
error_log stderr crit; events { worker_connections 8192; }
http { access_log off; keepalive_requests 100000000; ${temporary} ${http} }
`,
  );
  return file;
}

function printRows(rows: readonly RouterBenchRow[], print: (line: string) => void): void {
  const nginx = rows.find((row) => row.proxy.startsWith("nginx"));
  const heads = CONNECTIONS.map((count) => `${count} conn.`.padStart(20)).join("");
  print(`${"".padEnd(34)}${heads}   errors`);
  for (const { proxy, points } of rows) {
    const cells = points.map(({ requestsPerSecond }, index) => {
      const share = requestsPerSecond / (nginx?.points[index]?.requestsPerSecond ?? NaN);
      return `${(requestsPerSecond / 1000).toFixed(1)}k (${share.toFixed(2)} nginx)`.padStart(20);
    });
    const errors = points.reduce((sum, point) => sum + point.errors, 0);
    print(`${proxy.slice(0, 33).padEnd(34)}${cells.join("")}   ${errors}`);
  }
  const kept = rows.map(({ proxy, points }) => {
    const share = (points.at(-1)?.requestsPerSecond ?? NaN) / (points[0]?.requestsPerSecond ?? NaN);
    return `${proxy.replace(/ \(.*/, "")} ${share.toFixed(2)}`;
  });
  print(`at ${CONNECTIONS.at(-1)} connections, of its own figure at ${CONNECTIONS[0]}: ${kept.join(", ")}`);
}

async function versionOf(argv: Argv): Promise<string | undefined> {
  if (!(await isInstalled(argv[0]))) return undefined;
  const { stdout, stderr } = await exec(argv, { env: { PATH } });
  return /[0-9]+\.[0-9]+[0-9.]*/.exec(stdout + stderr)?.[0] ?? "?";
}

async function isInstalled(program: string): Promise<boolean> {
  const { code } = await exec(["sh", "-c", 'command -v "$0"', program], { env: { PATH } });
  return code === 0;
}

async function awaitAnswer(port: number): Promise<void> {
  await retry(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    await response.text();
    if (response.status !== 200) throw new Error(`answered ${response.status}`);
  });
}

async function retry<T>(action: () => Promise<T>): Promise<T> {
  for (let left = 100; ; left--) {
    try {
      return await action();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function stop(child: PipedChild): Promise<void> {
  child.kill("SIGKILL");
  await child.ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

if (import.meta.main) await runRouterBench();
