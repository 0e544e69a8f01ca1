import { expect, it } from "vitest";
import { medianRun } from "./median-run.ts";

const run = (fcp: number | undefined, tti: number | undefined) => ({
  values: { ...(fcp === undefined ? {} : { fcp }), ...(tti === undefined ? {} : { tti }) },
});

it("takes the run nearest to both medians", () => {
  const runs = [run(900, 3000), run(1000, 2000), run(1050, 2100), run(700, 1500), run(1050, 2900)];
  expect(medianRun(runs)).toBe(runs[2]);
});

it("takes the smaller TTI of two that are equally near", () => {
  const runs = [run(1000, 2200), run(1000, 2000)];
  expect(medianRun(runs)).toBe(runs[1]);
});

it("passes over runs without FCP or TTI", () => {
  const runs = [run(undefined, 1000), run(1000, undefined), run(5000, 9000)];
  expect(medianRun(runs)).toBe(runs[2]);
  expect(medianRun(runs.slice(0, 2))).toBeNull();
  expect(medianRun([])).toBeNull();
});

it("agrees with Lighthouse's own choice", async () => {
  const { computeMedianRun } = (await import("lighthouse/core/lib/median-run.js")) as {
    computeMedianRun: (runs: unknown[]) => unknown;
  };
  const pairs = Array.from(
    { length: 7 },
    (_, i) => [800 + ((i * 377) % 400), 2000 + ((i * 911) % 1500)] as const,
  );
  const reports = pairs.map(([fcp, tti]) => ({
    audits: { "first-contentful-paint": { numericValue: fcp }, interactive: { numericValue: tti } },
  }));
  const samples = pairs.map(([fcp, tti]) => run(fcp, tti));
  const ours = medianRun(samples);
  expect(samples.findIndex((one) => one === ours)).toBe(
    reports.findIndex((one) => one === computeMedianRun(reports)),
  );
});
