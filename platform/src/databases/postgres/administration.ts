import { readFile } from "node:fs/promises";
import type { Authority } from "../authority.ts";
import { clusterFiles, readState, type Cluster } from "./cluster.ts";
import type { Administration } from "./roles.ts";

/** How the cluster's owner gets in, who alone may make roles and databases. */
export async function administration(cluster: Cluster, authority: Authority): Promise<Administration> {
  const { port } = await readState(cluster);
  const password = await readFile(clusterFiles(cluster).adminPassword, "utf8");
  return { port: port ?? 0, password, caCertificate: authority.certificate };
}
