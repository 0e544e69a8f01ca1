import { baseName } from "./unwrap.ts";
import type { Process } from "./processes.ts";

/** Where a program is told to listen. */
export interface Listening {
  /** Null if nothing is said of it. */
  readonly host: string | null;
  readonly port: string | null;
}

/** Names of options that take a port, a host, or both as `host:port`. */
interface Options {
  readonly port?: readonly string[];
  readonly host?: readonly string[];
  readonly bind?: readonly string[];
}

const LONG: Options = { port: ["--port"], host: ["--host"] };
const SHORT: Options = { port: ["-p", "--port"], host: ["-H", "--host", "--hostname"] };

const SERVERS: Readonly<Record<string, Options>> = {
  next: SHORT,
  nuxt: SHORT,
  nuxi: SHORT,
  sirv: SHORT,
  astro: LONG,
  vite: LONG,
  ng: LONG,
  "json-server": { port: ["-p", "--port"], host: ["-h", "--host"] },
  serve: { port: ["-p"], bind: ["-l", "--listen"] },
  "http-server": { port: ["-p", "--port"], host: ["-a"] },
  gunicorn: { bind: ["-b", "--bind"] },
  hypercorn: { bind: ["-b", "--bind"] },
  uvicorn: LONG,
  fastapi: LONG,
  chainlit: LONG,
  daphne: { port: ["-p", "--port"], host: ["-b", "--bind"] },
  flask: { port: ["-p", "--port"], host: ["-h", "--host"] },
  "waitress-serve": { ...LONG, bind: ["--listen"] },
  streamlit: { port: ["--server.port"], host: ["--server.address"] },
  "http.server": { host: ["-b", "--bind"] },
  rails: { port: ["-p", "--port"], host: ["-b", "--binding"] },
  puma: { port: ["-p", "--port"], bind: ["-b", "--bind"] },
  rackup: { port: ["-p", "--port"], host: ["-o", "--host"] },
  php: { bind: ["-S"] },
};

/** Programs of the app's own, which name their options as they like. */
const OWN = /^(?:node|nodejs|tsx|ts-node|bun|deno|python[\d.]*)$/;

/** Every place where a process is told to listen, by its options or by PORT; none if that is not known. */
export function listeningOf(process: Process): Listening[] {
  const options = optionsOf(process);
  if (options === null) return [];
  const bound = valuesOf(process, options.bind).map(takeApart);
  const ports = valuesOf(process, options.port);
  const hosts = valuesOf(process, options.host);
  const { PORT } = process.variables;
  const all = [...bound, ...addressOf(process), ...ports.map((port) => ({ host: hosts[0] ?? null, port }))];
  if (ports.length === 0 && hosts.length > 0) all.push({ host: hosts[0] ?? null, port: PORT ?? null });
  else if (PORT !== undefined) all.push({ host: null, port: PORT });
  return all;
}

function optionsOf({ program }: Process): Options | null {
  const name = baseName(program);
  if (Object.hasOwn(SERVERS, name)) return SERVERS[name] ?? null;
  return OWN.test(name) || program.includes("/") ? LONG : null;
}

/** `manage.py runserver 0.0.0.0:8000` and `python -m http.server 8000` name it without an option. */
function addressOf({ program, args }: Process): Listening[] {
  const name = baseName(program);
  const runserver = args.findIndex((one) => /^runserver(?:_plus)?$/.test(one));
  const from = name === "http.server" ? 0 : runserver < 0 ? args.length : runserver + 1;
  const address = args
    .slice(from)
    .find((one) => /^[\w.:[\]${}-]*\d+\}?$|:?\$/.test(one) && !one.startsWith("-"));
  if (address === undefined) return [];
  return [takeApart(/^\d+$/.test(address) ? `:${address}` : address)];
}

function takeApart(address: string): Listening {
  const plain = address.replace(/^\w+:\/\//, "");
  if (/^\d+$/.test(plain)) return { host: null, port: plain };
  const [, host = plain, port = null] = /^(.*?):(\d+|\$.*)$/.exec(plain) ?? [];
  return { host: host === "" ? null : host.replace(/^\[(.*)\]$/, "$1"), port };
}

/** Values of options as `--port 1`, `--port=1` or `-p1`; "" for one without a value. */
function valuesOf({ args }: Process, names: readonly string[] = []): string[] {
  return args.flatMap((one, index) => {
    const name = names.find((known) => one === known || one.startsWith(`${known}=`) || isGlued(one, known));
    if (name === undefined) return [];
    const next = args[index + 1] ?? "";
    if (one === name) return next.startsWith("-") ? "" : next;
    return one.slice(name.length).replace(/^=/, "");
  });
}

function isGlued(word: string, name: string): boolean {
  return /^-\w$/.test(name) && word.startsWith(name) && /^\d+$/.test(word.slice(2));
}

/** Digits as a number; undefined for a variable or none. */
export function literalPort({ port }: Listening): number | undefined {
  return port !== null && /^\d+$/.test(port) ? Number(port) : undefined;
}

/** True for a host that only the same machine reaches. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host);
}
