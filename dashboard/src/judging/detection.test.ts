import { describe, expect, it } from "vitest";
import type { Metric } from "../papers/metric.ts";
import { compareMeasurements, type SampleValues } from "./compare-measurements.ts";
import { compareSamples } from "./compare-samples.ts";

// Noise as measured on a quiet host with one sample at a time: blocking time varies by 7 to 10 % around its middle,
// paint metrics by 2 %, and one sample in twenty or thirty is wild, up to three times as long. Bytes vary by a header.
const BLOCKING_SIGMA = 0.1;
const PAINT_SIGMA = 0.02;
const PAIRS = 200;

type Random = () => number;
type Sample = Partial<Record<Metric, number>>;

describe("comparisons of simulated measurements", () => {
  it("call at most 2 of 100 pairs of five samples of an unchanged page worse", () => {
    const random = seeded(20_240_611);
    let wrong = 0;
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const { metrics } = compareMeasurements(measure(random, 5), measure(random, 5), "mobile");
      if (metrics.some(({ verdict }) => verdict === "worse")) wrong += 1;
    }
    expect(wrong / PAIRS).toBeLessThanOrEqual(0.02);
  });

  it.each<{ what: string; metric: Metric; change: (sample: Sample) => Sample; goal: number }>([
    { what: "30 % more TBT", metric: "tbt", change: ({ tbt = 0 }) => ({ tbt: tbt * 1.3 }), goal: 0.9 },
    { what: "10 % more LCP", metric: "lcp", change: ({ lcp = 0 }) => ({ lcp: lcp * 1.1 }), goal: 0.9 },
    { what: "0.05 more CLS", metric: "cls", change: ({ cls = 0 }) => ({ cls: cls + 0.05 }), goal: 0.95 },
    {
      what: "5 % more bytes",
      metric: "bytes-total",
      change: ({ "bytes-total": bytes = 0 }) => ({ "bytes-total": Math.round(bytes * 1.05) }),
      goal: 1,
    },
    {
      what: "one new third party",
      metric: "third-parties",
      change: ({ "third-parties": parties = 0 }) => ({ "third-parties": parties + 1 }),
      goal: 1,
    },
  ])("find $what in ten samples on each side", ({ metric, change, goal }) => {
    const random = seeded(7);
    let found = 0;
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [a, b] = [measure(random, 10), measure(random, 10, change)];
      if (compareSamples(metric, a[metric] ?? [], b[metric] ?? [], "mobile").verdict === "worse") found += 1;
    }
    expect(found / PAIRS).toBeGreaterThanOrEqual(goal);
  });
});

function measure(random: Random, n: number, change: (sample: Sample) => Sample = () => ({})): SampleValues {
  const values: Partial<Record<Metric, number[]>> = {};
  for (let index = 0; index < n; index += 1) {
    const sample = sampleOf(random);
    for (const [metric, value] of Object.entries({ ...sample, ...change(sample) })) {
      (values[metric as Metric] ??= []).push(value);
    }
  }
  return values;
}

function sampleOf(random: Random): Sample {
  const tbt = noisy(random, 300, { sigma: BLOCKING_SIGMA, wildShare: 0.05, wildest: 3.2 });
  const paint = { sigma: PAINT_SIGMA, wildShare: 0.03, wildest: 1.5 };
  return {
    // The score carries the noise of blocking time.
    performance: Math.round(93 - 20 * Math.max(0, Math.log(tbt / 300)) + random()),
    fcp: noisy(random, 764, paint),
    lcp: noisy(random, 2111, paint),
    si: noisy(random, 775, paint),
    tti: noisy(random, 2400, paint),
    tbt,
    cls: random() < 0.1 ? 0.005 : 0.002,
    "bytes-total": 512_000 + Math.round(40 * random()),
    requests: 24,
    "third-parties": 2,
  };
}

interface Noise {
  readonly sigma: number;
  /** How many samples of all are wild, and how many times as long the wildest is. */
  readonly wildShare: number;
  readonly wildest: number;
}

/** Log-normal around a middle. */
function noisy(random: Random, middle: number, { sigma, wildShare, wildest }: Noise): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const wild = random() < wildShare ? 1 + (wildest - 1) * random() : 1;
  return middle * Math.exp(sigma * normal) * wild;
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
