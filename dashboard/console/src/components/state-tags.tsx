import type {
  AnomalyState,
  BatchState,
  BudgetState,
  MeasurementState,
  SampleState,
} from "../../../src/papers/states.ts";
import { Tag, type Tone } from "./tag.tsx";

type Look = readonly [tone: Tone, word: string];

const budgets: Readonly<Record<BudgetState, Look>> = {
  fail: ["poor", "Exceeded"],
  warn: ["average", "At risk"],
  pass: ["good", "Met"],
  unknown: ["neutral", "Not known yet"],
};
const anomalies: Readonly<Record<AnomalyState, Look>> = {
  confirmed: ["poor", "Confirmed"],
  suspected: ["average", "Being verified"],
  refuted: ["neutral", "Did not repeat"],
  recovered: ["good", "Recovered"],
  dismissed: ["neutral", "Dismissed"],
};
const measurements: Readonly<Record<MeasurementState, Look>> = {
  open: ["info", "Running"],
  done: ["good", "Done"],
  inconclusive: ["average", "Inconclusive"],
  failed: ["poor", "Failed"],
  cancelled: ["neutral", "Cancelled"],
};
const samples: Readonly<Record<SampleState, Look>> = {
  queued: ["neutral", "Waiting"],
  running: ["info", "Running"],
  done: ["good", "Valid"],
  failed: ["poor", "Failed"],
  dead: ["poor", "Given up"],
  cancelled: ["neutral", "Cancelled"],
};
const batches: Readonly<Record<BatchState, Look>> = {
  open: ["info", "Running"],
  done: ["good", "Done"],
  cancelled: ["neutral", "Cancelled"],
};

function tagOf<State extends string>(looks: Readonly<Record<State, Look>>) {
  return function StateTag({ state }: { readonly state: State }) {
    const [tone, word] = looks[state];
    return <Tag tone={tone}>{word}</Tag>;
  };
}

export const BudgetTag = tagOf(budgets);
export const AnomalyTag = tagOf(anomalies);
export const MeasurementTag = tagOf(measurements);
export const SampleTag = tagOf(samples);
export const BatchTag = tagOf(batches);
