import { describe, expect, it } from "vitest";
import { foreignShare, parseCgroupBusy, parseCpuLimit, parseMachineTimes } from "./host-readings.ts";
import { parseProcessStat } from "./processes.ts";

it("counts stolen time as busy and waiting for disks as idle", () => {
  const times = parseMachineTimes("cpu  100 10 50 800 40 5 5 30 60 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
  expect(times).toEqual({ busy: 2, total: 10.4 });
});

it.each(["", "cpu  0 0 0 0 0 0 0 0 0 0", "intr 5"])("knows nothing from %j", (stat) => {
  expect(parseMachineTimes(stat)).toBeNull();
});

describe("foreignShare", () => {
  const before = { busy: 100, total: 1000 };

  it("is what was neither idle nor ours", () => {
    expect(foreignShare(before, { busy: 108, total: 1020 }, 5)).toBeCloseTo(0.15);
  });

  it("stays between none and all", () => {
    expect(foreignShare(before, { busy: 104, total: 1020 }, 5)).toBe(0);
    expect(foreignShare(before, { busy: 200, total: 1020 }, 0)).toBe(1);
  });

  it("is unknown when no time passed", () => {
    expect(foreignShare(before, before, 0)).toBeNull();
  });
});

it("reads what a container may use and has used", () => {
  expect(parseCpuLimit("150000 100000\n")).toBe(1.5);
  expect(parseCpuLimit("max 100000\n")).toBeNull();
  expect(parseCpuLimit("")).toBeNull();
  expect(parseCgroupBusy("usage_usec 2500000\nuser_usec 1\n")).toBe(2.5);
  expect(parseCgroupBusy("")).toBeNull();
});

it("reads a process whose name holds parentheses and blanks", () => {
  const line = `4242 (a) b (c)) S 7 4200 4200 0 -1 0 1 2 3 4 50 25 9 9 20 0 5 0 987654 1 2 3`;
  expect(parseProcessStat(line)).toEqual({
    pid: 4242,
    parentPid: 7,
    groupId: 4200,
    state: "S",
    startTicks: 987_654,
    cpuTicks: 75,
  });
  expect(parseProcessStat("")).toBeNull();
});
