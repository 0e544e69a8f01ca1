import type { Mention } from "../../source/facts.ts";
import { placeOf } from "../code.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { isRunTime, variablesOf } from "../variables.ts";
import { readsUnseen, wantedVariables } from "../mentions/wanted-variables.ts";

const PARTS = ["REDIS_HOST", "REDIS_PORT"];
const WHOLE = ["REDIS_URL"];

export const redisVariables: Rule = {
  name: "redis-variables",
  severity: "warning",
  what: "The code reads REDIS_HOST and REDIS_PORT where the spec gives REDIS_URL, or the other way round",
  why: "What the code reads is not set, so it connects to nothing, or to localhost.",
  fix: "give the component the variables that its code reads, or read those that it has",
  failing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          health_check: {},
          envs: [{ key: "REDIS_URL", value: "redis://cache:6379", scope: "RUN_TIME" }],
        },
      ],
    },
    files: {
      "package.json": '{"scripts":{"start":"node cache.js"},"dependencies":{"ioredis":"5"}}',
      "package-lock.json": "",
      "cache.js": "connect(process.env.REDIS_HOST);\n",
    },
  },
  passing: {
    spec: {
      name: "app",
      services: [
        { name: "web", health_check: {}, envs: [{ key: "REDIS_HOST", value: "cache", scope: "RUN_TIME" }] },
      ],
    },
    files: {
      "package.json": '{"scripts":{"start":"node cache.js"},"dependencies":{"ioredis":"5"}}',
      "package-lock.json": "",
      "cache.js": "connect(process.env.REDIS_HOST);\n",
    },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      if (entry.kind === "static_site" || readsUnseen(app, entry)) continue;
      const found = mismatch(entry, app, PARTS, WHOLE) ?? mismatch(entry, app, WHOLE, PARTS);
      if (!found) continue;
      yield {
        field: found.field,
        message: `the code reads ${found.mention.name}, and ${entry.component.name} has ${found.given} instead`,
        at: placeOf(found.mention, entry),
      };
    }
  },
};

interface Mismatch {
  readonly mention: Mention;
  readonly given: string;
  readonly field: string;
}

/** What the code wants of the one kind, while it reads nothing of the other kind, which is all that it is given. */
function mismatch(
  entry: SourcedEntry,
  app: CheckedApp,
  wanted: readonly string[],
  others: readonly string[],
): Mismatch | undefined {
  const variables = variablesOf(app.spec, entry);
  const given = others.map((name) => variables.get(name)).find((one) => one && isRunTime(one));
  const { read, missing } = wantedVariables(app, entry);
  const isMixed = wanted.some((name) => variables.has(name)) || others.some((name) => read.has(name));
  const mention = missing.find(({ name }) => wanted.includes(name));
  return given && mention && !isMixed ? { mention, given: given.key, field: given.field } : undefined;
}
