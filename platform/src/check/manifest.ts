import type { ComponentFacts } from "../source/facts.ts";

/** The parts of a package.json that rules look at. */
export interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
  /** `npm`, `yarn`, `pnpm`, `bun`, without a version. */
  readonly packageManager: string | null;
}

/** The package.json of a component's directory; null if there is none or it is not JSON. */
export function manifestOf({ texts }: ComponentFacts): Manifest | null {
  const text = texts["package.json"];
  if (text === undefined) return null;
  const parsed = parse(text);
  if (!isRecord(parsed)) return null;
  const { scripts, dependencies, devDependencies, packageManager } = parsed;
  return {
    scripts: textsOf(scripts),
    dependencies: new Set(isRecord(dependencies) ? Object.keys(dependencies) : []),
    devDependencies: new Set(isRecord(devDependencies) ? Object.keys(devDependencies) : []),
    packageManager: typeof packageManager === "string" ? (packageManager.split("@")[0] ?? null) : null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function textsOf(value: unknown): Record<string, string> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.flatMap(([key, text]) => (typeof text === "string" && text.trim() !== "" ? [[key, text]] : [])),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
