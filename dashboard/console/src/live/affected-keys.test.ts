import { expect, test } from "vitest";
import { keys } from "../queries/keys.ts";
import { affectedKeys } from "./affected-keys.ts";
import { parseChange } from "./change-stream.ts";

test("a finished measurement renews its view, the charts and the overview", () => {
  const affected = affectedKeys({ kind: "measurement", id: "m1" });
  expect(affected).toContainEqual(keys.measurement("m1"));
  expect(affected).toContainEqual(keys.overview);
  expect(affected).toContainEqual(["trend"]);
});

test("a batch renews its progress and the queue", () => {
  const affected = affectedKeys({ kind: "batch", id: "b1" });
  expect(affected).toContainEqual(keys.batch("b1"));
  expect(affected).toContainEqual(keys.queue);
});

test("the session is never asked again because of a change", () => {
  for (const kind of ["batch", "measurement", "site", "budget", "anomaly", "queue"] as const) {
    expect(affectedKeys({ kind, id: "x" })).not.toContainEqual(keys.session);
  }
});

test("what a newer server may send is left aside", () => {
  expect(parseChange('{"kind":"batch","id":"b1"}')).toEqual({ kind: "batch", id: "b1" });
  for (const data of ['{"kind":"weather","id":"x"}', '{"kind":"batch"}', "null", "not json"]) {
    expect(parseChange(data)).toBeNull();
  }
});
