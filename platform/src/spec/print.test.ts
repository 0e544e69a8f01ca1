import { expect, test } from "vitest";
import { parseSpec } from "./parse.ts";
import { printSpec } from "./print.ts";

const awkward = [
  "8080",
  "yes",
  "n",
  "0x1F",
  "1e3",
  "~",
  "",
  ".5",
  " a ",
  "a: b",
  "# no",
  "two\nlines\n",
  "é ☃",
  "`x`",
  "010",
  "2024-01-31",
];
const spec = {
  name: "demo",
  envs: awkward.map((value, i) => ({ key: `K${i}`, ...(value !== "" && { value }) })),
};

test.each(["yaml", "json"] as const)("prints %s that doctl reads back as the same spec", (format) => {
  const again = parseSpec(printSpec(spec, format));
  expect(again.spec).toEqual(spec);
  expect(again.problems.filter(({ layer }) => layer === "parse")).toEqual([]);
});

test("quotes only what would be read as something else, and uses no anchors", () => {
  const shared = { key: "PORT", value: "8080" };
  expect(printSpec({ name: "demo", envs: [shared, shared] }, "yaml")).toBe(
    `name: demo\nenvs:\n  - key: PORT\n    value: "8080"\n  - key: PORT\n    value: "8080"\n`,
  );
});
