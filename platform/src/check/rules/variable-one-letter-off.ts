import { placeOf } from "../code.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { variablesOf, type Variable } from "../variables.ts";
import { isNamedIn } from "../mentions/given-elsewhere.ts";
import { readsUnseen, wantedVariables } from "../mentions/wanted-variables.ts";
import { isOneLetterOff } from "../values/one-letter-off.ts";

export const variableOneLetterOff: Rule = {
  name: "variable-one-letter-off",
  severity: "warning",
  what: "The code reads a variable that is not set, while one of nearly the same name is set and never read",
  why: "A variable under another name does not exist for the program.",
  fix: "write the name in the spec as the code has it",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, envs: [{ key: "ALLOWED_HOST", value: "example.com" }] }],
    },
    files: {
      "package.json": '{"scripts":{"start":"node web.js"},"dependencies":{"express":"5"}}',
      "package-lock.json": "",
      "web.js": "allow(process.env.ALLOWED_HOSTS);\n",
    },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, envs: [{ key: "ALLOWED_HOSTS", value: "example.com" }] }],
    },
    files: {
      "package.json": '{"scripts":{"start":"node web.js"},"dependencies":{"express":"5"}}',
      "package-lock.json": "",
      "web.js": "allow(process.env.ALLOWED_HOSTS);\n",
    },
  },
  *check(app) {
    const told = new Set<string>();
    for (const entry of sourcedEntries(app)) {
      if (readsUnseen(app, entry)) continue;
      const { read, missing } = wantedVariables(app, entry);
      const unread = unreadVariables(entry, read, app);
      for (const mention of missing) {
        const close = unread.find(({ key }) => isOneLetterOff(key, mention.name));
        // Components of one directory have the same code.
        if (!close || told.has(`${close.field} ${mention.name}`)) continue;
        told.add(`${close.field} ${mention.name}`);
        yield {
          field: `${close.field}.key`,
          message: `the code reads ${mention.name}, which is not set; ${close.key} is set, which no code reads`,
          hint: `if they are the same, call the variable ${mention.name}`,
          at: placeOf(mention, entry),
        };
      }
    }
  },
};

/** Variables of a component that neither code, commands nor other variables use. */
function unreadVariables(
  entry: SourcedEntry,
  read: ReadonlySet<string>,
  { written, spec }: CheckedApp,
): Variable[] {
  const text = JSON.stringify(written);
  return [...variablesOf(spec, entry).values()].filter(
    ({ key }) => !read.has(key) && !text.includes(`\${${key}}`) && !isNamedIn(entry, key),
  );
}
