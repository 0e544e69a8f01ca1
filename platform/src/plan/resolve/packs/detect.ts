import type { Problem } from "../../../base/problem.ts";
import type { Pack } from "../../plan.ts";
import { finding, type Resolved } from "../finding.ts";
import { foreignLanguage } from "./foreign.ts";
import { resolveGo } from "./go.ts";
import { resolveNode } from "./node.ts";
import type { PackFacts } from "./pack-facts.ts";
import { resolvePython } from "./python.ts";

const LOOKED_FOR =
  "package.json, requirements.txt, Pipfile, pyproject.toml with a lock file, go.mod or a Procfile";

const LANGUAGE_OF_SLUG: Readonly<Record<string, Pack["kind"]>> = {
  "node-js": "node",
  gatsby: "node",
  hexo: "node",
  python: "python",
  go: "go",
};

/**
 * Packs that build a directory, in their order; the last one decides the default process. The files decide; the
 * `environment_slug` only says which of several languages comes last.
 */
export function detectPacks(facts: PackFacts): Resolved<readonly Pack[]> {
  const node = resolveNode(facts);
  const found = [node.value, resolveGo(facts), resolvePython(facts)].filter((pack) => pack !== null);
  const wanted = LANGUAGE_OF_SLUG[facts.slug ?? ""];
  const isNamed = found.some((pack) => pack.kind === wanted);
  const foreign = isNamed ? null : foreignLanguage(facts.entries, found.length > 0);
  const problems = [...node.problems];
  if (foreign !== null) return { value: [], problems: [...problems, notBuilt(facts, foreign)] };
  if (found.length === 0) return problems.length > 0 ? { value: [], problems } : detectFiles(facts);
  const last = (pack: Pack): number => (pack.kind === wanted ? 1 : 0);
  return { value: found.sort((a, b) => last(a) - last(b)), problems };
}

/** No language: fine for a static site and for what says how to run it. */
function detectFiles(facts: PackFacts): Resolved<readonly Pack[]> {
  if (facts.kind === "static_site") return { value: [{ kind: "files" }], problems: [] };
  if ("Dockerfile" in facts.texts) return { value: [], problems: [dockerfileOnly(facts)] };
  if ("Procfile" in facts.texts) return { value: [{ kind: "files" }], problems: [] };
  if (facts.runCommand !== null) return { value: [{ kind: "files" }], problems: [nothingToBuild(facts)] };
  return { value: [], problems: [nothingDetected(facts)] };
}

function place({ directory }: PackFacts): string {
  return directory === "" ? "the source's top directory" : directory;
}

function notBuilt(facts: PackFacts, language: string): Problem {
  return finding("error", "language-not-built", `${facts.field}.source_dir`, {
    message: `${place(facts)} is a ${language} project, which this version does not build`,
    hint: "Node, Python, Go and static files are built; others need the Docker runtime",
  });
}

function dockerfileOnly(facts: PackFacts): Problem {
  return finding("error", "needs-docker", facts.field, {
    message: `${place(facts)} has a Dockerfile and nothing else to build from; it needs the Docker runtime`,
    hint: "this version builds Node, Python, Go and static files without Docker",
  });
}

function nothingToBuild(facts: PackFacts): Problem {
  return finding("warning", "no-language", `${facts.field}.source_dir`, {
    message: `nothing in ${place(facts)} names a language, so its files are run as they are`,
    hint: `App Platform looks for ${LOOKED_FOR}`,
  });
}

function nothingDetected(facts: PackFacts): Problem {
  return finding("error", "no-language", `${facts.field}.source_dir`, {
    message: `nothing in ${place(facts)} says how to build or run it`,
    hint: `looked for ${LOOKED_FOR}`,
  });
}
