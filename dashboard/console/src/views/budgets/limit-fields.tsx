import { bandsOf, describeMetric, type Metric } from "../../../../src/papers/metric.ts";
import { formatValue } from "../../../../src/judging/format-value.ts";
import type { ApiError } from "../../http.ts";
import { TextField } from "../../components/field.tsx";
import { faultsOf } from "../../components/form.tsx";
import type { Limits } from "./judge-limits.ts";
import { inputUnitOf } from "./units.ts";

interface LimitFieldsProps {
  readonly metric: Metric;
  readonly texts: Readonly<Record<keyof Limits, string>>;
  readonly own: Readonly<Partial<Record<keyof Limits, string>>>;
  readonly error: ApiError | null;
  readonly onWarn: (text: string) => void;
  readonly onFail: (text: string) => void;
}

export function LimitFields({ metric, texts, own, error, onWarn, onFail }: LimitFieldsProps) {
  const faults = faultsOf(error);
  const { label } = inputUnitOf(metric);
  const unit = label === "" ? "" : ` (${label})`;
  const sign = describeMetric(metric).better === "lower" ? "above" : "below";
  const bands = bandsOf(metric, "mobile");
  return (
    <>
      <div className="fields">
        <TextField
          label={`At risk ${sign}${unit}`}
          inputMode="decimal"
          value={texts.warn}
          onChange={onWarn}
          fault={own.warn ?? faults("warn")}
        />
        <TextField
          label={`Exceeded ${sign}${unit}`}
          inputMode="decimal"
          value={texts.fail}
          onChange={onFail}
          fault={own.fail ?? faults("fail")}
        />
      </div>
      {bands !== null && (
        <p className="muted">
          For orientation, on mobile: good up to {formatValue(metric, bands.good)}, poor beyond{" "}
          {formatValue(metric, bands.poor)}.
        </p>
      )}
    </>
  );
}
