import type { FinishedMeasurement } from "./finished-measurements.ts";

export interface VersionChange {
  readonly kind: "version";
  /** E.g. `Lighthouse 12 → 13`. */
  readonly label: string;
  readonly at: Date;
}

type Versions = Pick<FinishedMeasurement, "at" | "lighthouseVersion" | "chromiumVersion">;

/** Where Lighthouse's or Chromium's major version differs from that of the measurement before. Oldest first. */
export function findVersionChanges(measurements: readonly Versions[]): readonly VersionChange[] {
  return [
    ...changesOf("Lighthouse", measurements, ({ lighthouseVersion }) => lighthouseVersion),
    ...changesOf("Chromium", measurements, ({ chromiumVersion }) => chromiumVersion),
  ].sort((first, second) => first.at.getTime() - second.at.getTime());
}

/** `13` of `13.5.0`; null: there is no version. */
export function majorOf(version: string | null): string | null {
  return /\d+/.exec(version ?? "")?.[0] ?? null;
}

/** A measurement that failed has no version and stands between no two. */
function changesOf(
  product: string,
  measurements: readonly Versions[],
  versionOf: (measurement: Versions) => string | null,
): readonly VersionChange[] {
  const known = measurements.flatMap((measurement) => {
    const major = majorOf(versionOf(measurement));
    return major === null ? [] : [{ at: measurement.at, major }];
  });
  return known.flatMap(({ at, major }, index) => {
    const before = known[index - 1]?.major ?? major;
    return before === major
      ? []
      : [{ kind: "version" as const, label: `${product} ${before} → ${major}`, at }];
  });
}
