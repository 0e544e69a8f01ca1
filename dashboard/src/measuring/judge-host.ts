import type { HostReading } from "../papers/sample.ts";

export const INDEX_FLOOR = 0.9;
export const FOREIGN_CPU_LIMIT = 0.12;

/**
 * Whether a sample was taken on a host that was quiet enough for its timings to count.
 * @param rollingMedianIndex the host's usual benchmark index; null while there is none
 */
export function judgeHost(reading: HostReading, rollingMedianIndex: number | null): "quiet" | "disturbed" {
  const { benchmarkIndex, foreignCpuShare } = reading;
  if (foreignCpuShare !== null && foreignCpuShare > FOREIGN_CPU_LIMIT) return "disturbed";
  if (benchmarkIndex === null || rollingMedianIndex === null) return "quiet";
  return benchmarkIndex < INDEX_FLOOR * rollingMedianIndex ? "disturbed" : "quiet";
}
