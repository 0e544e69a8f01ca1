import type { AppStatus, ComponentStatus, DatabaseStatus, Failure } from "../wire/index.ts";
import type { Colour, Paint } from "./paint.ts";
import { alignRows } from "./table.ts";
import { excerptLine } from "./text-width.ts";

const STATE_COLOURS: Readonly<Record<string, Colour>> = {
  live: "green",
  running: "green",
  attached: "green",
  starting: "yellow",
  restarting: "yellow",
  unhealthy: "red",
  failed: "red",
  stopped: "dim",
};

/** The table that an `up` ends with: components and databases, their state and address. */
export function appTable(app: AppStatus, paint: Paint): string[] {
  const header = ["COMPONENT", "KIND", "STATE", "ADDRESS"].map((title) => paint("dim", title));
  const components = app.components.map((component) => componentRow(component, paint));
  const databases = app.databases.map((database) => databaseRow(database, paint));
  return alignRows([header, ...components, ...databases]);
}

/** A failure as people read it: component and cause, the last lines, where the whole log is, what to do. */
export function failureLines(failure: Failure, paint: Paint): string[] {
  const who = failure.component === null ? "" : `${failure.component}: `;
  return [
    `${paint("red", "✗")} ${paint("bold", `${who}${failure.message}`)} ${paint("dim", `(${failure.code})`)}`,
    ...failure.lastLines.map((line) => `    ${excerptLine(line)}`.trimEnd()),
    ...(failure.logFile === null ? [] : [`  ${paint("dim", "whole log:")} ${failure.logFile}`]),
    ...(failure.hint === "" ? [] : [`  ${paint("dim", "hint:")} ${failure.hint}`]),
  ];
}

/** `live (2)`: the state in its colour, with the number of instances if it is not one. */
export function paintState(state: string, paint: Paint): string {
  return paint(STATE_COLOURS[state] ?? "dim", state);
}

function componentRow(component: ComponentStatus, paint: Paint): string[] {
  const staying = component.instances.filter(({ state }) => state !== "draining" && state !== "exited");
  const count = staying.length > 1 ? ` ×${staying.length}` : "";
  const address = component.urls.length > 0 ? component.urls.join(" ") : (component.privateAddress ?? "");
  const message = component.message === "" ? "" : `${address === "" ? "" : "  "}${component.message}`;
  const kind = component.kind.replace("_", " ");
  return [component.name, kind, paintState(component.state, paint) + count, address + message];
}

function databaseRow(database: DatabaseStatus, paint: Paint): string[] {
  const kind = `${database.engine} ${database.version}`.trim();
  return [database.name, kind, paintState(database.state, paint), database.address ?? ""];
}
