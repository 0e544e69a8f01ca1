import { expect, test } from "vitest";
import type { AppEvent, EventBody } from "../wire/index.ts";
import { noPaint } from "./paint.ts";
import { advance, noProgress, type Progress } from "./progress.ts";
import { activeLines, liveStepLine, plainStepLine, type View } from "./progress-view.ts";

const START = Date.parse("2026-01-01T00:00:00.000Z");
const view: View = { paint: noPaint, nameWidth: 6, app: "shop" };

function event(seconds: number, body: EventBody): AppEvent {
  const at = new Date(START + seconds * 1000).toISOString();
  return { seq: seconds, at, app: "shop", deploymentId: "1", body };
}

function step(
  component: string | null,
  name: string,
  status: "running" | "success" | "error" | "skipped",
  message = "",
) {
  return { type: "step", step: name, component, status, message } as const;
}

function play(...events: AppEvent[]): { progress: Progress; plain: string[]; live: string[] } {
  let progress = noProgress;
  const plain: string[] = [];
  const live: string[] = [];
  for (const one of events) {
    const next = advance(progress, one);
    progress = next.progress;
    plain.push(...next.happenings.map((happening) => plainStepLine(happening, view)));
    live.push(...next.happenings.flatMap((happening) => liveStepLine(happening, view, 60) ?? []));
  }
  return { progress, plain, live };
}

test("writes one plain line for each change of a step", () => {
  const { plain } = play(
    event(0, step("api", "build", "running", "npm ci")),
    event(1, step("api", "build", "running", "npm ci")),
    event(2, { type: "output", component: "api", stream: "build", text: "added 3 packages" }),
    event(3, step("api", "build", "running", "npm run build")),
    event(12, step("api", "build", "success")),
    event(12, step(null, "route", "error", "the router is gone")),
    event(13, step("worker", "build", "skipped", "unchanged")),
    event(14, { type: "notice", message: "take care" }),
  );
  expect(plain).toEqual([
    "api    | build: npm ci",
    "api    | build: npm run build",
    "api    | build done (12 s)",
    "shop   | route failed: the router is gone",
    "worker | build skipped: unchanged",
    "shop   | take care",
  ]);
});

test("moves what is under way, with elapsed time and the last line of a build, and keeps what ended", () => {
  const { progress, live } = play(
    event(0, step("api", "build", "running", "npm ci")),
    event(1, step("db", "databases", "running")),
    event(2, step("db", "databases", "success", "PostgreSQL 15")),
    event(3, { type: "output", component: "api", stream: "build", text: "\u001b[32madded\u001b[0m 3" }),
    event(3, { type: "output", component: "api", stream: "deploy", text: "not of the build" }),
  );
  expect(live).toEqual(["✓ db      databases    PostgreSQL 15  1.0 s"]);
  const lines = activeLines(progress, view, { columns: 60, rows: 24, now: START + 65_000 });
  expect(lines).toEqual(["⠋ api     build        npm ci  1 min 5 s", "  │ added 3"]);
});

test("cuts moving lines to the terminal and folds them when it is low or narrow", () => {
  const names = ["one", "two", "three", "four"];
  const { progress } = play(...names.map((name) => event(0, step(name, "build", "running", "x".repeat(90)))));
  const low = activeLines(progress, view, { columns: 80, rows: 5, now: START });
  expect(low).toHaveLength(3);
  expect(low[2]).toContain("2 more lines");
  for (const columns of [20, 40, 80])
    for (const line of activeLines(progress, view, { columns, rows: 24, now: START }))
      expect(line.length).toBeLessThan(columns);
});

test("knows how the deployment ended and lets nothing move then", () => {
  const failure = {
    code: "BuildFailed",
    component: "api",
    message: "npm ci failed",
    hint: "",
    lastLines: [],
    logFile: null,
    fault: "app",
  } as const;
  const { progress } = play(
    event(0, { type: "deployment", phase: "BUILDING", failure: null }),
    event(0, step("api", "build", "running")),
    event(1, { type: "deployment", phase: "ERROR", failure }),
  );
  expect(progress.active).toEqual([]);
  expect(progress.outcome).toMatchObject({ phase: "ERROR", failure });
});
