import type { Problem } from "../../../base/problem.ts";
import type { EnvVar, Pack } from "../../plan.ts";
import { plainValue } from "../env.ts";
import { finding, type Resolved } from "../finding.ts";
import type { PackFacts } from "./pack-facts.ts";

type NodePack = Extract<Pack, { kind: "node" }>;
type Manager = NodePack["manager"];

/** Lock files in the order in which they win. */
const LOCKFILES: readonly (readonly [string, Manager])[] = [
  ["yarn.lock", "yarn"],
  ["pnpm-lock.yaml", "pnpm"],
  ["npm-shrinkwrap.json", "npm"],
  ["package-lock.json", "npm"],
];

const LTS_MAJORS: Readonly<Record<string, string>> = {
  carbon: "8",
  dubnium: "10",
  erbium: "12",
  fermium: "14",
  gallium: "16",
  hydrogen: "18",
  iron: "20",
  jod: "22",
  krypton: "24",
};

interface Manifest {
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly engines?: Readonly<Record<string, unknown>>;
  readonly packageManager?: unknown;
}

/** The Node pack of a directory with a package.json, or null without one. */
export function resolveNode(facts: PackFacts): Resolved<NodePack | null> {
  const text = facts.texts["package.json"];
  if (text === undefined) return { value: null, problems: [] };
  const manifest = parseManifest(text);
  if (manifest === null) return { value: null, problems: [brokenManifest(facts)] };
  const scripts = manifest.scripts ?? {};
  const { lockfile, manager, managerVersion } = managerOf(manifest, facts);
  const pack: NodePack = {
    kind: "node",
    manager,
    managerVersion,
    nodeRange: textOf(manifest.engines?.["node"]) ?? versionFile(facts),
    lockfile,
    buildScript: ["heroku-postbuild", "build"].find((name) => textOf(scripts[name]) !== null) ?? null,
    startScript: textOf(scripts["start"]) !== null,
    prune: facts.kind !== "static_site" && prunes(facts.buildEnv),
  };
  return { value: pack, problems: bunNotices(facts, lockfile) };
}

function managerOf(manifest: Manifest, { texts }: PackFacts) {
  const [lockfile, lockManager] = LOCKFILES.find(([name]) => name in texts) ?? [null, null];
  const [namedManager, namedVersion] = packageManagerOf(manifest);
  const manager = lockManager ?? namedManager ?? "npm";
  const named = manager === namedManager ? namedVersion : null;
  return { lockfile, manager, managerVersion: named ?? textOf(manifest.engines?.[manager]) };
}

function parseManifest(text: string): Manifest | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function brokenManifest({ field }: PackFacts): Problem {
  return finding("error", "package-json-broken", `${field}.source_dir`, {
    message: "package.json is empty, too long or not a JSON object",
    hint: "npm would refuse it too",
  });
}

/** `pnpm@9.1.0+sha512.…` as manager and version; others than those we run are none. */
function packageManagerOf({ packageManager }: Manifest): readonly [Manager | null, string | null] {
  const match = /^(npm|yarn|pnpm)@([^+\s]+)/.exec(textOf(packageManager) ?? "");
  return match ? [match[1] as Manager, match[2] ?? null] : [null, null];
}

function versionFile({ texts }: PackFacts): string | null {
  for (const name of [".nvmrc", ".node-version"]) {
    const line = (texts[name] ?? "").split("\n").find((one) => one.trim() !== "" && !one.startsWith("#"));
    const version = line?.trim().replace(/^v/, "") ?? "";
    const lts = /^lts\/(\w+)$/i.exec(version)?.[1]?.toLowerCase();
    if (lts && LTS_MAJORS[lts]) return LTS_MAJORS[lts];
    if (/^\d/.test(version)) return version;
  }
  return null;
}

/**
 * Development dependencies go once everything is built when the spec makes the build one for production; App
 * Platform documents that NODE_ENV is not set otherwise.
 */
function prunes(buildEnv: readonly EnvVar[]): boolean {
  const isSet = (key: string): boolean => buildEnv.some((variable) => variable.key === key);
  const isOn = (key: string): boolean => plainValue(buildEnv, key) === "true";
  if (isSet("NPM_CONFIG_PRODUCTION") || isSet("YARN_PRODUCTION")) return false;
  if (isOn("PNPM_SKIP_PRUNING") || isOn("YARN2_SKIP_PRUNING")) return false;
  return plainValue(buildEnv, "NODE_ENV") === "production";
}

function bunNotices({ texts, field }: PackFacts, lockfile: string | null): Problem[] {
  if (lockfile !== null || !("bun.lock" in texts || "bun.lockb" in texts)) return [];
  return [
    finding("warning", "bun-not-built", `${field}.source_dir`, {
      message: "its lock file is Bun's, which this version does not run; npm installs what package.json says",
      hint: "commit a lock file of npm, yarn or pnpm",
    }),
  ];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}
