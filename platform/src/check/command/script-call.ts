export interface ScriptCall {
  readonly script: string;
  /** Passed on to it. */
  readonly args: readonly string[];
}

/** What these managers do themselves when the first word is no script. */
const COMMANDS =
  /^(?:install|i|ci|add|remove|exec|dlx|x|create|init|link|publish|workspace|workspaces|prune|audit|why|config|set|up|upgrade|update|rebuild|build)$/;

/** The script of package.json that a call of npm, yarn, pnpm or bun runs; null if it runs none, or one elsewhere. */
export function scriptCall(program: string, args: readonly string[]): ScriptCall | null {
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(program) || args.some(isElsewhere)) return null;
  const words = args.filter((one, index) => !isManagerFlag(one, index, args));
  const [first = "", ...rest] = words;
  if (/^(?:run|run-script)$/.test(first)) return callOf(program, rest);
  if (program === "npm") return first === "start" ? callOf(program, words) : null;
  return program === "bun" || (COMMANDS.test(first) && first !== "build") ? null : callOf(program, words);
}

function callOf(program: string, [script, ...rest]: readonly string[]): ScriptCall | null {
  if (script === undefined || script.startsWith("-")) return null;
  const dashes = rest.indexOf("--");
  if (dashes >= 0) return { script, args: rest.slice(dashes + 1) };
  // npm keeps for itself what does not stand behind the dashes.
  return { script, args: program === "npm" ? [] : rest };
}

function isElsewhere(word: string): boolean {
  return /^(?:--prefix|--cwd|--workspace|--filter|--dir|-w|-C|-F|-r|--recursive)(?:=|$)|^workspaces?$/.test(
    word,
  );
}

/** `npm run --silent start`; flags behind the script's name are left to it. */
function isManagerFlag(word: string, index: number, words: readonly string[]): boolean {
  if (!word.startsWith("-")) return false;
  return words.slice(0, index).every((one) => one.startsWith("-") || /^run(?:-script)?$/.test(one));
}
