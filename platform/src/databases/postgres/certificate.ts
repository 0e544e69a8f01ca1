import type { Authority } from "../authority.ts";
import { writeWhole } from "../../base/write-whole.ts";
import { clusterFiles, readState, updateState, type Cluster, type ClusterState } from "./cluster.ts";

const RENEW_BEFORE_MS = 30 * 24 * 60 * 60 * 1000;

/** Every name and address under which the cluster is dialled. */
export function certificateNames(state: ClusterState, addresses: readonly string[]): readonly string[] {
  const hosts = Object.values(state.members).map((member) => member.host);
  return [...new Set([...hosts, "localhost", ...addresses])].sort();
}

/** True if the server's certificate covers the names, comes from this authority and lasts a while yet. */
export function isCertificateGood(
  state: ClusterState,
  names: readonly string[],
  authority: Authority,
  now: number,
): boolean {
  const issued = state.certificate;
  return (
    issued !== null &&
    names.every((name) => issued.names.includes(name)) &&
    issued.authority === authority.fingerprint &&
    issued.expiresAt - RENEW_BEFORE_MS > now
  );
}

/** Gives the cluster a certificate for the names unless it has one. @returns whether there is a new one */
export async function renewCertificate(
  cluster: Cluster,
  addresses: readonly string[],
  authority: Authority,
  now: number,
): Promise<boolean> {
  const state = await readState(cluster);
  const names = certificateNames(state, addresses);
  if (isCertificateGood(state, names, authority, now)) return false;
  const files = clusterFiles(cluster);
  const issued = await authority.issue(names, now);
  await writeWhole(files.key, issued.key, { flush: true });
  await writeWhole(files.certificate, issued.certificate, { flush: true });
  const certificate = { names, expiresAt: issued.expiresAt, authority: authority.fingerprint };
  await updateState(cluster, { certificate });
  return true;
}
