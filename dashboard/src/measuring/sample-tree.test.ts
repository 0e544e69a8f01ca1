import { expect, it } from "vitest";
import type { ProcessInfo } from "./processes.ts";
import { createTree, growTree } from "./sample-tree.ts";
import { createMarker, formatMarker, parseMarker } from "./sample-marker.ts";

const one = (
  pid: number,
  parentPid: number,
  groupId = pid,
  change: Partial<ProcessInfo> = {},
): ProcessInfo => ({
  pid,
  parentPid,
  groupId,
  state: "S",
  startTicks: pid * 10,
  cpuTicks: 0,
  ...change,
});
const pids = (living: readonly ProcessInfo[]) => living.map(({ pid }) => pid).toSorted((a, b) => a - b);
const nobody = () => false;

it("finds children before and behind their parents, and the group", () => {
  const tree = createTree(1000, "m");
  const list = [one(900, 1001), one(1000, 1), one(1001, 1000, 1000), one(1002, 1, 1000), one(5, 1)];
  expect(pids(growTree(tree, list, nobody))).toEqual([900, 1000, 1001, 1002]);
});

it("still knows a process whose parents are gone", () => {
  const tree = createTree(1000, "m");
  growTree(tree, [one(1000, 1), one(1001, 1000)], nobody);
  expect(pids(growTree(tree, [one(1001, 1)], nobody))).toEqual([1001]);
});

it("does not take a new process for an old one of the same pid", () => {
  const tree = createTree(1000, "m");
  growTree(tree, [one(1000, 1), one(1001, 1000)], nobody);
  const list = [one(1001, 1, 1001, { startTicks: 99_999 }), one(1005, 1001)];
  expect(growTree(tree, list, nobody)).toEqual([]);
});

it("finds what carries the marker and its children", () => {
  const tree = createTree(-1, "m");
  const list = [one(50, 1), one(51, 50), one(52, 1)];
  expect(pids(growTree(tree, list, (pid) => pid === 50))).toEqual([50, 51]);
});

it("leaves out what has ended already", () => {
  const tree = createTree(1000, "m");
  expect(pids(growTree(tree, [one(1000, 1), one(1001, 1000, 1000, { state: "Z" })], nobody))).toEqual([1000]);
});

it("reads its own markers and no other text", () => {
  const marker = createMarker();
  expect(parseMarker(formatMarker(marker))).toEqual(marker);
  expect(marker.workerPid).toBe(process.pid);
  expect(parseMarker("something-else")).toBeNull();
});
