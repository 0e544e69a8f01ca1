import { manifestOf } from "../manifest.ts";
import { commandOf, sourcedEntries, type Rule } from "../rule.ts";

export const nodeStartMissing: Rule = {
  name: "node-start-missing",
  severity: "error",
  what: "A Node component says nowhere how it is started",
  why: "Without a run command and a Procfile the build starts `npm start`, which needs a start script or a server.js.",
  fix: "add a start script to package.json, or give the component a run_command",
  failing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: { "package.json": '{"scripts":{"build":"tsc"}}' },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: { "package.json": '{"scripts":{"start":"node dist/index.js"}}' },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      const manifest = manifestOf(entry.facts);
      if (entry.kind === "static_site" || !manifest || commandOf(entry) !== undefined) continue;
      if (isOtherLanguage(entry.facts.entries)) continue;
      if ("start" in manifest.scripts || entry.facts.entries.includes("server.js")) continue;
      yield {
        field: `${entry.field}.run_command`,
        message: "package.json has no start script and nothing else says how to run it",
      };
    }
  },
};

/** Another pack may know how to start what is there. */
function isOtherLanguage(entries: readonly string[]): boolean {
  return entries.some((entry) =>
    /^(?:go\.mod|requirements\.txt|Pipfile|Gemfile|composer\.json)$/.test(entry),
  );
}
