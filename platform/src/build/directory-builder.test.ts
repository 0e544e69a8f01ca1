import { access, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exec } from "../base/exec.ts";
import type { Artifact } from "../plan/artifact.ts";
import { openKit, readLines, type BuildKit } from "./testing/build-kit.ts";

let kit: BuildKit;

beforeAll(async () => {
  kit = await openKit();
});

afterAll(async () => {
  expect(await kit.scratch()).toEqual([]);
  await kit.remove();
});

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const text = (artifact: Artifact, file: string): Promise<string> =>
  readFile(join(artifact.directory, file), "utf8");

describe("a build", () => {
  test("keeps the source's files, links and executable bits and adds what the command makes", async () => {
    const root = await kit.source({ "a.txt": "a", "bin/run": "#!/bin/sh\n" });
    await symlink("a.txt", join(root, "link"));
    const artifact = await kit.artifact(root, { buildCommand: "pwd > where; cat a.txt > made" });
    expect(await text(artifact, "made")).toBe("a");
    expect((await stat(join(artifact.directory, "bin/run"))).mode & 0o111).not.toBe(0);
    expect((await lstat(join(artifact.directory, "link"))).isSymbolicLink()).toBe(true);
    expect((await text(artifact, "where")).trim()).toBe("/workspace");
    expect(artifact.sizeBytes).toBeGreaterThan(0);
  });

  test("leaves the source as it was", async () => {
    const root = await kit.source({ "a.txt": "a" });
    await kit.artifact(root, { buildCommand: "echo b > a.txt; touch new" });
    expect(await readdir(root)).toEqual(["a.txt"]);
    expect(await readFile(join(root, "a.txt"), "utf8")).toBe("a");
  });

  test("sees its variables, a PATH and a HOME of its own, and nothing else of ours", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const artifact = await kit.artifact(
      root,
      { buildCommand: "env > env.txt; touch $HOME/x $TMPDIR/y /tmp/z" },
      { env: { GREETING: "it's\n$HOME", OTHER: "b" } },
    );
    const env = await text(artifact, "env.txt");
    expect(env).toContain("GREETING=it's\n$HOME\n");
    expect(env).toContain("OTHER=b\n");
    expect(env).toMatch(/^HOME=\/home\/app$/m);
    expect(env).not.toContain("VITEST");
  });

  test("runs as the app's user where we are root", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const artifact = await kit.artifact(root, { buildCommand: "id -u > uid; id -un > name" });
    const owner = (await stat(join(artifact.directory, "uid"))).uid;
    expect((await text(artifact, "uid")).trim()).toBe(String(owner));
    if (kit.machine.capabilities.isRoot) expect((await text(artifact, "name")).trim()).toBe("app");
  });

  test("takes process types from the Procfile", async () => {
    const root = await kit.source({
      Procfile: "web: node a.js --port $PORT\r\n# no\nworker:  python w.py\n",
    });
    const artifact = await kit.artifact(root, {});
    expect(artifact.processes).toEqual({ web: "node a.js --port $PORT", worker: "python w.py" });
  });

  test("sees the whole source when it reaches outside, of which only its directory lives on", async () => {
    const root = await kit.source({ "app/a.txt": "a", "shared/b.txt": "b" });
    const source = { source: "checkout", directory: "app", treeHash: root, commit: null };
    const outside = await kit.artifact(root, {
      source: { ...source, reachesOutside: true },
      buildCommand: "cat ../shared/b.txt /workspace/a.txt > made",
    });
    expect(await text(outside, "made")).toBe("ba");
    expect(await readdir(outside.directory)).toEqual(["a.txt", "made"]);
    const inside = await kit.failure(root, { source, buildCommand: "cat ../shared/b.txt" });
    expect(inside.reason).toBe("BuildJobExitNonZero");
  });

  test("is not repeated for the same inputs, and is for others", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const inputs = { buildCommand: "date +%N > made" };
    const first = await kit.build(root, inputs);
    const second = await kit.build(root, inputs);
    const third = await kit.build(root, inputs, { env: { A: "1" } });
    const afresh = await kit.build(root, inputs, { generation: 1 });
    expect(await kit.build(root, inputs, { generation: 1 })).toEqual({ ...afresh, reused: true });
    expect(afresh.artifact?.id).not.toBe(first.artifact?.id);
    expect(second).toEqual({ artifact: first.artifact, reused: true });
    expect(third).toMatchObject({ reused: false });
    expect(third.artifact?.id).not.toBe(first.artifact?.id);
    expect(await kit.builder.find("app", first.artifact?.id ?? "")).toEqual(first.artifact);
  });

  test("is done once when it is asked for twice at a time", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const inputs = { buildCommand: "date +%N > made" };
    const outcomes = await Promise.all([kit.build(root, inputs), kit.build(root, inputs)]);
    expect(outcomes.map((outcome) => "reused" in outcome && outcome.reused).sort()).toEqual([false, true]);
  });
});

describe("a failing build", () => {
  test("names its step and shows its last lines and its log", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const failure = await kit.failure(root, {
      buildCommand: "for i in $(seq 30); do echo line $i; done; exit 3",
    });
    expect(failure).toMatchObject({
      reason: "BuildJobExitNonZero",
      message: "build_command exited with code 3",
    });
    expect(failure.lastLines).toHaveLength(25);
    expect(failure.lastLines.at(-2)).toBe("line 30");
    expect(await readLines(failure.logFile)).toContain("line 1");
  });

  test("names a host that was looked for in vain, however long ago that was said", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const failure = await kit.failure(root, {
      buildCommand:
        "echo Error: getaddrinfo ENOTFOUND nowhere.test; for i in $(seq 40); do echo at $i; done; exit 1",
    });
    expect(failure.hint).toContain("the host nowhere.test");
    expect((await kit.failure(root, { buildCommand: "exit 1" })).hint).toBe("");
  });

  test("leaves no artifact behind, and is tried again", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const before = await readdir(join(kit.machine.home, "artifacts/app"));
    await kit.failure(root, { buildCommand: "touch made; false" });
    expect(await readdir(join(kit.machine.home, "artifacts/app"))).toEqual(before);
    await kit.failure(root, { buildCommand: "touch made; false" });
  });

  test("is ended with all it started when its time is over", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const failure = await kit.failure(root, {
      buildCommand: "setsid sleep 7391 & sleep 7391",
      timeoutMs: 700,
    });
    expect(failure.reason).toBe("BuildJobTimeout");
    expect(failure.message).toBe("build_command was still running at the build's limit of 0.7 seconds");
    expect((await exec(["pgrep", "-f", "^sleep 7391"], { env: { PATH: "/usr/bin:/bin" } })).stdout).toBe("");
  });

  test("is told apart when it ran out of memory", async (context) => {
    if (kit.machine.capabilities.cgroup?.memory == null) context.skip("no memory limits on this machine");
    const root = await kit.source({ "a.txt": "a" });
    const failure = await kit.failure(root, {
      buildCommand: "head -c 200000000 /dev/zero | tail -c 150000000 > made",
      memoryBytes: 64 * 1024 * 1024,
    });
    expect(failure.reason).toBe("BuildJobOutOfMemory");
    expect(failure.message).toContain("64 MiB");
  });
});

describe("an aborted build", () => {
  test("ends at once with the signal's reason and leaves nothing", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const stop = new AbortController();
    const began = kit.build(
      root,
      { buildCommand: "echo started; sleep 7392" },
      {
        signal: stop.signal,
        onLine: (line) => {
          if (line === "started") stop.abort(new Error("enough"));
        },
      },
    );
    await expect(began).rejects.toThrow("enough");
    expect((await exec(["pgrep", "-f", "^sleep 7392"], { env: { PATH: "/usr/bin:/bin" } })).stdout).toBe("");
    expect(await kit.scratch()).toEqual([]);
  });

  test("lets the one that waits for it build", async () => {
    const root = await kit.source({ "a.txt": "a" });
    const stop = new AbortController();
    const inputs = { buildCommand: "echo started; test -e $HOME/../none || sleep 0.2; echo b > made" };
    const first = kit.build(root, inputs, {
      signal: stop.signal,
      onLine: () => stop.abort(new Error("enough")),
    });
    const second = kit.artifact(root, inputs);
    await expect(first).rejects.toThrow("enough");
    expect(await text(await second, "made")).toBe("b\n");
  });
});

test("what a killed control plane left is removed before the first build, and not taken for an artifact", async () => {
  const other = await openKit();
  try {
    const root = await other.source({ "a.txt": "a" });
    const { id } = await other.artifact(root, {});
    const successor = await openKit({ machine: { home: other.machine.home } });
    await mkdir(join(other.machine.home, "scratch/builds/build-left/source"), { recursive: true });
    await rm(join(other.machine.home, "artifacts/app", id, "artifact.json"));
    expect(await successor.builder.find("app", id)).toBeUndefined();
    expect(await successor.build(root, {})).toMatchObject({ artifact: { id }, reused: false });
    expect(await successor.scratch()).toEqual([]);
    await successor.remove();
  } finally {
    await other.remove();
  }
});

describe("without bubblewrap", () => {
  test("a build stands at its final place from the start", async () => {
    const plain = await openKit({
      capabilities: (probed) => ({ ...probed, programs: { ...probed.programs, bwrap: null } }),
    });
    try {
      const root = await plain.source({ "a.txt": "a" });
      const artifact = await plain.artifact(root, { buildCommand: "pwd > where" });
      expect((await text(artifact, "where")).trim()).toBe(artifact.directory);
      await plain.failure(root, { buildCommand: "false" });
      const slow = { buildCommand: "setsid sleep 7393 & sleep 7393", timeoutMs: 300 };
      expect((await plain.failure(root, slow)).reason).toBe("BuildJobTimeout");
      expect(await readdir(join(plain.machine.home, "artifacts/app"))).toEqual([artifact.id]);
    } finally {
      await plain.remove();
    }
  });
});

test("collects artifacts that nobody keeps, but for the newest", async () => {
  const other = await openKit();
  try {
    const root = await other.source({ "a.txt": "a" });
    const ids: string[] = [];
    for (const letter of ["a", "b", "c", "d"]) {
      ids.push((await other.artifact(root, {}, { env: { LETTER: letter } })).id);
    }
    const gone = await other.builder.collect("app", [ids[0] ?? ""], 1);
    expect([...gone].sort()).toEqual([ids[1], ids[2]].sort());
    expect(await other.builder.find("app", ids[3] ?? "")).toBeDefined();
    await other.builder.remove("app");
    expect(await other.builder.find("app", ids[0] ?? "")).toBeUndefined();
  } finally {
    await other.remove();
  }
});

test("a full disk is named as such", async (context) => {
  if (!kit.machine.capabilities.isRoot) context.skip("only root can mount a small disk");
  const small = await mkdtemp(join(tmpdir(), "ashore-small-"));
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
  const mounted = await exec(["mount", "-t", "tmpfs", "-o", "size=2m,mode=755", "ashore", small], { env });
  try {
    if (mounted.code !== 0) context.skip("no tmpfs can be mounted here");
    const other = await openKit({ machine: { home: small } });
    try {
      const root = await other.source({ "big.bin": "x".repeat(4_000_000) });
      await expect(other.build(root, {})).rejects.toMatchObject({ code: "DISK_FULL" });
      const little = await other.source({ "a.txt": "a" });
      await expect(
        other.build(little, { buildCommand: "head -c 4000000 /dev/zero > big" }),
      ).rejects.toMatchObject({ code: "DISK_FULL" });
      expect(await exists(join(small, "artifacts/app"))).toBe(true);
      expect(await readdir(join(small, "artifacts/app"))).toEqual([]);
    } finally {
      await other.remove();
    }
  } finally {
    await exec(["umount", small], { env });
    await rm(small, { recursive: true });
  }
});
