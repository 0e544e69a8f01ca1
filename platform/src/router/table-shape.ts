import { PlatformError } from "../base/errors.ts";
import type { RouteTable } from "../base/route-table.ts";

type Check = (value: unknown, at: string) => void;

/**
 * A route table that came from outside this process, checked field by field. By hand: a schema library would
 * double the memory of the router.
 * @throws PlatformError `ROUTER_TABLE_INVALID` naming the first field that is wrong
 */
export function checkTable(value: unknown): RouteTable {
  table(value, "table");
  return value as RouteTable;
}

function complain(at: string, wanted: string): never {
  throw new PlatformError("ROUTER_TABLE_INVALID", `The route table is not valid: ${at} is not ${wanted}`);
}

const text: Check = (value, at) => {
  if (typeof value !== "string") complain(at, "a text");
};
const flag: Check = (value, at) => {
  if (typeof value !== "boolean") complain(at, "true or false");
};
const integer =
  (least: number, most: number): Check =>
  (value, at) => {
    if (!Number.isSafeInteger(value) || Number(value) < least || Number(value) > most) {
      complain(at, `a whole number from ${least} to ${most}`);
    }
  };
const port = integer(0, 65_535);
const nullable =
  (check: Check): Check =>
  (value, at) => {
    if (value !== null) check(value, at);
  };
const list =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) complain(at, "a list");
    value.forEach((item, index) => check(item, `${at}[${index}]`));
  };
const record =
  (check: Check): Check =>
  (value, at) => {
    for (const [key, item] of Object.entries(objectOf(value, at))) check(item, `${at}.${key}`);
  };
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    const object = objectOf(value, at);
    for (const [name, check] of Object.entries(fields)) check(object[name], `${at}.${name}`);
  };
/** An object with exactly one of the keys, or one of the words. */
const oneOf =
  (keys: readonly string[], words: readonly string[] = []): Check =>
  (value, at) => {
    if (typeof value === "string" && words.includes(value)) return;
    const key = keys.find((candidate) => candidate in objectOf(value, at));
    if (key === undefined) complain(at, `one of ${[...words, ...keys].join(", ")}`);
    text(objectOf(value, at)[key], `${at}.${key}`);
  };

const listener = shape({ address: text, port });
const target = shape({ id: text, address: text, port });
const prefix = oneOf(["rewrite"], ["trim", "keep"]);
const site = shape({
  component: text,
  root: text,
  indexDocument: text,
  errorDocument: text,
  catchallDocument: nullable(text),
});
const cors = shape({
  allowOrigins: list(oneOf(["exact", "prefix", "regex"])),
  allowMethods: list(text),
  allowHeaders: list(text),
  exposeHeaders: list(text),
  maxAgeSeconds: nullable(integer(0, Number.MAX_SAFE_INTEGER)),
  allowCredentials: flag,
});
const KINDS: Readonly<Record<string, Check>> = {
  backend: shape({ backend: text, prefix }),
  static: shape({ site, prefix }),
  redirect: shape({
    uri: nullable(text),
    authority: nullable(text),
    port: nullable(port),
    scheme: word(["http", "https"]),
    code: integer(300, 308),
  }),
};
const routeTarget: Check = (value, at) => {
  const { kind } = objectOf(value, at);
  const check = typeof kind === "string" ? KINDS[kind] : undefined;
  if (!check) complain(`${at}.kind`, `one of ${Object.keys(KINDS).join(", ")}`);
  check(value, at);
};
const rule = shape({
  host: nullable(oneOf(["exact", "prefix"])),
  path: oneOf(["exact", "prefix"]),
  target: routeTarget,
  cors: nullable(cors),
});
const table = shape({
  version: integer(0, Number.MAX_SAFE_INTEGER),
  listeners: list(listener),
  apps: list(shape({ app: text, hosts: list(text), isFallback: flag, rules: list(rule) })),
  backends: record(
    shape({
      id: text,
      app: text,
      component: text,
      protocol: word(["http1", "http2"]),
      targets: list(target),
    }),
  ),
  forwards: list(shape({ app: text, component: text, listen: listener, targets: list(target) })),
});

function word(words: readonly string[]): Check {
  return (value, at) => {
    if (typeof value !== "string" || !words.includes(value)) complain(at, `one of ${words.join(", ")}`);
  };
}

function objectOf(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) complain(at, "an object");
  return value as Record<string, unknown>;
}
