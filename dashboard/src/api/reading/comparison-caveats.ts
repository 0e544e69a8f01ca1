import type { ComparisonSide } from "./comparison-side.ts";
import { majorOf } from "./version-changes.ts";

/** With fewer on a side, a test hardly ever finds a change of a timing. */
const ENOUGH_SAMPLES = 5;

/** What makes two measurements hard to compare, a sentence each. */
export function findCaveats(a: ComparisonSide, b: ComparisonSide): readonly string[] {
  return [
    ...differentSubject(a, b),
    ...differentMajor("Lighthouse", a.measurement.lighthouseVersion, b.measurement.lighthouseVersion),
    ...differentMajor("Chromium", a.measurement.chromiumVersion, b.measurement.chromiumVersion),
    ...fewSamples(a.samples, b.samples),
    ...noisySides(a, b),
  ];
}

function differentSubject(a: ComparisonSide, b: ComparisonSide): readonly string[] {
  const profiles = [a.measurement.profile, b.measurement.profile] as const;
  return [
    ...(profiles[0] === profiles[1]
      ? []
      : [
          `The profiles differ: ${profiles[0]} before, ${profiles[1]} after; their timings are not comparable.`,
        ]),
    ...(a.page.id === b.page.id ? [] : ["These are two different pages."]),
  ];
}

function differentMajor(product: string, before: string | null, after: string | null): readonly string[] {
  const [from, to] = [majorOf(before), majorOf(after)];
  if (from === null || to === null || from === to) return [];
  return [`${product} ${from} measured before, ${product} ${to} after; a change may come from that.`];
}

function fewSamples(before: number, after: number): readonly string[] {
  const empty = before === 0 ? "before" : after === 0 ? "after" : null;
  if (empty !== null)
    return [
      `The measurement ${empty} has no samples to compare: it had no result, or they are no longer kept.`,
    ];
  if (Math.min(before, after) >= ENOUGH_SAMPLES) return [];
  const counts = before === after ? `${before} on each side` : `${before} before and ${after} after`;
  return [`Timings need ${ENOUGH_SAMPLES} samples a side to be certain; there are ${counts}.`];
}

function noisySides(
  { measurement: a }: ComparisonSide,
  { measurement: b }: ComparisonSide,
): readonly string[] {
  if (!a.noisy && !b.noisy) return [];
  const which = a.noisy && b.noisy ? "both measurements" : `the measurement ${a.noisy ? "before" : "after"}`;
  return [`The host was busy with other work during ${which}, so timings may be too high.`];
}
