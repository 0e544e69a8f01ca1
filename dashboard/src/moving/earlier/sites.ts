import type { sites } from "../../database/schema/index.ts";
import type { Fault } from "../source.ts";
import { nearestCron } from "./cron.ts";
import { faultOf, type EarlierFile, type StoredRow } from "./earlier-file.ts";
import type { Ids } from "./ids.ts";
import { readMoment } from "./moment.ts";
import { textOf } from "./text.ts";

export interface ImportedSite {
  /** As the earlier system's other tables refer to it. */
  readonly oldId: string;
  readonly row: typeof sites.$inferSelect;
  /** Of its pages, by their type there. */
  readonly home: string;
  readonly category: string | null;
  readonly product: string | null;
  readonly cron: string;
}

const COLUMNS = [
  "id",
  "name",
  "url",
  "categoryUrl",
  "productUrl",
  "monitoringEnabled",
  "checkFrequency",
  "createdAt",
];
const DEFAULT_CHECK_MINUTES = 360;
const SAMPLES = 3;

/** Reads the sites; those without an id or a usable URL are faults. */
export function readSites(
  file: EarlierFile,
  ids: Ids,
  importedAt: Date,
): { readonly sites: readonly ImportedSite[]; readonly faults: readonly Fault[] } {
  const imported: ImportedSite[] = [];
  const faults: Fault[] = [];
  for (const row of file.rows("sites", COLUMNS)) {
    const id = textOf(row["id"]);
    const url = webAddress(row["url"], null);
    if (id === null || url === null)
      faults.push(faultOf(file, "sites", row, "it has no id or no web address"));
    else imported.push(toSite(row, { id, url, ids, importedAt }));
  }
  return { sites: imported, faults };
}

interface Known {
  readonly id: string;
  readonly url: URL;
  readonly ids: Ids;
  readonly importedAt: Date;
}

function toSite(row: StoredRow, { id, url, ids, importedAt }: Known): ImportedSite {
  const createdAt = new Date(readMoment(row["createdAt"]) ?? importedAt);
  const minutes = Number(row["checkFrequency"] ?? DEFAULT_CHECK_MINUTES);
  return {
    oldId: id,
    row: {
      id: ids.keep("site", id, createdAt.getTime()),
      name: textOf(row["name"]) ?? url.host,
      origin: url.origin,
      profiles: ["mobile", "desktop"],
      samplesPerMeasurement: SAMPLES,
      headersEncrypted: null,
      headerNames: [],
      enabled: isOn(row["monitoringEnabled"]),
      createdAt,
    },
    home: url.href,
    category: webAddress(row["categoryUrl"], url)?.href ?? null,
    product: webAddress(row["productUrl"], url)?.href ?? null,
    cron: nearestCron(minutes > 0 ? minutes : DEFAULT_CHECK_MINUTES),
  };
}

function webAddress(value: unknown, base: URL | null): URL | null {
  const text = textOf(value);
  if (text === null) return null;
  const whole = base !== null || /^https?:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.parse(whole, base?.href);
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}

/** Booleans are 0 and 1, or their words; where the file has none, it is on. */
function isOn(value: unknown): boolean {
  return value !== 0 && !["0", "false"].includes(textOf(value)?.toLowerCase() ?? "");
}
