import { randomBytes } from "node:crypto";
import { chown, mkdir } from "node:fs/promises";
import { fillEnv } from "../plan/fill-env.ts";
import { runBindings } from "../plan/bindings.ts";
import type { Artifact } from "../plan/artifact.ts";
import type { ComponentPlan, JobPlan } from "../plan/plan.ts";
import type { StartRequest } from "../runtime/runtime.ts";
import type { DeploymentRecord, InstanceRecord } from "../store/records.ts";
import { DeployFailure } from "./failure.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";

/** Everything about an instance but its id and log file; two equal ones need not both be started. */
export interface Recipe {
  readonly request: Omit<StartRequest, "id" | "logFile">;
  readonly fingerprint: string;
}

/**
 * What starting this component or job means now: command, variables filled in, artifact, ports.
 * @throws DeployFailure if neither the spec nor the artifact says how to run it
 */
export function recipeFor(
  parts: Parts,
  app: LiveApp,
  release: DeploymentRecord,
  unit: ComponentPlan | JobPlan,
): Recipe {
  const artifact = release.artifacts[unit.build];
  if (!artifact) {
    throw new DeployFailure({ code: "ArtifactMissing", component: unit.name, message: "It was not built" });
  }
  const ports = "ports" in unit ? portsOf(unit) : { ports: [], injectPort: false };
  const request = {
    app: app.name,
    component: unit.name,
    artifact,
    command: commandOf(unit, artifact),
    env: envOf(parts, app, release, unit),
    size: unit.size,
    ...ports,
    data: "ports" in unit ? dataOf(parts, app.name, unit) : null,
    uid: parts.store.app(app.name)?.uid ?? null,
  };
  const fingerprint = parts.box.fingerprint(JSON.stringify({ ...request, artifact: artifact.id }));
  return { request, fingerprint };
}

/** Starts one instance and writes it down. The process exists when this returns; its health is asked elsewhere. */
export async function startInstance(
  parts: Parts,
  recipe: Recipe,
  release: Pick<DeploymentRecord, "id" | "number">,
  role: InstanceRecord["role"],
): Promise<InstanceRecord> {
  const { app, component, data, uid } = recipe.request;
  const id = `${component}-${release.number}-${randomLetters()}`;
  if (data) await makeOwned(data.hostDirectory, uid);
  const logFile = parts.paths.logFile(app, component, id);
  const instance = await parts.runtime.start({ ...recipe.request, id, logFile });
  const record: InstanceRecord = {
    instance,
    deploymentId: release.id,
    role,
    desired: "running",
    fingerprint: recipe.fingerprint,
    restarts: 0,
  };
  parts.store.saveInstance(record);
  return record;
}

function commandOf(unit: ComponentPlan | JobPlan, artifact: Artifact): string {
  const type = "processType" in unit ? unit.processType : "web";
  const command = unit.runCommand ?? artifact.processes[type] ?? artifact.processes["web"];
  if (command !== undefined) return command;
  throw new DeployFailure({
    code: "ContainerCommandNotExecutable",
    component: unit.name,
    message: "Nothing says how to run it",
    hint: "Set run_command in the spec, add a start script to package.json, or a Procfile",
  });
}

function envOf(
  parts: Parts,
  app: LiveApp,
  release: DeploymentRecord,
  unit: ComponentPlan | JobPlan,
): Record<string, string> {
  const bindings = runBindings(release.plan, app.endpoints);
  return fillEnv(unit.env, { bindings, self: unit.name, decrypt: (text) => parts.box.open(text) });
}

function portsOf(unit: ComponentPlan): { ports: number[]; injectPort: boolean } {
  const { http, internal, inject } = unit.ports;
  return { ports: http === null ? [...internal] : [http, ...internal], injectPort: inject !== null };
}

function dataOf(parts: Parts, app: string, unit: ComponentPlan): StartRequest["data"] {
  if (unit.dataPath === null) return null;
  return { hostDirectory: parts.paths.dataDirectory(app, unit.name), path: unit.dataPath };
}

async function makeOwned(directory: string, uid: number | null): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (uid !== null) await chown(directory, uid, uid);
}

const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

function randomLetters(): string {
  return [...randomBytes(5)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}
