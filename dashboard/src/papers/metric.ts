/**
 * Every metric the dashboard stores: its unit, which direction is better, and its bands where the field has them.
 * Values are kept in SI base units: times in ms, sizes in bytes, scores 0 to 100, layout shift without a unit.
 */
export type Unit = "score" | "ms" | "shift" | "bytes" | "count";

export interface MetricDefinition {
  readonly name: string;
  readonly label: string;
  /** For table heads and chart titles. */
  readonly short: string;
  readonly unit: Unit;
  readonly better: "lower" | "higher";
  /** Facts barely differ between two runs of the same page; timings do. Budgets and verdicts treat them apart. */
  readonly kind: "fact" | "timing";
  /** Inclusive on the good side: a value equal to `good` is good. null: the field has no bands for it. */
  readonly bands: { readonly good: number; readonly poor: number } | null;
}

type BandsByProfile = { readonly good: number; readonly poor: number };

const definitions = {
  performance: score("Performance", "Perf"),
  accessibility: { ...score("Accessibility", "A11y"), kind: "fact" },
  "best-practices": { ...score("Best practices", "Best"), kind: "fact" },
  seo: { ...score("SEO", "SEO"), kind: "fact" },
  fcp: timing("First Contentful Paint", "FCP", { good: 1800, poor: 3000 }),
  si: timing("Speed Index", "SI", { good: 3400, poor: 5800 }),
  lcp: timing("Largest Contentful Paint", "LCP", { good: 2500, poor: 4000 }),
  tbt: timing("Total Blocking Time", "TBT", { good: 200, poor: 600 }),
  cls: {
    label: "Cumulative Layout Shift",
    short: "CLS",
    unit: "shift",
    better: "lower",
    kind: "fact",
    bands: { good: 0.1, poor: 0.25 },
  },
  tti: timing("Time to Interactive", "TTI", { good: 3800, poor: 7300 }),
  ttfb: timing("Time to First Byte", "TTFB", { good: 800, poor: 1800 }),
  "bytes-total": bytes("All bytes", "Bytes"),
  "bytes-document": bytes("HTML bytes", "HTML"),
  "bytes-script": bytes("Script bytes", "Script"),
  "bytes-stylesheet": bytes("Style sheet bytes", "CSS"),
  "bytes-image": bytes("Image bytes", "Images"),
  "bytes-font": bytes("Font bytes", "Fonts"),
  "bytes-media": bytes("Media bytes", "Media"),
  "bytes-other": bytes("Other bytes", "Other"),
  "bytes-third-party": bytes("Third-party bytes", "3rd p. bytes"),
  requests: count("Requests", "Requests"),
  "third-parties": count("Third parties", "3rd parties"),
} as const satisfies Record<string, Omit<MetricDefinition, "name">>;

export type Metric = keyof typeof definitions;

/** Stored arrays of values have this order: a new metric comes last, and none is taken out. */
export const metrics: readonly Metric[] = Object.keys(definitions) as Metric[];

/** A metric without a value is absent; 0 is a value. */
export type MetricValues = Readonly<Partial<Record<Metric, number>>>;

/** Whether a text names a metric. */
export function isMetric(text: string): text is Metric {
  return Object.hasOwn(definitions, text);
}

/** What is known of a metric. */
export function describeMetric(name: Metric): MetricDefinition {
  return { name, ...definitions[name] };
}

// Lighthouse's desktop curves are stricter for timings of the lab (reference: its scoring control points).
const desktopBands: Partial<Record<Metric, BandsByProfile>> = {
  fcp: { good: 934, poor: 1600 },
  si: { good: 1311, poor: 2300 },
  lcp: { good: 1200, poor: 2400 },
  tbt: { good: 150, poor: 350 },
  tti: { good: 2468, poor: 4500 },
};

export type Band = "good" | "average" | "poor";

/** The bands of a metric under a profile, or null where the field has none. */
export function bandsOf(metric: Metric, profile: Profile): BandsByProfile | null {
  return (profile === "desktop" ? desktopBands[metric] : undefined) ?? definitions[metric].bands;
}

/** Which band a value falls in; null where the metric has none. */
export function bandOf(metric: Metric, profile: Profile, value: number): Band | null {
  const bands = bandsOf(metric, profile);
  if (bands === null) return null;
  const sign = definitions[metric].better === "lower" ? 1 : -1;
  if (sign * value <= sign * bands.good) return "good";
  return sign * value <= sign * bands.poor ? "average" : "poor";
}

export const profiles = ["mobile", "desktop"] as const;
export type Profile = (typeof profiles)[number];

function score(label: string, short: string) {
  return {
    label,
    short,
    unit: "score",
    better: "higher",
    kind: "timing",
    bands: { good: 90, poor: 50 },
  } as const;
}

function timing(label: string, short: string, bands: BandsByProfile) {
  return { label, short, unit: "ms", better: "lower", kind: "timing", bands } as const;
}

function bytes(label: string, short: string) {
  return { label, short, unit: "bytes", better: "lower", kind: "fact", bands: null } as const;
}

function count(label: string, short: string) {
  return { label, short, unit: "count", better: "lower", kind: "fact", bands: null } as const;
}
