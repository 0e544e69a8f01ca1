import { sourcedEntries, type Rule } from "../rule.ts";
import { pythonManagers } from "../python/managers.ts";

const spec = {
  name: "app",
  services: [{ name: "web", run_command: "python app.py", health_check: {} }],
} as const;
const files = { "pyproject.toml": '[project]\nname = "shop"\n', "uv.lock": "" };

export const uvFilesIncomplete: Rule = {
  name: "uv-files-incomplete",
  severity: "warning",
  what: "A project of uv has no .python-version",
  why: "App Platform builds with uv only where pyproject.toml, uv.lock and .python-version are together.",
  fix: "commit a .python-version with a line such as 3.13; uv python pin writes it",
  failing: { spec, files },
  passing: { spec, files: { ...files, ".python-version": "3.13\n" } },
  *check(app) {
    const told = new Set<string>();
    for (const { facts, field } of sourcedEntries(app)) {
      const [first, ...others] = pythonManagers(facts);
      const place = `${facts.source} ${facts.directory}`;
      if (first?.name !== "uv" || others.length > 0 || ".python-version" in facts.texts || told.has(place))
        continue;
      told.add(place);
      yield { field: `${field}.source_dir`, message: "uv.lock is there, but no .python-version" };
    }
  },
};
