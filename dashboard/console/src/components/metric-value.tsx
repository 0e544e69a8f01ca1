import { bandOf, type Metric, type Profile } from "../../../src/papers/metric.ts";
import { formatValue } from "../../../src/judging/format-value.ts";
import { ABSENT } from "../format/quantity.ts";
import { BandMark, bandWords } from "./band-mark.tsx";

interface MetricValueProps {
  readonly metric: Metric;
  readonly profile: Profile;
  readonly value: number | undefined | null;
  readonly large?: boolean;
}

/** A value with its band, by shape, colour and (for those who hear it) word. Zero is a value, absence a dash. */
export function MetricValue({ metric, profile, value, large = false }: MetricValueProps) {
  if (value == null) return <Absent />;
  const band = bandOf(metric, profile, value);
  return (
    <span className={`metric-value metric-value--${band ?? "none"}${large ? " metric-value--large" : ""}`}>
      {band !== null && <BandMark band={band} />}
      <span>{formatValue(metric, value)}</span>
      {band !== null && <span className="visually-hidden">{bandWords[band]}</span>}
    </span>
  );
}

/** There is no value here. */
export function Absent() {
  return (
    <span className="absent">
      <span aria-hidden="true">{ABSENT}</span>
      <span className="visually-hidden">none</span>
    </span>
  );
}
