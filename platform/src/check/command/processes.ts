import { splitLine, unquote } from "./split-line.ts";
import type { Surroundings } from "./surroundings.ts";
import { unwrap } from "./unwrap.ts";

/** A program that a command line starts. */
export interface Process {
  /** Variables that the line sets for it. */
  readonly variables: Readonly<Record<string, string>>;
  /** As it is called, with its path if it has one; of `python -m x` it is x. */
  readonly program: string;
  readonly args: readonly string[];
  /** The package.json script that starts it; null if the line itself does. */
  readonly script: string | null;
  /** `0.1` is part of `0`; lanes of which none is part of the other run at the same time. */
  readonly lane: string;
}

const MOST_NESTED = 5;

/**
 * The programs that a line starts, in their order; scripts of package.json, `sh -c`, concurrently and the like are
 * looked into.
 */
export function processesIn(line: string, scripts: Surroundings["scripts"] = {}): Process[] {
  return processesOf(line, { scripts, variables: {}, script: null, lane: "0", depth: MOST_NESTED });
}

function processesOf(line: string, around: Surroundings): Process[] {
  let { scripts, variables } = around;
  let lane = 0;
  return splitLine(line).flatMap(({ words, after }) => {
    if (after === "&") lane += 1;
    const [first, ...rest] = words.map(unquote);
    if (first === "export") {
      variables = { ...variables, ...assignmentsOf(rest) };
      return [];
    }
    // What scripts there are elsewhere is not known.
    if (first === "cd" || first === "pushd") scripts = {};
    return processesFrom(words, { ...around, scripts, variables, lane: `${around.lane}.${lane}` });
  });
}

function processesFrom(words: readonly string[], around: Surroundings): Process[] {
  const called = unwrap(words.map(unquote), around);
  if (called.kind === "lines") {
    const depth = around.depth - 1;
    return called.lines.flatMap(({ line, script }, index) =>
      processesOf(line, {
        ...around,
        ...{ depth, variables: called.variables, script: script ?? around.script },
        lane: called.isParallel ? `${around.lane}.${index}` : around.lane,
      }),
    );
  }
  const { program, args, variables } = called;
  return program === "" ? [] : [{ program, args, variables, script: around.script, lane: around.lane }];
}

function assignmentsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.flatMap((word) => {
      const [, name = "", value = ""] = /^(\w+)=([\s\S]*)$/.exec(word) ?? [];
      return name === "" ? [] : [[name, value]];
    }),
  );
}

/** True if both run at the same time. */
export function isBeside(one: Process, other: Process): boolean {
  const [a, b] = [`${one.lane}.`, `${other.lane}.`];
  return !a.startsWith(b) && !b.startsWith(a);
}
