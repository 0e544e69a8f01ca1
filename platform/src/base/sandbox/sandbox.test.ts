import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exec, type ExecOutcome } from "../exec.ts";
import {
  environmentScript,
  probeHost,
  sandboxArgv,
  sandboxEnvironment,
  type HostCapabilities,
  type SandboxRequest,
} from "../sandbox.ts";

const UID = 20_779;
const host = await probeHost({ scratch: tmpdir(), path: "" });
const bare: HostCapabilities = { ...host, programs: { ...host.programs, bwrap: null } };

describe("probeHost", () => {
  it("names only programs that are there, and shows a machine's own directories", async () => {
    for (const path of Object.values(host.programs))
      if (path !== null) await expect(readFile(path)).resolves.toBeDefined();
    expect(host.view.directories).toContain("/usr");
    expect(host.isRoot).toBe(process.getuid?.() === 0);
  });
});

describe("environmentScript", () => {
  it("carries every value through a shell unchanged and leaves out names no shell can hold", async () => {
    const env = { PLAIN: "x", TRICKY: '\'; exit 1; "$PLAIN" `id` \\\n\tend\\', "not-a-name": "y", EMPTY: "" };
    const script = `${environmentScript(env)}\nexec ${process.execPath} -p 'JSON.stringify(process.env)'`;
    const seen = JSON.parse((await exec(["sh", "-c", script])).stdout) as Record<string, string>;
    expect(seen).toMatchObject({ PLAIN: "x", TRICKY: env.TRICKY, EMPTY: "" });
    expect(seen).not.toHaveProperty("not-a-name");
  });
});

const levels: [string, HostCapabilities, boolean][] = [
  ["with bubblewrap", host, host.programs.bwrap !== null],
  ["without bubblewrap", bare, true],
];
describe.each(levels)("sandboxArgv %s", (_, capabilities, possible) => {
  let root: string;
  const uid = host.isRoot ? UID : null;
  const boxed = capabilities.programs.bwrap !== null;
  const options = { skip: !possible };

  beforeEach(async () => {
    root = await mkdtemp(`${tmpdir()}/ashore-sandbox-`);
    await chmod(root, 0o755);
    await mkdir(`${root}/workspace`);
    if (uid !== null) await chown(`${root}/workspace`, uid, uid);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  function run(script: string, more: Partial<SandboxRequest> = {}, env = {}): Promise<ExecOutcome> {
    const argv = sandboxArgv({
      capabilities,
      uid,
      workspace: { hostDirectory: `${root}/workspace`, path: "/workspace" },
      overlay: null,
      readOnly: [],
      writable: [],
      tmpBytes: 1_000_000,
      etc: { hosts: null, resolv: null, passwd: null, group: null },
      hostname: "box",
      network: null,
      cgroupDirectories: [],
      environmentFd: 0,
      statusFd: null,
      diesWithParent: true,
      command: ["sh", "-c", script],
      ...more,
    });
    const input = environmentScript({ PATH: "/usr/bin:/bin", ...env });
    return exec(argv, { env: sandboxEnvironment, input });
  }

  it("runs in the workspace, under its uid, and hands on the exit code", options, async () => {
    const outcome = await run("pwd; id -u; touch made; cat; exit 5");
    const directory = boxed ? "/workspace" : `${root}/workspace`;
    expect(outcome).toMatchObject({ code: 5, stdout: `${directory}\n${uid ?? host.uid}\n` });
    await expect(readFile(`${root}/workspace/made`, "utf8")).resolves.toBe("");
  });

  it("lets the environment count only once the rights are gone", options, async () => {
    const outcome = await run("true", {}, { LD_PRELOAD: "/nowhere.so" });
    const complaints = outcome.stderr.split("\n").filter((line) => line.includes("/nowhere.so"));
    // One for the shell that is started; the programs before it, which still have rights, never saw it.
    expect(complaints).toHaveLength(1);
  });

  it("shows paths below a private directory, read-only", { skip: !possible || !boxed }, async () => {
    await mkdir(`${root}/private/tool`, { recursive: true });
    await writeFile(`${root}/private/tool/file`, "content");
    await chmod(`${root}/private`, 0o700);
    const tool = `${root}/private/tool`;
    const outcome = await run(`cat ${tool}/file; touch ${tool}/other`, { readOnly: [tool] });
    expect(outcome.stdout).toBe("content");
    expect(outcome.stderr).toContain("Read-only file system");
  });

  it("shows paths below a /tmp that is somebody's own directory", { skip: !possible || !boxed }, async () => {
    for (const name of ["tmp", "deep/tool"]) await mkdir(`${root}/${name}`, { recursive: true });
    await writeFile(`${root}/deep/tool/file`, "content");
    const tool = `${root}/deep/tool`;
    const writable = [{ host: `${root}/tmp`, inside: "/tmp" }];
    const outcome = await run(`cat ${tool}/file`, { readOnly: [tool], writable });
    expect(outcome.stdout).toBe("content");
  });

  it("lets a link of the machine's own directories be named", { skip: !possible || !boxed }, async () => {
    const link = host.view.entries.includes("/etc/ssl") ? "/etc/ssl/certs/ca-certificates.crt" : "/usr/bin";
    expect(await run("exit 3", { readOnly: [link, "/usr/bin/env"] })).toMatchObject({ code: 3, stderr: "" });
  });

  it("limits /tmp, hides the machine's files and processes", { skip: !possible || !boxed }, async () => {
    const line = "head -c 2000000 /dev/zero > /tmp/big; ls /home /root 2>&1; ls /proc | grep -c '^[0-9]'";
    const outcome = await run(line);
    expect(outcome.stderr).toContain("No space left on device");
    expect(Number(outcome.stdout.trim().split("\n").at(-1))).toBeLessThan(10);
  });

  it("mounts an overlay that ends with the command", { skip: !possible || !host.overlay }, async () => {
    for (const part of ["lower", "upper", "work"]) await mkdir(`${root}/${part}`);
    await writeFile(`${root}/lower/kept`, "from below");
    if (uid !== null) await chown(`${root}/upper`, uid, uid);
    const overlay = { lower: `${root}/lower`, upper: `${root}/upper`, work: `${root}/work` };
    const outcome = await run("cat kept; echo mine > kept 2>/dev/null; echo new > new", { overlay });
    expect(outcome).toMatchObject({ code: 0, stdout: "from below" });
    await expect(readFile(`${root}/upper/new`, "utf8")).resolves.toBe("new\n");
    await expect(readFile(`${root}/lower/kept`, "utf8")).resolves.toBe("from below");
    expect(await readFile("/proc/mounts", "utf8")).not.toContain(root);
  });
});
