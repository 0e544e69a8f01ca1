import { randomBytes } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../clock.ts";
import { exec, startDetached, type Argv } from "../exec.ts";
import { isAlive, identify } from "../process-identity.ts";
import { createCgroup, type Cgroup } from "./cgroup.ts";
import type { CgroupCapability } from "./capabilities.ts";
import { probeCgroup } from "./probe-cgroup.ts";

const found = await probeCgroup(process.getuid?.() === 0);
const NO_LIMITS = { memoryBytes: null, cpus: null, pids: null };
const PATH = "/usr/bin:/bin";

describe.skipIf(found === null)("control groups (skipped unless root may write them)", () => {
  const capability = found!;
  let group: Cgroup | undefined;
  const make = async (limits = {}, of: CgroupCapability = capability): Promise<Cgroup> => {
    const name = `ashore-test-${randomBytes(4).toString("hex")}`;
    group = await createCgroup(of, name, { ...NO_LIMITS, ...limits }, systemClock);
    return group;
  };
  afterEach(() => group?.remove());

  const inside = (of: Cgroup, command: string): Argv => {
    const join = of.directories.map((path) => `echo $$ > ${path}/cgroup.procs`).join("; ");
    return ["sh", "-c", `${join}; ${command}`];
  };

  it("limits the number of processes", async (context) => {
    if (capability.pids === null) context.skip("no pids controller");
    const outcome = await exec(inside(await make({ pids: 2 }), "sleep 0 & sleep 0 & sleep 0 & wait"), {
      env: { PATH },
    });
    expect(outcome.stderr).toMatch(/fork/i);
  });

  it("ends what takes too much memory, and counts it", async (context) => {
    if (capability.memory === null) context.skip("no memory controller");
    const limited = await make({ memoryBytes: 32 * 1024 * 1024 });
    const outcome = await exec(inside(limited, "head -c 100000000 /dev/zero | tail -c 90000000 >/dev/null"), {
      env: { PATH },
    });
    expect(outcome.code).not.toBe(0);
    expect(await limited.oomKills()).toBeGreaterThan(0);
  });

  it.each([
    ["cgroup.kill", capability],
    ["the freezer", { ...capability, kill: null }],
  ])("ends a whole tree by %s, then leaves no directory", async (way, of) => {
    if (of.kill === null && of.freezer === null) return;
    const tree = await make({}, of);
    const script = "setsid sleep 300 & (sleep 300 &) & sleep 300";
    const { pid } = await startDetached(inside(tree, script), {
      env: { PATH },
      stdio: ["ignore", "ignore", "ignore"],
    });
    const identity = await identify(pid);
    while ((await tree.processes()).length < 4) await systemClock.sleep(5);
    const pids = await tree.processes();
    await tree.kill();
    expect(await tree.processes(), way).toEqual([]);
    expect(await isAlive(identity!)).toBe(false);
    for (const one of pids) expect(await identify(one)).toBeUndefined();
    await tree.remove();
    for (const directory of tree.directories) await expect(access(directory)).rejects.toThrow();
  });

  it("writes the share of the processor", async (context) => {
    if (capability.cpu === null) context.skip("no cpu controller");
    const half = await make({ cpus: 0.5 });
    const name = half.directories.find((path) => path.startsWith(`${capability.cpu}/`))!;
    const text = await readFile(
      capability.version === 2 ? `${name}/cpu.max` : `${name}/cpu.cfs_quota_us`,
      "utf8",
    );
    expect(text).toMatch(/^50000/);
  });
});
