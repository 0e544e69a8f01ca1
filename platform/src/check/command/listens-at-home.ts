import type { ComponentFacts } from "../../source/facts.ts";
import type { SourcedEntry } from "../rule.ts";
import type { Process } from "./processes.ts";
import { baseName } from "./unwrap.ts";

interface Habit {
  readonly name: string;
  /** Program and arguments of a server that listens on 127.0.0.1 unless it is told otherwise. */
  readonly line: RegExp;
  /** Arguments by which it may be told otherwise. */
  readonly unless: RegExp;
  /** Files that may tell it otherwise. */
  readonly files?: (facts: ComponentFacts) => boolean;
}

const HABITS: readonly Habit[] = [
  { name: "uvicorn", line: /^uvicorn .*\w:\w/, unless: /\s--(?:host|uds|fd|env-file)\b/ },
  {
    name: "hypercorn",
    line: /^hypercorn .*\w:\w/,
    unless: /\s(?:-b|--bind|-c|--config|--insecure-bind|--quic-bind)\b/,
  },
  {
    name: "daphne",
    line: /^daphne .*\w:\w/,
    unless: /\s(?:-b|--bind|-u|--unix-socket|--fd|-e|--endpoint)\b/,
  },
  {
    name: "flask run",
    line: /^flask (?:.* )?run\b/,
    unless: /\s(?:-h|--host|-e|--env-file)\b/,
    files: ({ entries }) => entries.some((name) => /^\.(?:flask)?env$/.test(name)),
  },
  { name: "fastapi dev", line: /^fastapi dev\b/, unless: /\s--host\b/ },
  {
    name: "runserver",
    line: /^(?:python[\d.]* )?\S*manage\.py runserver\b/,
    unless: /runserver\s.*(?:\$|:|--ipv6|-6)/,
  },
  {
    name: "vite",
    line: /^vite(?: (?:preview|dev|serve)\b|$| -)/,
    unless: /\s(?:--host|-c|--config)\b/,
    files: (facts) => mayNameHost(facts, /^vite\.config\./),
  },
  {
    name: "astro",
    line: /^astro (?:preview|dev|start)\b/,
    unless: /\s(?:--host|--config)\b/,
    files: (facts) => mayNameHost(facts, /^(?:astro|vite)\.config\./),
  },
  {
    name: "ng serve",
    line: /^ng (?:serve|s)\b/,
    unless: /\s(?:--host|-c|--configuration)\b/,
    files: (facts) => mayNameHost(facts, /^angular\.json$/),
  },
];

/**
 * The server that listens where only its own machine reaches it, since nothing tells it otherwise; null if there is
 * none for sure.
 * @param sourced null if what its directory holds is not known; then servers that often have a file for it are not
 *   judged
 */
export function listensAtHome({ program, args }: Process, sourced: SourcedEntry | null): string | null {
  const line = [baseName(program), ...args].join(" ");
  const habit = HABITS.find((one) => one.line.test(line));
  if (!habit || habit.unless.test(line) || args.some(mayHoldOptions)) return null;
  if (habit.files === undefined) return habit.name;
  return sourced === null || habit.files(sourced.facts) ? null : habit.name;
}

function mayHoldOptions(word: string): boolean {
  return word.startsWith("$") && !word.includes("PORT");
}

/** Also a text that could not be read may name one. */
function mayNameHost({ texts }: ComponentFacts, name: RegExp): boolean {
  return Object.entries(texts).some(
    ([file, text]) => name.test(file) && (text === "" || /\bhost\b/.test(text)),
  );
}
