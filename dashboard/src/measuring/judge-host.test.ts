import { expect, it } from "vitest";
import { judgeHost } from "./judge-host.ts";

it.each([
  [{ benchmarkIndex: 3000, foreignCpuShare: 0.05 }, 3000, "quiet"],
  [{ benchmarkIndex: 2700, foreignCpuShare: 0.12 }, 3000, "quiet"],
  [{ benchmarkIndex: 2699, foreignCpuShare: 0.05 }, 3000, "disturbed"],
  [{ benchmarkIndex: 3000, foreignCpuShare: 0.13 }, 3000, "disturbed"],
  [{ benchmarkIndex: 100, foreignCpuShare: 0.05 }, null, "quiet"],
  [{ benchmarkIndex: null, foreignCpuShare: null }, 3000, "quiet"],
  [{ benchmarkIndex: null, foreignCpuShare: 0.5 }, null, "disturbed"],
] as const)("judges %j with a usual index of %s as %s", (reading, usual, verdict) => {
  expect(judgeHost(reading, usual)).toBe(verdict);
});
