import { scriptCall } from "./script-call.ts";
import type { Surroundings } from "./surroundings.ts";

type Variables = Surroundings["variables"];

export type Called =
  | {
      readonly kind: "program";
      readonly program: string;
      readonly args: readonly string[];
      readonly variables: Variables;
    }
  | {
      readonly kind: "lines";
      readonly lines: readonly Line[];
      readonly isParallel: boolean;
      readonly variables: Variables;
    };

/** A line that a program is told to run; `script` if it is one of package.json. */
export interface Line {
  readonly line: string;
  readonly script: string | null;
}

/** Programs that start what follows them, with what belongs to their name. */
const STARTERS: readonly (readonly string[])[] = [
  ...["exec", "nohup", "command", "time", "env", "npx", "bunx", "pnpx", "cross-env", "dumb-init", "tini"].map(
    (name) => [name],
  ),
  ...["exec", "dlx"].flatMap((word) => ["npm", "yarn", "pnpm"].map((name) => [name, word])),
  ...["poetry", "pipenv", "uv", "pdm", "rye", "hatch", "doppler"].map((name) => [name, "run"]),
  ["bun", "x"],
  ["bundle", "exec"],
];
const ASSIGNMENT = /^(\w+)=([\s\S]*)$/;

/** What the words of one command come to, once everything that only starts something else is taken off. */
export function unwrap(words: readonly string[], around: Surroundings): Called {
  let rest = [...words];
  let variables = around.variables;
  for (;;) {
    const [, name, value = ""] = ASSIGNMENT.exec(rest[0] ?? "") ?? [];
    const starter = STARTERS.find((one) => one.every((word, index) => rest[index] === word));
    if (name !== undefined) {
      variables = { ...variables, [name]: value };
      rest = rest.slice(1);
    } else if (starter) rest = withoutFlags(rest.slice(starter.length));
    else break;
  }
  return { ...calledBy(rest, around), variables };
}

function calledBy(words: readonly string[], { scripts, depth }: Surroundings) {
  const [program = "", ...args] = words;
  const lines = depth > 0 ? linesOf(program, args, scripts) : null;
  if (lines !== null && lines.length > 0)
    return { kind: "lines", lines, isParallel: isParallel(program, args) } as const;
  const module = /^python[\d.]*$/.test(baseName(program)) && args[0] === "-m" ? args[1] : undefined;
  return module === undefined
    ? ({ kind: "program", program, args } as const)
    : ({ kind: "program", program: module, args: args.slice(2) } as const);
}

function linesOf(
  program: string,
  args: readonly string[],
  scripts: Surroundings["scripts"],
): readonly Line[] | null {
  const name = baseName(program);
  if (/^(?:ba|da|z)?sh$/.test(name)) return shellLine(args);
  if (name === "concurrently") return concurrentLines(args, scripts);
  if (/^(?:npm-run-all2?|run-[ps])$/.test(name))
    return args.flatMap((one) => (one in scripts ? scriptLine(one, scripts) : []));
  const call = scriptCall(name, args);
  return call && call.script in scripts ? scriptLine(call.script, scripts, call.args) : null;
}

function shellLine(args: readonly string[]): Line[] {
  const at = args.findIndex((one) => /^-\w*c$/.test(one));
  const line = at < 0 ? undefined : args[at + 1];
  return line === undefined ? [] : [{ line, script: null }];
}

/** Its commands are those of several words, or `npm:name`; everything else may be an option's value. */
function concurrentLines(args: readonly string[], scripts: Surroundings["scripts"]): Line[] {
  return args.flatMap((one) => {
    const script = /^(?:npm|yarn|pnpm|bun):([\w:.-]+)$/.exec(one)?.[1] ?? "";
    if (script in scripts) return scriptLine(script, scripts);
    return /\s/.test(one.trim()) ? [{ line: one, script: null }] : [];
  });
}

function scriptLine(script: string, scripts: Surroundings["scripts"], args: readonly string[] = []): Line[] {
  return [{ line: [scripts[script] ?? "", ...args].join(" "), script }];
}

function isParallel(program: string, args: readonly string[]): boolean {
  const name = baseName(program);
  if (/^npm-run-all2?$/.test(name)) return args.some((one) => /^(?:-p|--parallel)$/.test(one));
  return name === "concurrently" || name === "run-p";
}

function withoutFlags(words: readonly string[]): string[] {
  const first = words.findIndex((word) => !word.startsWith("-"));
  return first < 0 ? [] : words.slice(first);
}

/** The last part of a program's path. */
export function baseName(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1);
}
