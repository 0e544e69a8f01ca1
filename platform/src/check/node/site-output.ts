import type { ComponentFacts } from "../../source/facts.ts";
import type { Process } from "../command/processes.ts";
import { baseName } from "../command/unwrap.ts";
import type { SiteOutput } from "./output.ts";
import { angularOutput } from "./angular-output.ts";

type Texts = ComponentFacts["texts"];
type Tool = (args: readonly string[], texts: Texts, processes: readonly Process[]) => SiteOutput | null;

const TOOLS: Readonly<Record<string, Tool>> = {
  next: nextOutput,
  nuxt: nuxtOutput,
  nuxi: nuxtOutput,
  vite: viteOutput,
  ng: ([command], texts) =>
    command === "build" || command === "b" ? angularOutput(texts["angular.json"] ?? "") : null,
  vitepress: ([command, root = "."]) => pressOutput("vitepress", ".vitepress", command, root),
  vuepress: ([command, root = "."]) => pressOutput("vuepress", ".vuepress", command, root),
};

/** The result of the only tool in a build that is known to make sites; null if there is none or it cannot be told. */
export function outputOf(processes: readonly Process[], { texts }: ComponentFacts): SiteOutput | null {
  const builds = processes.filter(({ program }) => Object.hasOwn(TOOLS, baseName(program)));
  const found = builds.map(({ program, args }) => {
    // An option may name the directory.
    const isPlain = !args.some((one) => /^(?:-o|-d|--?out|--dest|--dist|--root|--config|-c)/i.test(one));
    return isPlain ? (TOOLS[baseName(program)]?.(args, texts, processes) ?? null) : null;
  });
  const [first = null] = found;
  return found.every((one) => one?.directory === first?.directory) ? first : null;
}

function nextOutput(
  [command]: readonly string[],
  texts: Texts,
  processes: readonly Process[],
): SiteOutput | null {
  const config = configOf(texts, "next");
  const exports = processes.some(({ program, args }) => baseName(program) === "next" && args[0] === "export");
  if (!/^(?:build|export)$/.test(command ?? "") || config === null || /\bdistDir\b/.test(config)) return null;
  if (exports || /\boutput\s*:\s*["'`]export["'`]\s*[,}\n]/.test(config))
    return { tool: "next", directory: "out" };
  if (/\boutput\b|export["'`]/.test(config) || hasWrapper(config)) return null;
  const needsServer = 'set output: "export" in next.config.js and output_dir: out, or make it a service';
  return { tool: "next build", directory: ".next", needsServer };
}

/** A function of another file may set anything. */
function hasWrapper(config: string): boolean {
  return /from\s+["'`]\.|require\(\s*["'`]\./.test(config);
}

function nuxtOutput(
  [command]: readonly string[],
  texts: Texts,
  processes: readonly Process[],
): SiteOutput | null {
  const config = configOf(texts, "nuxt");
  const isGenerated = processes.some(({ args }) => /^(?:generate|export)$/.test(args[0] ?? ""));
  // `nuxt generate` leaves a link from dist.
  if (command !== "build" || isGenerated || config === null || /\bpreset\b|\bnitro\b|\btarget\b/.test(config))
    return null;
  const needsServer = "build it with nuxt generate, or make it a service";
  return { tool: "nuxt build", directory: ".output", needsServer };
}

function viteOutput([command]: readonly string[], texts: Texts): SiteOutput | null {
  const config = configOf(texts, "vite");
  if (command !== "build" || config === null || /\broot\s*[:,]/.test(config)) return null;
  const named = [...config.matchAll(/\boutDir\s*:\s*(?:["'`]([^"'`$]+)["'`])?/g)];
  const directory = (named[0]?.[1] ?? "").replace(/^\.\//, "").replace(/\/+$/, "");
  if (named.length !== 1 || directory === "" || /^[./]/.test(directory)) return null;
  return { tool: "vite", directory };
}

function pressOutput(
  tool: string,
  place: string,
  command: string | undefined,
  root: string,
): SiteOutput | null {
  if (command !== "build" || root.startsWith("-")) return null;
  const path = root.replace(/^\.\/|\/+$/g, "").replace(/^\.$/, "");
  return { tool, directory: `${path === "" ? "" : `${path}/`}${place}/dist` };
}

/** "" without a configuration, null if it could not be read. */
function configOf(texts: Texts, tool: string): string | null {
  const name = Object.keys(texts).find((one) => one.startsWith(`${tool}.config.`));
  if (name === undefined) return "";
  return texts[name] === "" ? null : (texts[name] ?? null);
}
