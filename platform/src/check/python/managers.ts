import type { ComponentFacts } from "../../source/facts.ts";

/** A file that says what to install. */
export interface PythonManager {
  readonly name: "pipenv" | "pip" | "poetry" | "uv";
  readonly file: string;
}

/** Managers whose files a directory has, the one that the build follows first. */
export function pythonManagers({ texts }: ComponentFacts): PythonManager[] {
  const has = (...names: string[]): boolean => names.every((name) => name in texts);
  const isLocked = has("Pipfile", "Pipfile.lock");
  const all: (PythonManager | false)[] = [
    isLocked && { name: "pipenv", file: "Pipfile.lock" },
    has("requirements.txt") && { name: "pip", file: "requirements.txt" },
    has("pyproject.toml", "poetry.lock") && { name: "poetry", file: "poetry.lock" },
    has("pyproject.toml", "uv.lock") && { name: "uv", file: "uv.lock" },
    !isLocked && has("Pipfile") && { name: "pipenv", file: "Pipfile" },
  ];
  return all.filter((one) => one !== false);
}

/** True if the build takes a directory for a Python project. */
export function isPythonProject(facts: ComponentFacts): boolean {
  return pythonManagers(facts).length > 0 || "setup.py" in facts.texts;
}

/** True if a package is named where what to install is; other files that those include are not known. */
export function requires({ texts }: ComponentFacts, name: RegExp): boolean {
  return ["requirements.txt", "Pipfile", "pyproject.toml"].some((file) => name.test(texts[file] ?? ""));
}
