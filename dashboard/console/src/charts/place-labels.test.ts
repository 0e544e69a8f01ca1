import { expect, test } from "vitest";
import { placeLabels } from "./place-labels.ts";

const place = (marks: readonly { label: string; x: number }[]) =>
  placeLabels(marks, ({ x }) => x, [0, 400]).map(({ label }) => label);

test("shows labels that have room", () => {
  expect(place([{ label: "Release 2.4", x: 10 }])).toEqual(["Release 2.4"]);
});

test("shortens a label to the room before the next marker", () => {
  const [first, second] = place([
    { label: "Release 2.5 with the new checkout", x: 10 },
    { label: "Note", x: 110 },
  ]);
  expect(first).toMatch(/^Release.*…$/);
  expect(second).toBe("Note");
});

test("leaves out a label that would lie on its neighbour", () => {
  expect(
    place([
      { label: "Release 2.4", x: 100 },
      { label: "Release 2.5", x: 104 },
    ]),
  ).toEqual([null, "Release 2.5"]);
});
