import type { Environment } from "../exec.ts";

/**
 * A shell script that exports the variables, to be read through a descriptor, so that no value stands in an
 * argument list. Names no shell can hold are left out (App Platform refuses them anyway).
 */
export function environmentScript(env: Environment): string {
  return Object.entries(env)
    .filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    .map(([name, value]) => `command export ${name}=${quote(value)} || :\n`)
    .join("");
}

/** One shell word that stands for exactly this text; NUL, which no variable can hold, is dropped. */
export function quote(text: string): string {
  return `'${text.replaceAll("\0", "").replaceAll("'", "'\\''")}'`;
}
