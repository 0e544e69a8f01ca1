import type { ClusterFiles } from "./cluster.ts";

/** The role that owns the cluster; only we know its password, and it enters from the loopback only. */
export const ADMIN = "ashore_admin";

/** App Platform's smallest database allows 25, three of them kept for its administrators; here there is more room. */
const MAX_CONNECTIONS = 100;

export interface ServerSettings {
  readonly major: number;
  readonly port: number;
  readonly addresses: readonly string[];
  readonly files: ClusterFiles;
}

/** The whole postgresql.conf; what it does not name keeps PostgreSQL's own default. */
export function postgresqlConf(settings: ServerSettings): string {
  const { files } = settings;
  const lines: readonly (readonly [string, string | number])[] = [
    ["listen_addresses", settings.addresses.join(",")],
    ["port", settings.port],
    ["unix_socket_directories", ""],
    ["max_connections", MAX_CONNECTIONS],
    ["shared_buffers", "32MB"],
    ["min_wal_size", "32MB"],
    ["max_wal_size", "512MB"],
    ["password_encryption", "scram-sha-256"],
    ["ssl", "on"],
    ["ssl_cert_file", files.certificate],
    ["ssl_key_file", files.key],
    ["timezone", "UTC"],
    ["log_timezone", "UTC"],
    ["log_line_prefix", "%m [%p] %q%u@%d "],
    ["log_checkpoints", "off"],
    ["lc_messages", "C"],
    // Without it 18 keeps three more processes for reading ahead.
    ...(settings.major >= 18 ? ([["io_method", "sync"]] as const) : []),
  ];
  return lines.map(([key, value]) => `${key} = ${quote(value)}\n`).join("");
}

/**
 * Who may connect, and how: with TLS and a password. Without TLS PostgreSQL itself refuses, in the words
 * that App Platform's databases use.
 */
export function pgHba(): string {
  return [
    `hostssl all ${ADMIN} 127.0.0.1/32 scram-sha-256`,
    `hostssl all ${ADMIN} all reject`,
    "hostssl all all all scram-sha-256",
    "",
  ].join("\n");
}

/** Arguments of initdb for a cluster whose texts sort by `locale`. */
export function initdbArguments(data: string, passwordFile: string, locale: string): readonly string[] {
  return [
    `--pgdata=${data}`,
    `--username=${ADMIN}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--data-checksums",
    "--encoding=UTF8",
    `--locale=${locale}`,
    "--lc-messages=C",
  ];
}

function quote(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
