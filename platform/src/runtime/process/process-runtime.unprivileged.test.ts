import { tmpdir } from "node:os";
import { exec } from "../../base/exec.ts";
import { probeHost } from "../../base/sandbox.ts";
import { runtimeConformance } from "../runtime.conformance.ts";
import { processSubject } from "./process.conformance.ts";

const UID = 20_778;

/** The runner's own process becomes the ordinary user; each test file has a process of its own. */
async function becomeOrdinary(): Promise<boolean> {
  if (process.getuid?.() !== 0) return true;
  const drop = ["setpriv", "--reuid", String(UID), "--regid", String(UID), "--clear-groups"] as const;
  const readable = await exec([...drop, process.execPath, "--check", import.meta.filename]);
  if (readable.code !== 0) return false;
  process.setgroups?.([]);
  process.setgid?.(UID);
  process.setuid?.(UID);
  return true;
}

const isOrdinary = await becomeOrdinary();
const host = await probeHost({ scratch: tmpdir(), path: "" });
const plain = { ...host, programs: { ...host.programs, bwrap: null } };

runtimeConformance(
  "as an ordinary user with bubblewrap",
  isOrdinary && host.programs.bwrap !== null ? processSubject(host, null) : null,
  "needs bubblewrap with user namespaces, and a checkout that others may read",
);
runtimeConformance(
  "as an ordinary user without bubblewrap",
  isOrdinary ? processSubject(plain, null) : null,
  "needs a checkout that others may read",
);
