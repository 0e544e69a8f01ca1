import type { ComponentFacts } from "../source/facts.ts";

/** Lock files in the order in which the build prefers them, each with the manager that writes it. */
const LOCKFILES: readonly (readonly [string, string])[] = [
  ["yarn.lock", "yarn"],
  ["pnpm-lock.yaml", "pnpm"],
  ["npm-shrinkwrap.json", "npm"],
  ["package-lock.json", "npm"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/** Lock files of a directory with their managers, the one that the build follows first. */
export function lockfilesOf({ texts }: ComponentFacts): (readonly [string, string])[] {
  return LOCKFILES.filter(([name]) => name in texts);
}
