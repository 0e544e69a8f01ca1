import type { ComponentFacts } from "../../source/facts.ts";

/** Prisma's own `env`, which throws where a variable is not set; `process.env` does not. */
const STRICT = /(?<![\w.])env\(\s*["'`](?<name>\w+)["'`]\s*\)(?!\s*(?:\?\?|\|\|))/;

/** The variable without which every command of Prisma fails; null if there is none, or no configuration is known. */
export function strictVariable({ texts }: ComponentFacts): string | null {
  const name = Object.keys(texts).find((one) => /^prisma\.config\.[cm]?[jt]s$/.test(one));
  return STRICT.exec(texts[name ?? ""] ?? "")?.groups?.["name"] ?? null;
}
