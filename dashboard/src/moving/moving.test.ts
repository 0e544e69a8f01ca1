import { expect, test } from "vitest";
import { maskUrl, parseSource, parseTarget } from "./address.ts";
import { parseRequest } from "./arguments.ts";
import { orderByReference } from "./catalogue.ts";
import { createProgress, progressLine } from "./progress.ts";
import { recordLiteral } from "./record-literal.ts";

const ends = ["--from", "old.db", "--to", "postgresql://u:secret@h/d"];

test("copies in batches of 1000 unless told otherwise", () => {
  expect(parseRequest(ends)).toEqual({
    command: "copy",
    from: { kind: "sqlite", file: "old.db" },
    to: "postgresql://u:secret@h/d",
    json: false,
    batchRows: 1000,
    quarantine: false,
  });
  expect(parseRequest(["plan", ...ends, "--json", "--batch", "7", "--quarantine"])).toMatchObject({
    command: "plan",
    json: true,
    batchRows: 7,
    quarantine: true,
  });
  expect(parseRequest(["--help"])).toBeNull();
});

test.each([
  [["move", ...ends], /"move" is no command/],
  [["copy", "plan", ...ends], /no command/],
  [["--to", "postgresql://h/d"], /--from is missing/],
  [["--from", "old.db"], /--to is missing/],
  [[...ends, "--batch", "0"], /--batch is "0"/],
  [[...ends, "--fast"], /--fast/],
])("refuses %j", (argv, message) => {
  expect(() => parseRequest(argv)).toThrow(message);
});

test("tells the kinds of source apart", () => {
  expect(parseSource("sqlite:/data/x")).toEqual({ kind: "sqlite", file: "/data/x" });
  expect(parseSource("/data/dev.sqlite")).toEqual({ kind: "sqlite", file: "/data/dev.sqlite" });
  expect(parseSource("embedded:/data/d")).toEqual({ kind: "embedded", directory: "/data/d" });
  expect(parseSource("postgres://h/d")).toEqual({ kind: "postgres", url: "postgres://h/d" });
});

test("never repeats an address that may hold a password", () => {
  for (const text of ["mysql://u:secret@h/d", "postgresql://u:sec ret@h:port/d", "u:secret@h"])
    for (const parse of [parseSource, parseTarget]) {
      const refusal = catching(() => parse(text));
      expect(refusal).toMatchObject({ code: "USAGE" });
      expect(refusal.message).not.toContain("sec");
    }
  expect(maskUrl("postgresql://u:secret@h:5/d?password=secret")).toBe("postgresql://u@h:5/d");
});

test("orders tables after those they refer to, and names a circle", () => {
  const references = [
    { table: "values", parent: "runs" },
    { table: "values", parent: "sites" },
    { table: "runs", parent: "sites" },
  ];
  expect(orderByReference(["values", "runs", "users", "sites"], references)).toEqual([
    "sites",
    "users",
    "runs",
    "values",
  ]);
  expect(() =>
    orderByReference(
      ["a", "b"],
      [
        { table: "a", parent: "b" },
        { table: "b", parent: "a" },
      ],
    ),
  ).toThrow(/a, b/);
});

test("writes a record as PostgreSQL reads it", () => {
  expect(recordLiteral([null, "", 'a "b" \\c, (d)', 1.5, true])).toBe(
    '(,"","a ""b"" \\\\c, (d)","1.5","true")',
  );
});

test("shows progress in place on a terminal and as plain lines in a pipe", () => {
  const shown = (isTerminal: boolean) => {
    let [text, now] = ["", 0];
    const progress = createProgress({ write: (more) => (text += more), isTerminal, now: () => now });
    const table = progress.start("samples", { total: 3000, done: 1000 });
    for (now = 1000; now <= 2000; now += 1000) table.advance(1000 + now);
    table.end();
    return text;
  };
  expect(shown(false)).toBe("samples                             3,000 of 3,000         667 rows/s\n");
  expect(shown(true).split("\r\u001b[K")).toHaveLength(4);
});

test("says no speed before there is one", () => {
  expect(progressLine({ name: "a", unit: "rows", total: 5, done: 0, fresh: 0, elapsedMs: 0 })).not.toContain(
    "rows/s",
  );
});

function catching(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
