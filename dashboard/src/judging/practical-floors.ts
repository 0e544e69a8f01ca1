import { describeMetric, type Metric } from "../papers/metric.ts";

interface Floor {
  /** Of the value before. */
  readonly share: number;
  /** In the metric's unit. */
  readonly amount: number;
}

const timing: Floor = { share: 0.05, amount: 50 };
// Varies more than the others on a quiet host.
const blocking: Floor = { share: 0.1, amount: 50 };
const performance: Floor = { share: 0, amount: 3 };
// Every point of these stands for an audit that passed before.
const audits: Floor = { share: 0, amount: 1 };
const layoutShift: Floor = { share: 0, amount: 0.02 };
// Cookies and dates in headers change the bytes of every small page.
const bytes: Floor = { share: 0.02, amount: 500 };
const count: Floor = { share: 0, amount: 1 };

/** The smallest change that matters to a metric that was at `before`: the larger one of a share and an amount. Never 0. */
export function practicalFloor(metric: Metric, before: number): number {
  const { share, amount } = floorOf(metric);
  return Math.max(share * Math.abs(before), amount);
}

/** Whether a change is at least the floor, also where it misses it by the last bits of a sum. */
export function reachesFloor(change: number, floor: number): boolean {
  return Math.abs(change) >= floor * (1 - 1e-9);
}

function floorOf(metric: Metric): Floor {
  switch (describeMetric(metric).unit) {
    case "score":
      return metric === "performance" ? performance : audits;
    case "ms":
      return metric === "tbt" ? blocking : timing;
    case "shift":
      return layoutShift;
    case "bytes":
      return bytes;
    case "count":
      return count;
  }
}
