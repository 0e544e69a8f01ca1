export interface InstanceSize {
  readonly slug: string;
  readonly cpus: number;
  readonly cpuType: "SHARED" | "DEDICATED";
  readonly memoryBytes: number;
  readonly usdPerMonth: number;
  readonly tier: "basic" | "professional";
  /** True if a component of this size has one instance only. */
  readonly singleInstanceOnly: boolean;
  /** True if the number of instances may follow the CPU use. */
  readonly scalable: boolean;
  /** Traffic to the internet that the price includes, GiB a month. */
  readonly bandwidthGib: number;
  /** True for the names of before 2024, still accepted. */
  readonly legacy: boolean;
}

type Row = readonly [
  string,
  number,
  "SHARED" | "DEDICATED",
  number,
  number,
  InstanceSize["tier"],
  Instances,
  number,
];
type Instances = "single" | "fixed" | "scalable";

const mib = 1024 ** 2;

/** Size that holds when the spec names none. */
export const defaultSizeSlug = "apps-s-1vcpu-0.5gb";

// Columns: slug, CPUs, kind of CPU, MiB, $ a month, tier, instances, GiB of traffic.
const current: readonly Row[] = [
  ["apps-s-1vcpu-0.5gb", 1, "SHARED", 512, 5, "basic", "single", 50],
  ["apps-s-1vcpu-1gb-fixed", 1, "SHARED", 1024, 10, "basic", "single", 100],
  ["apps-s-1vcpu-1gb", 1, "SHARED", 1024, 12, "professional", "fixed", 150],
  ["apps-s-1vcpu-2gb", 1, "SHARED", 2048, 25, "professional", "fixed", 200],
  ["apps-s-2vcpu-4gb", 2, "SHARED", 4096, 50, "professional", "fixed", 250],
  ["apps-d-1vcpu-0.5gb", 1, "DEDICATED", 512, 29, "professional", "scalable", 100],
  ["apps-d-1vcpu-1gb", 1, "DEDICATED", 1024, 34, "professional", "scalable", 200],
  ["apps-d-1vcpu-2gb", 1, "DEDICATED", 2048, 39, "professional", "scalable", 300],
  ["apps-d-1vcpu-4gb", 1, "DEDICATED", 4096, 49, "professional", "scalable", 400],
  ["apps-d-2vcpu-4gb", 2, "DEDICATED", 4096, 78, "professional", "scalable", 500],
  ["apps-d-2vcpu-8gb", 2, "DEDICATED", 8192, 98, "professional", "scalable", 600],
  ["apps-d-4vcpu-8gb", 4, "DEDICATED", 8192, 156, "professional", "scalable", 700],
  ["apps-d-4vcpu-16gb", 4, "DEDICATED", 16384, 196, "professional", "scalable", 800],
  ["apps-d-8vcpu-32gb", 8, "DEDICATED", 32768, 392, "professional", "scalable", 900],
];

const legacy: readonly Row[] = [
  ["basic-xxs", 1, "SHARED", 512, 5, "basic", "single", 40],
  ["basic-xs", 1, "SHARED", 1024, 10, "basic", "single", 40],
  ["basic-s", 1, "SHARED", 2048, 20, "basic", "single", 40],
  ["basic-m", 2, "SHARED", 4096, 40, "basic", "single", 40],
  ["professional-xs", 1, "SHARED", 1024, 12, "professional", "fixed", 100],
  ["professional-s", 1, "SHARED", 2048, 25, "professional", "fixed", 100],
  ["professional-m", 2, "SHARED", 4096, 50, "professional", "fixed", 100],
  ["professional-1l", 1, "DEDICATED", 4096, 75, "professional", "scalable", 100],
  ["professional-l", 2, "DEDICATED", 8192, 150, "professional", "scalable", 100],
  ["professional-xl", 4, "DEDICATED", 16384, 300, "professional", "scalable", 100],
];

/** Every instance size, those in use first. */
export const instanceSizes: readonly InstanceSize[] = [
  ...current.map((row) => sizeOf(row, false)),
  ...legacy.map((row) => sizeOf(row, true)),
];

/** The size a slug names, the default one without a slug, undefined for an unknown slug. */
export function findSize(slug: string = defaultSizeSlug): InstanceSize | undefined {
  return instanceSizes.find((size) => size.slug === slug);
}

function sizeOf(row: Row, isLegacy: boolean): InstanceSize {
  const [slug, cpus, cpuType, memoryMib, usdPerMonth, tier, instances, bandwidthGib] = row;
  return {
    slug,
    cpus,
    cpuType,
    memoryBytes: memoryMib * mib,
    usdPerMonth,
    tier,
    singleInstanceOnly: instances === "single",
    scalable: instances === "scalable",
    bandwidthGib,
    legacy: isLegacy,
  };
}
