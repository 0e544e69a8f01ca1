import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure } from "./base/failure.ts";

const processTypes = ["web", "worker", "scheduler", "migrate", "all"] as const;
export type ProcessType = (typeof processTypes)[number];

const DEFAULT_PORT = 8090;
const DEFAULT_HEALTH_PORT = 8091;

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything the environment says, read once. */
export interface Config {
  readonly processType: ProcessType;
  readonly port: number;
  /** Where worker and scheduler answer for their health. */
  readonly healthPort: number;
  /** What people type to come here, without a slash at the end. */
  readonly publicUrl: string;
  readonly database: DatabaseTarget;
  readonly queue: QueueTarget;
  /** 32 bytes; null: secrets cannot be stored. */
  readonly encryptionKey: Buffer | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly chromePath: string | null;
  readonly searchPath: string;
  /** A worker migrates before it loads. */
  readonly workerMigrate: boolean;
  readonly logLevel: string;
  readonly version: string;
}

export type DatabaseTarget =
  | { readonly kind: "server"; readonly url: string; readonly ca: string | null }
  /** A PostgreSQL of our own, started and stopped with this process. */
  | { readonly kind: "embedded"; readonly directory: string };

export type QueueTarget =
  /** `from` names the variable it was taken from. */
  { readonly kind: "redis"; readonly url: string; readonly from: string } | { readonly kind: "postgres" };

/** Reads the process's environment. Throws a Failure that names the variable. */
export function readConfig(env: Environment = process.env): Config {
  const processType = readProcessType(env);
  const port = readPort(env, "PORT", DEFAULT_PORT);
  return Object.freeze({
    processType,
    port,
    healthPort: readPort(env, "HEALTH_PORT", DEFAULT_HEALTH_PORT),
    publicUrl: (text(env, "PUBLIC_URL") ?? `http://localhost:${port}`).replace(/\/+$/, ""),
    database: readDatabase(env, processType),
    queue: readQueue(env, processType),
    encryptionKey: readKey(env),
    smtpUrl: text(env, "SMTP_URL"),
    mailFrom: text(env, "MAIL_FROM") ?? "dashboard@localhost",
    chromePath: text(env, "CHROME_PATH"),
    searchPath: env["PATH"] ?? "",
    workerMigrate: text(env, "WORKER_MIGRATE") === "true",
    logLevel: text(env, "LOG_LEVEL") ?? "info",
    version: readVersion(),
  });
}

function readProcessType(env: Environment): ProcessType {
  const value = text(env, "PROCESS_TYPE");
  const known = processTypes.find((type) => type === value);
  if (known !== undefined) return known;
  if (value === null && text(env, "NODE_ENV") !== "production") return "all";
  throw new Failure(
    "PROCESS_TYPE",
    value === null ? "PROCESS_TYPE is not set" : `PROCESS_TYPE is "${value}", which is nothing we know`,
    { hint: `set it to one of ${processTypes.join(", ")}` },
  );
}

function readDatabase(env: Environment, processType: ProcessType): DatabaseTarget {
  const url = text(env, "DATABASE_URL");
  if (url !== null) {
    if (!/^postgres(ql)?:\/\//.test(url))
      throw new Failure("DATABASE_URL", "DATABASE_URL is not a PostgreSQL address", {
        hint: "it starts with postgresql://",
      });
    return { kind: "server", url, ca: text(env, "DATABASE_CA_CERT") };
  }
  if (processType === "all")
    return {
      kind: "embedded",
      directory: text(env, "DATA_DIR") ?? join(homedir(), ".performance-dashboard"),
    };
  throw new Failure("DATABASE_URL", `DATABASE_URL is not set, and ${processType} needs it`, {
    hint: "bind it to the database: ${db.DATABASE_URL}",
  });
}

function readQueue(env: Environment, processType: ProcessType): QueueTarget {
  const url = text(env, "REDIS_URL");
  if (url !== null) {
    if (!/^rediss?:\/\//.test(url))
      throw new Failure("REDIS_URL", "REDIS_URL is not a Redis address", { hint: "it starts with redis://" });
    return { kind: "redis", url, from: "REDIS_URL" };
  }
  const host = text(env, "REDIS_HOST");
  if (host !== null) {
    const password = text(env, "REDIS_PASSWORD");
    const port = readPort(env, "REDIS_PORT", 6379);
    const login = password === null ? "" : `:${encodeURIComponent(password)}@`;
    return { kind: "redis", url: `redis://${login}${host}:${port}`, from: "REDIS_HOST and REDIS_PORT" };
  }
  // Only said aloud: a process that fell back in silence would wait at another queue than the rest.
  if (processType === "all" || processType === "migrate" || text(env, "QUEUE") === "postgres")
    return { kind: "postgres" };
  throw new Failure(
    "REDIS_URL",
    `neither REDIS_URL nor REDIS_HOST is set, and ${processType} needs a queue`,
    {
      hint: "set one of them, or QUEUE=postgres on every component to do without Redis",
    },
  );
}

/** 32 bytes as hex or base64 are taken as they are; any other text of 16 characters or more is hashed. */
function readKey(env: Environment): Buffer | null {
  const value = text(env, "ENCRYPTION_KEY");
  if (value === null) return null;
  if (/^[0-9a-f]{64}$/i.test(value)) return Buffer.from(value, "hex");
  const decoded = Buffer.from(value, "base64");
  if (decoded.length === 32 && /^[A-Za-z0-9+/]{43}=$/.test(value)) return decoded;
  if (value.length < 16)
    throw new Failure("ENCRYPTION_KEY", "ENCRYPTION_KEY is shorter than 16 characters", {
      hint: "make one with: openssl rand -hex 32",
    });
  return createHash("sha256").update(value).digest();
}

function readPort(env: Environment, name: string, fallback: number): number {
  const value = text(env, name);
  if (value === null) return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Failure(name, `${name} is "${value}", which is no port`);
}

/** Variables that are set to nothing count as not set, as platforms do with a secret that has no value yet. */
function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === "" ? null : value;
}

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}
