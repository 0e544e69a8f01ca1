import type { EnvVar, Pack } from "../../plan.ts";
import { plainValue } from "../env.ts";
import type { PackFacts } from "./pack-facts.ts";

type PythonPack = Extract<Pack, { kind: "python" }>;

/** Files that make a directory a Python one, by the manager that reads them, the first that is there wins. */
const MANAGERS: readonly (readonly [PythonPack["manager"], readonly string[]])[] = [
  ["pipenv", ["Pipfile", "Pipfile.lock"]],
  ["pip", ["requirements.txt"]],
  ["poetry", ["pyproject.toml", "poetry.lock"]],
  ["uv", ["pyproject.toml", "uv.lock"]],
  ["pipenv", ["Pipfile"]],
  ["pip", ["setup.py"]],
];

/** The first of these that names a version decides. */
const VERSION_FILES: readonly (readonly [string, RegExp])[] = [
  ["runtime.txt", /^\s*python-(\d+(?:\.\d+)*)/m],
  [".python-version", /^\s*(?:python-)?(\d+(?:\.\d+)*)/m],
  ["Pipfile.lock", /"python_(?:full_)?version"\s*:\s*"(\d+(?:\.\d+)*)"/],
  ["Pipfile", /python_(?:full_)?version\s*=\s*["'](\d+(?:\.\d+)*)/],
];

/** The Python pack of a directory, or null if nothing in it says Python. */
export function resolvePython(facts: PackFacts): PythonPack | null {
  const found = MANAGERS.find(([, names]) => names.every((name) => name in facts.texts));
  if (!found) return null;
  const [manager] = found;
  const hasRequirements = manager === "pip" && "requirements.txt" in facts.texts;
  return {
    kind: "python",
    manager,
    requirements: hasRequirements ? "requirements.txt" : null,
    version: versionOf(facts.texts),
    collectstatic: collects(facts) ? facts.managePy : null,
  };
}

function versionOf(texts: PackFacts["texts"]): string | null {
  for (const [name, pattern] of VERSION_FILES) {
    const version = pattern.exec(texts[name] ?? "")?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

/** Django's static files are collected unless DISABLE_COLLECTSTATIC is set to anything but 0. */
function collects({ managePy, buildEnv, texts }: PackFacts): boolean {
  if (managePy === null || !mayHaveDjango(texts)) return false;
  const isSet = buildEnv.some((variable: EnvVar) => variable.key === "DISABLE_COLLECTSTATIC");
  const value = plainValue(buildEnv, "DISABLE_COLLECTSTATIC");
  return !isSet || value === "0" || value === "";
}

/** A manage.py alone is not Django's. Requirements that include another file are given the benefit of the doubt. */
function mayHaveDjango(texts: PackFacts["texts"]): boolean {
  const named = ["requirements.txt", "Pipfile", "pyproject.toml"].map((name) => texts[name] ?? "");
  return named.some((text) => /\bdjango\b/i.test(text) || /^\s*(?:-r|--requirement)\b/m.test(text));
}
