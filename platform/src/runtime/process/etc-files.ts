import { writeFile } from "node:fs/promises";
import type { SandboxRequest } from "../../base/sandbox.ts";
import type { Context } from "./context.ts";
import { hostsFile } from "./network/hosts-file.ts";
import type { NetworkRecord } from "./network/network-record.ts";
import { innerResolvConf } from "./network/resolv-conf.ts";
import type { InstanceRecord } from "./record.ts";

/** Writes the files that stand in the instance's /etc. */
export async function writeEtc(
  context: Context,
  record: InstanceRecord,
  network: NetworkRecord | undefined,
): Promise<SandboxRequest["etc"]> {
  const { hosts, resolv, passwd, group } = context.paths.instance(record.id);
  const uid = record.uid ?? context.capabilities.uid;
  const gid = record.uid ?? context.capabilities.gid;
  const own = { name: record.id, address: record.place?.address ?? "127.0.0.1" };
  await Promise.all([
    writeFile(hosts, hostsFile(network, own)),
    writeFile(passwd, passwdFile(uid, gid, record.workspace)),
    writeFile(group, groupFile(gid)),
  ]);
  if (record.place === null) return { hosts, resolv: null, passwd, group };
  await writeFile(resolv, (await innerResolvConf()).text);
  return { hosts, resolv, passwd, group };
}

/** Programs ask for the name and home of their uid; without an entry some of them refuse to start. */
function passwdFile(uid: number, gid: number, home: string): string {
  const app = uid === 0 ? [] : [`app:x:${uid}:${gid}::${home}:/bin/sh`];
  return [
    ...app,
    "root:x:0:0:root:/root:/bin/sh",
    "nobody:x:65534:65534:nobody:/nonexistent:/bin/false",
    "",
  ].join("\n");
}

function groupFile(gid: number): string {
  const app = gid === 0 ? [] : [`app:x:${gid}:`];
  return [...app, "root:x:0:", "nogroup:x:65534:", ""].join("\n");
}
