import { Failure } from "../base/failure.ts";

/** Where data is to come from. */
export type SourceAddress =
  | { readonly kind: "postgres"; readonly url: string }
  | { readonly kind: "embedded"; readonly directory: string }
  | { readonly kind: "sqlite"; readonly file: string };

const SOURCE_HINT =
  "give sqlite:<file>, a path ending in .db or .sqlite, embedded:<directory> or postgresql://…";

/** Reads `--from`. Throws a Failure that does not repeat the text, since it may hold a password. */
export function parseSource(text: string): SourceAddress {
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: "postgres", url: requireUrl(text, "--from") };
  const [, scheme, rest] = /^(sqlite|embedded):(.+)$/s.exec(text) ?? [];
  if (scheme === "embedded" && rest !== undefined) return { kind: "embedded", directory: rest };
  if (scheme === "sqlite" && rest !== undefined) return { kind: "sqlite", file: rest };
  if (!text.includes("://") && /\.(db|sqlite3?)$/.test(text)) return { kind: "sqlite", file: text };
  throw new Failure("USAGE", "--from is no source we know", { hint: SOURCE_HINT });
}

/** Reads `--to`. */
export function parseTarget(text: string): string {
  if (!/^postgres(ql)?:\/\//.test(text))
    throw new Failure("USAGE", "--to is not a PostgreSQL address", { hint: "it starts with postgresql://" });
  return requireUrl(text, "--to");
}

/** The address for people: no password, no parameters. */
export function maskUrl(url: string): string {
  const { username, hostname, port, pathname } = new URL(url);
  return `postgresql://${username === "" ? "" : `${username}@`}${hostname}${port === "" ? "" : `:${port}`}${pathname}`;
}

function requireUrl(text: string, option: string): string {
  if (!URL.canParse(text))
    throw new Failure("USAGE", `${option} is not a URL`, { hint: "encode special characters" });
  return text;
}
