import { memo } from "react";
import { bandsOf, describeMetric, type Metric, type Profile } from "../../../src/papers/metric.ts";
import { formatValue } from "../../../src/judging/format-value.ts";
import { formatAxisMoment } from "../format/moment.ts";
import type { BudgetLine } from "./budget-lines.ts";
import type { PlotLayout } from "./plot-layout.ts";
import { niceTicks } from "./scale.ts";
import { timeTicks } from "./time-ticks.ts";

const TICK_ROOM_PX = 78;
const FEWEST_TICKS = 3;

interface PlotFrameProps {
  readonly layout: PlotLayout;
  readonly metric: Metric;
  readonly profile: Profile;
  readonly budgets: readonly BudgetLine[];
}

/** What stands behind the points: axes, the field's bands with their edges, budgets. */
export const PlotFrame = memo(function PlotFrame({ layout, metric, profile, budgets }: PlotFrameProps) {
  return (
    <>
      <Bands layout={layout} metric={metric} profile={profile} />
      <ValueAxis layout={layout} metric={metric} />
      <TimeAxis layout={layout} />
      {budgets.map(({ level, value }) => (
        <Edge
          key={level + String(value)}
          layout={layout}
          value={value}
          kind={`budget-${level}`}
          label={`${level === "fail" ? "budget" : "budget, warning"} ${formatValue(metric, value)}`}
          side="left"
        />
      ))}
    </>
  );
});

function ValueAxis({ layout, metric }: Pick<PlotFrameProps, "layout" | "metric">) {
  return niceTicks(layout.value, 4).map((tick) => (
    <g key={tick} className="plot__tick">
      <line x1={layout.left} x2={layout.right} y1={layout.y(tick)} y2={layout.y(tick)} />
      <text x={layout.left - 8} y={layout.y(tick)} textAnchor="end" dominantBaseline="central">
        {formatValue(metric, tick)}
      </text>
    </g>
  ));
}

function TimeAxis({ layout }: Pick<PlotFrameProps, "layout">) {
  const { left, right, bottom, time, x } = layout;
  const ticks = timeTicks(time, Math.max(FEWEST_TICKS, Math.floor((right - left) / TICK_ROOM_PX)));
  return (
    <g className="plot__time">
      <line x1={left} x2={right} y1={bottom} y2={bottom} />
      {ticks
        .filter((tick) => x(tick) > left + 14 && x(tick) < right - 14)
        .map((tick) => (
          <text key={tick} x={x(tick)} y={bottom + 17} textAnchor="middle">
            {formatAxisMoment(tick, time[1] - time[0])}
          </text>
        ))}
    </g>
  );
}

function Bands({ layout, metric, profile }: Omit<PlotFrameProps, "budgets">) {
  const bands = bandsOf(metric, profile);
  if (bands === null) return null;
  const isLower = describeMetric(metric).better === "lower";
  const [best, worst] = isLower ? [-Infinity, Infinity] : [Infinity, -Infinity];
  const { good, poor } = bands;
  const goodLabel = `good ${isLower ? "≤" : "≥"} ${formatValue(metric, good)}`;
  const poorLabel = `poor ${isLower ? ">" : "<"} ${formatValue(metric, poor)}`;
  return (
    <>
      <Area layout={layout} from={best} to={good} kind="good" />
      <Area layout={layout} from={good} to={poor} kind="average" />
      <Area layout={layout} from={poor} to={worst} kind="poor" />
      <Edge layout={layout} value={good} kind="good" label={goodLabel} side="right" />
      <Edge layout={layout} value={poor} kind="poor" label={poorLabel} side="right" />
    </>
  );
}

interface AreaProps {
  readonly layout: PlotLayout;
  readonly from: number;
  readonly to: number;
  readonly kind: string;
}

function Area({ layout, from, to, kind }: AreaProps) {
  const { left, right, value, y } = layout;
  const low = Math.max(value[0], Math.min(from, to));
  const high = Math.min(value[1], Math.max(from, to));
  if (low >= high) return null;
  return (
    <rect
      className={`plot__band plot__band--${kind}`}
      x={left}
      width={right - left}
      y={y(high)}
      height={y(low) - y(high)}
    />
  );
}

interface EdgeProps {
  readonly layout: PlotLayout;
  readonly value: number;
  readonly kind: string;
  readonly label: string;
  readonly side: "left" | "right";
}

/** A level across the plot, named where it is; none where it lies outside. */
function Edge({ layout, value, kind, label, side }: EdgeProps) {
  const { left, right, top, bottom, y } = layout;
  const at = y(value);
  if (at < top || at > bottom) return null;
  const labelAt = at - 5 < top + 8 ? at + 13 : at - 5;
  return (
    <g className={`plot__edge plot__edge--${kind}`}>
      <line x1={left} x2={right} y1={at} y2={at} />
      <text
        x={side === "right" ? right - 4 : left + 5}
        y={labelAt}
        textAnchor={side === "right" ? "end" : "start"}
      >
        {label}
      </text>
    </g>
  );
}
