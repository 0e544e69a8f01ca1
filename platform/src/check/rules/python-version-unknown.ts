import { placeIn } from "../code.ts";
import { sourcedEntries, type Rule } from "../rule.ts";
import { isPythonProject } from "../python/managers.ts";

const OLDEST_MINOR = 9;
const NEWEST_MINOR = 14;
const VERSION = /^(\d+)\.(\d+)(?:\.\d+)?$/;
const LONGEST_SHOWN = 30;

export const pythonVersionUnknown: Rule = {
  name: "python-version-unknown",
  severity: "warning",
  what: "The file that names the Python version names none that the build knows",
  why: "App Platform refuses to build with it; here the nearest Python of this machine is taken instead.",
  fix: "write python-3.13 in runtime.txt, or 3.13 in .python-version",
  failing: {
    spec: { name: "app", services: [{ name: "web", run_command: "python app.py", health_check: {} }] },
    files: { "requirements.txt": "flask\n", "runtime.txt": "3.10\n" },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", run_command: "python app.py", health_check: {} }] },
    files: { "requirements.txt": "flask\n", "runtime.txt": "python-3.10.4\n" },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      if (!isPythonProject(entry.facts)) continue;
      const { texts } = entry.facts;
      const name = (texts["runtime.txt"] ?? "").trim() === "" ? ".python-version" : "runtime.txt";
      const [first, ...others] = linesOf(texts[name] ?? "", name);
      if (first === undefined) continue;
      const message = others.length > 0 ? "names several versions" : problemOf(first, name);
      if (message === null) continue;
      const at = placeIn(entry, name, first);
      yield { field: `${entry.field}.source_dir`, message: `${name} ${message}`, ...(at && { at }) };
    }
  },
};

/** Only .python-version may have comments. */
function linesOf(text: string, name: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && (name === "runtime.txt" || !line.startsWith("#")));
}

function problemOf(line: string, name: string): string | null {
  const prefix = name === "runtime.txt" ? "python-" : "";
  // A major alone means its newest minor, where no prefix is asked for.
  if (prefix === "" && line === "3") return null;
  const match = line.startsWith(prefix) ? VERSION.exec(line.slice(prefix.length)) : null;
  if (!match) return `says ${line.slice(0, LONGEST_SHOWN)}, which is not of the form ${prefix}3.13`;
  const minor = Number(match[2]);
  const isKnown = match[1] === "3" && minor >= OLDEST_MINOR && minor <= NEWEST_MINOR;
  return isKnown ? null : `asks for Python ${match[1] ?? ""}.${minor}, which the build does not know`;
}
