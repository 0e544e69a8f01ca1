import { manifestOf } from "../manifest.ts";
import { commandOf, sourcedEntries, type Rule } from "../rule.ts";

const PYTHON = /^(?:requirements\.txt|Pipfile|poetry\.lock|uv\.lock|setup\.py)$/;

export const pythonRunCommandMissing: Rule = {
  name: "python-run-command-missing",
  severity: "error",
  what: "A Python component has neither a run command nor a Procfile",
  why: "The build of a Python project knows no default command.",
  fix: "give the component a run_command, e.g. gunicorn --worker-tmp-dir /dev/shm app:app",
  failing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: { "requirements.txt": "flask\ngunicorn\n" },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: { "requirements.txt": "flask\ngunicorn\n", Procfile: "web: gunicorn app:app\n" },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      if (entry.kind === "static_site" || commandOf(entry) !== undefined) continue;
      const { entries } = entry.facts;
      if (!entries.some((name) => PYTHON.test(name)) || entries.includes("go.mod")) continue;
      if ("start" in (manifestOf(entry.facts)?.scripts ?? {})) continue;
      yield { field: `${entry.field}.run_command`, message: "nothing says how to run this Python project" };
    }
  },
};
