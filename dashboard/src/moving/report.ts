import type { Command } from "./arguments.ts";
import type { CopyOutcome } from "./copy.ts";
import type { Fault, SourcePlan } from "./source.ts";
import type { ComparedTable, Verification } from "./verify.ts";
import { amount, group } from "./words.ts";

const FAULTS_SHOWN = 20;

/**
 * fine · differs: verify found differences · faults: rows cannot be copied and no quarantine was asked for ·
 * stopped: by Ctrl-C, to be gone on with.
 */
export type Outcome = "fine" | "differs" | "faults" | "stopped";

/** What was planned, done and found. JSON-safe. */
export interface Report {
  readonly command: Command;
  readonly source: string;
  readonly target: string;
  readonly outcome: Outcome;
  /** It went on with a copy that was interrupted. */
  readonly resumed: boolean;
  readonly plan: SourcePlan;
  readonly copied: CopyOutcome | null;
  readonly verification: Verification | null;
  readonly keptQuarantine: boolean;
  readonly notices: readonly string[];
}

/** The report for people. */
export function renderReport(report: Report): string {
  const sections = [
    [
      `From ${report.source}`,
      `to   ${report.target}${report.resumed ? " (goes on with an interrupted copy)" : ""}`,
    ],
    renderTables(report),
    renderLeft(report.plan),
    renderFaults(report.plan.faults),
    renderDifferences(report.verification),
    report.notices.map((notice) => `Note: ${notice}.`),
    conclusion(report),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** The report for machines, without the rows that are set aside and the ids that nobody outside can know. */
export function toJson(report: Report): string {
  const faults = report.plan.faults.map(({ table, key, reason }) => ({ table, key, reason }));
  const rewrittenIds = {
    count: report.plan.rewrittenIds.length,
    known: report.plan.rewrittenIds.filter(({ kind }) => kind === "site" || kind === "user"),
  };
  return JSON.stringify({ ...report, plan: { ...report.plan, faults, rewrittenIds } }, null, 2);
}

function renderTables({ plan, copied, verification }: Report): readonly string[] {
  const rows = plan.tables
    .filter(({ table, rows: planned }) => planned > 0 || compared(verification, table)?.differences)
    .map(({ table, rows: planned }) => [
      table,
      group(planned),
      group(copied?.tables.find((entry) => entry.table === table)?.rows ?? 0),
      verdictOn(compared(verification, table)),
      momentsOf(compared(verification, table)),
    ]);
  const used = [true, true, copied !== null, verification !== null, verification !== null];
  const head = ["Table", "rows", "copied", "verify", "from and to"];
  return align([head, ...rows].map((cells) => cells.filter((_, place) => used[place])));
}

function compared(verification: Verification | null, table: string): ComparedTable | undefined {
  return verification?.tables.find((entry) => entry.table === table);
}

function verdictOn(table: ComparedTable | undefined): string {
  if (table === undefined) return "";
  const aside = table.quarantined > 0 ? `, ${group(table.quarantined)} set aside` : "";
  const verdict =
    table.differences === 0
      ? `equal ${table.target.hash.slice(0, 12)}`
      : `${group(table.differences)} DIFFER`;
  return `${verdict}${aside}`;
}

function momentsOf(table: ComparedTable | undefined): string {
  const { earliest = null, latest = null } = table?.target ?? {};
  return earliest === null || latest === null ? "" : `${earliest.slice(0, 16)} … ${latest.slice(0, 16)}`;
}

function renderLeft({ left, rewrittenIds }: SourcePlan): readonly string[] {
  const rows = left
    .filter(({ count }) => count > 0)
    .map(({ what, count, why }) => [`  ${what}`, group(count), why]);
  const ids =
    rewrittenIds.length > 0
      ? [`${amount(rewrittenIds.length, "id")} replaced everywhere, since no UUID.`]
      : [];
  return [...(rows.length > 0 ? ["Left behind", ...align(rows)] : []), ...ids];
}

function renderFaults(faults: readonly Fault[]): readonly string[] {
  if (faults.length === 0) return [];
  const shown = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ table, key, reason }) => `  ${table} ${key.join(" ")}: ${reason}`);
  const more =
    faults.length > FAULTS_SHOWN
      ? [`  and ${group(faults.length - FAULTS_SHOWN)} more (--json lists them)`]
      : [];
  return [`${amount(faults.length, "row")} cannot be copied`, ...shown, ...more];
}

function renderDifferences(verification: Verification | null): readonly string[] {
  if (verification === null) return [];
  const tables = verification.tables.flatMap(({ table, differences, shown }) => [
    ...shown.map(({ key, kind }) => `  ${table} ${key.join(" ")}: ${kindText[kind]}`),
    ...(differences > shown.length ? [`  ${table}: and ${group(differences - shown.length)} more`] : []),
  ]);
  const orphans = verification.references
    .filter((reference) => reference.orphans > 0)
    .map((reference) => `  ${reference.reference}: ${amount(reference.orphans, "row")} without a parent`);
  return tables.length + orphans.length > 0 ? ["The sides differ", ...tables, ...orphans] : [];
}

const kindText = {
  missing: "not on the target",
  extra: "only on the target",
  different: "not the same on both sides",
} as const;

function conclusion({ command, outcome, verification, keptQuarantine }: Report): readonly string[] {
  const quarantine = keptQuarantine ? ["What was set aside stays in moving.quarantine on the target."] : [];
  if (outcome === "stopped") return ["Stopped. Give the same command again to go on."];
  if (outcome === "faults")
    return ["Nothing was copied. Mend these rows in the source, or give --quarantine to set them aside."];
  if (outcome === "differs")
    return [
      "Either side may have changed in the meantime: stop what runs on them, and copy into an empty database.",
    ];
  if (command === "plan") return ["Nothing was changed."];
  const references = verification?.references.length ?? 0;
  return [
    `All rows are equal on both sides, and none of ${references} foreign keys has an orphan.`,
    ...quarantine,
  ];
}

/** Columns as wide as their widest cell; numbers to the right. */
function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, place) =>
    Math.max(...rows.map((cells) => cells[place]?.length ?? 0)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, place) =>
        /^[\d,]+$/.test(cell) ? cell.padStart(widths[place] ?? 0) : cell.padEnd(widths[place] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
