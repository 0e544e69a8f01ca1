import type { Pack } from "../../plan.ts";
import { plainValue } from "../env.ts";
import type { PackFacts } from "./pack-facts.ts";

/** The Go pack of a directory with a go.mod, or null without one. No packages: every main package is built. */
export function resolveGo({ texts, buildEnv }: PackFacts): Extract<Pack, { kind: "go" }> | null {
  const module = texts["go.mod"];
  if (module === undefined) return null;
  const chosen =
    plainValue(buildEnv, "GO_INSTALL_PACKAGE_SPEC") ??
    /^\s*\/\/\s*\+heroku\s+install\s+(.+)$/m.exec(module)?.[1];
  return {
    kind: "go",
    version: /^go\s+(\d+(?:\.\d+)*)/m.exec(module)?.[1] ?? null,
    packages:
      chosen
        ?.trim()
        .split(/\s+/)
        .filter((name) => name !== "") ?? [],
  };
}
