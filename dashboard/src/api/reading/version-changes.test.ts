import { expect, test } from "vitest";
import { findVersionChanges } from "./version-changes.ts";

const at = (day: number) => new Date(Date.UTC(2026, 0, day));

test("tells of new majors only, each at the first measurement that has it", () => {
  const changes = findVersionChanges([
    { at: at(1), lighthouseVersion: "12.8.0", chromiumVersion: "152.0.1" },
    { at: at(2), lighthouseVersion: "12.8.1", chromiumVersion: "153.0.1" },
    { at: at(3), lighthouseVersion: "13.0.0", chromiumVersion: "153.0.9" },
  ]);
  expect(changes).toEqual([
    { kind: "version", label: "Chromium 152 → 153", at: at(2) },
    { kind: "version", label: "Lighthouse 12 → 13", at: at(3) },
  ]);
});

test("looks past measurements that failed and have no version", () => {
  const none = { lighthouseVersion: null, chromiumVersion: null };
  expect(
    findVersionChanges([
      { at: at(1), ...none },
      { at: at(2), lighthouseVersion: "12.8.0", chromiumVersion: "153.0.1" },
      { at: at(3), ...none },
      { at: at(4), lighthouseVersion: "13.0.0", chromiumVersion: "153.0.1" },
    ]),
  ).toEqual([{ kind: "version", label: "Lighthouse 12 → 13", at: at(4) }]);
});
