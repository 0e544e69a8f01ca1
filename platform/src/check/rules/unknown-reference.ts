import {
  bindablesOf,
  componentsOf,
  databaseBindables,
  didYouMean,
  referencesIn,
  type AppSpec,
  type Reference,
} from "../../spec/index.ts";
import type { Finding, Rule } from "../rule.ts";
import { allVariables } from "../variables.ts";

const CACHES: readonly string[] = ["REDIS", "VALKEY"];

export const unknownReference: Rule = {
  name: "unknown-reference",
  severity: "warning",
  what: "A variable refers to a component, database or value that does not exist",
  why: "What is unknown reaches the program as it is written, dollar sign and all, and fails there.",
  fix: "write the name as the spec has it",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", envs: [{ key: "DATABASE_URL", value: "${database.DATABASE_URL}" }] }],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [
        { name: "web", envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }] },
      ],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: {},
  },
  *check({ spec }) {
    const known = namesOf(spec);
    for (const { field, value = "" } of allVariables(spec, componentsOf(spec))) {
      for (const reference of referencesIn(value))
        yield* judge(reference, ownerOf(spec, field), known, field);
    }
  },
};

type Names = ReadonlyMap<string, readonly string[]>;

function namesOf(spec: AppSpec): Names {
  const components = componentsOf(spec).map(
    ({ kind, component }) => [component.name, bindablesOf(kind)] as const,
  );
  const databases = (spec.databases ?? []).map(({ name, engine = "PG" }) => {
    const names = CACHES.includes(engine) ? [...databaseBindables, "REDIS_URL"] : databaseBindables;
    return [name, names] as const;
  });
  return new Map([...components, ...databases]);
}

/** The component whose variable it is; null for one of the app. */
function ownerOf(spec: AppSpec, field: string): string | null {
  const entry = componentsOf(spec).find((one) => field.startsWith(`${one.field}.`));
  return entry?.component.name ?? null;
}

function* judge(
  { scope, name, raw }: Reference,
  owner: string | null,
  known: Names,
  field: string,
): Generator<Finding> {
  if (scope === null) {
    yield* judgeBare(name, raw, known, field);
    return;
  }
  const target = scope === "_self" ? owner : scope;
  // `_self` of an app-level variable is another component for each that gets it.
  const names = target === null ? bindablesOf("service") : known.get(target);
  if (names?.includes(name)) return;
  const message = `${raw} is passed on as it is: `;
  if (names) {
    const hint = didYouMean(name, names) || `it has ${names.join(", ")}`;
    yield { field: `${field}.value`, message: `${message}${scope} has no ${name}`, hint };
  } else {
    const names = [...known.keys()].join(", ");
    const hint = didYouMean(scope, [...known.keys()]) || `add one of that name, or write one of ${names}`;
    yield { field: `${field}.value`, message: `${message}there is no component or database ${scope}`, hint };
  }
}

/** Other bare names are judged with the values that the spec leaves to its user. */
function* judgeBare(name: string, raw: string, known: Names, field: string): Generator<Finding> {
  const names = known.get(name);
  if (!names) return;
  const wanted = names.find((one) => one === "DATABASE_URL" || one === "PRIVATE_URL") ?? names[0] ?? "";
  const message = `${raw} is a name without a value: ${name} is a component or database`;
  yield {
    field: `${field}.value`,
    message,
    hint: `write \${${name}.${wanted}} or another of ${names.join(", ")}`,
  };
}
