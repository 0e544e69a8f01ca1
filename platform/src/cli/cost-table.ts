import type { Cost, CostLine } from "../check/index.ts";
import { alignRows } from "./table.ts";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** What an app costs a month on App Platform, by component, and the memory that it takes here. */
export function costLines({ lines, usdPerMonth, memoryBytes }: Cost): string[] {
  const rows = lines.map((line) => [
    line.name,
    line.size,
    instancesOf(line),
    priceOf(line),
    memoryOf(line),
    line.note,
  ]);
  const total = ["total", "", "", `$${usdPerMonth}`, shown(memoryBytes), "a month there; at most here"];
  return alignRows([["COMPONENT", "SIZE", "INSTANCES", "APP PLATFORM", "MEMORY HERE", ""], ...rows, total]);
}

function instancesOf({ usdPerMonth, instances }: CostLine): string {
  return usdPerMonth === 0 ? "" : String(instances);
}

function priceOf({ usdPerMonth }: CostLine): string {
  return usdPerMonth === null ? "–" : `$${usdPerMonth}`;
}

function memoryOf({ memoryBytes }: CostLine): string {
  return memoryBytes === 0 ? "" : shown(memoryBytes);
}

function shown(bytes: number): string {
  return bytes < GIB ? `${Math.round(bytes / MIB)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;
}
