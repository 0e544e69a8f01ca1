import type { SiteOutput } from "./output.ts";

interface Target {
  readonly builder?: unknown;
  readonly executor?: unknown;
  readonly options?: { readonly outputPath?: unknown };
  readonly configurations?: unknown;
}

interface Project {
  readonly architect?: { readonly build?: Target };
  readonly targets?: { readonly build?: Target };
}

/** This builder makes one directory for browsers and another one for a server. */
const TWO_SIDED = /^@angular(?:-devkit\/build-angular|\/build):application$/;
const ONE_SIDED = /^@angular-devkit\/build-angular:(?:browser|browser-esbuild)$/;

/** Where `ng build` puts the only project of a workspace; null if that cannot be told. */
export function angularOutput(workspace: string): SiteOutput | null {
  const projects = Object.entries(projectsOf(workspace)).flatMap(([name, { architect, targets }]) => {
    const target = architect?.build ?? targets?.build;
    return target ? [{ name, target }] : [];
  });
  const [only, ...others] = projects;
  if (!only || others.length > 0 || JSON.stringify(only.target.configurations ?? {}).includes("outputPath"))
    return null;
  const directory = directoryOf(only.name, only.target);
  return directory === null ? null : { tool: "ng build", directory };
}

function projectsOf(text: string): Readonly<Record<string, Project>> {
  try {
    return (JSON.parse(text) as { readonly projects?: Record<string, Project> }).projects ?? {};
  } catch {
    // It may have comments; then nothing is said of it.
    return {};
  }
}

function directoryOf(name: string, { builder, executor, options }: Target): string | null {
  const kind = String(builder ?? executor);
  const path = options?.outputPath;
  if (TWO_SIDED.test(kind)) {
    if (path === undefined) return `dist/${name}/browser`;
    return typeof path === "string" ? `${plain(path)}/browser` : partsOf(path);
  }
  return ONE_SIDED.test(kind) && typeof path === "string" ? plain(path) : null;
}

function partsOf(path: unknown): string | null {
  const { base, browser = "browser" } = path as { readonly base?: unknown; readonly browser?: unknown };
  if (typeof base !== "string" || typeof browser !== "string") return null;
  return browser === "" ? plain(base) : `${plain(base)}/${browser}`;
}

function plain(path: string): string {
  return path.replace(/^\.\//, "").replace(/\/+$/, "");
}
