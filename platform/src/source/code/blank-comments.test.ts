import { describe, expect, it } from "vitest";
import { blankComments } from "./blank-comments.ts";

/** The text with its comments cut off, which are blanks at the end of their line. */
function cut(text: string, language: Parameters<typeof blankComments>[1]): string {
  return blankComments(text, language)
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

describe("blankComments", () => {
  it("keeps every line and column", () => {
    const text = "a /* b\n c */ d // e\nf";
    expect(blankComments(text, "slashes")).toBe(`a     \n      d     \nf`);
  });

  it.each([
    ['const a = "// no"; // yes', 'const a = "// no";'],
    ["const a = '/* no */'; /* yes */", "const a = '/* no */';"],
    ['fetch("https://a.b/c") // yes', 'fetch("https://a.b/c")'],
    ["<a>https://a.b/c</a>", "<a>https://a.b/c</a>"],
    ['"a\\"// no" // yes', '"a\\"// no"'],
    ["`// no ${a} /* no */` // yes", "`// no ${a} /* no */`"],
    ["`one\n// no\n` // yes", "`one\n// no\n`"],
    ["/https?:\\/\\//.test(a) // yes", "/https?:\\/\\//.test(a)"],
    ["a.replace(/[\"'`/]/g, '') // yes", "a.replace(/[\"'`/]/g, '')"],
    ["const a = /'/; // yes", "const a = /'/;"],
    ['a.find((b) => /"/.test(b)) // yes', 'a.find((b) => /"/.test(b))'],
    ["a = b / c // yes / d", "a = b / c"],
    ["<p>Don't</p>\n// yes", "<p>Don't</p>\n"],
    ["<A b={c} /> // yes", "<A b={c} />"],
    ["accept='image/*' // yes", "accept='image/*'"],
    ["{/* yes */}", "{         }"],
    ["a /* never closed\nb", "a /* never closed\nb"],
  ])("knows the comments of %j", (text, expected) => {
    expect(cut(text, "slashes")).toBe(expected);
  });

  it.each([
    ["a = '# no' # yes", "a = '# no'"],
    ['a = "it\'s" # yes', 'a = "it\'s"'],
    ['a = """\n# no\n""" # yes', 'a = """\n# no\n"""'],
    ["a = '''it's \"\"\" # no''' # yes", "a = '''it's \"\"\" # no'''"],
    ["# it's\na = 1", "\na = 1"],
    ['"""\nimport a\n"""\nb = 1', "\n\n\nb = 1"],
    ["def a():\n    '''It says \"x\" # y.'''\n    b", "def a():\n\n    b"],
    ['call(a, """# no""") # yes', 'call(a, """# no""")'],
    ['""" never closed\na = 1', '""" never closed\na = 1'],
  ])("knows the comments of Python's %j", (text, expected) => {
    expect(cut(text, "hashes")).toBe(expected);
  });

  it.each([
    ["a -- yes", "a"],
    ["'-- no' -- yes", "'-- no'"],
    ["'it''s -- no' /* yes\nyes */", "'it''s -- no'\n"],
    ["-- it's\nCREATE TABLE a", "\nCREATE TABLE a"],
  ])("knows the comments of SQL's %j", (text, expected) => {
    expect(cut(text, "dashes")).toBe(expected);
  });

  it.each(["/*", '\\"', "'", "`", '"""', "x=/[", "\n'''a", " ", "--"])(
    "takes a long text of %j in a moment",
    (unit) => {
      const text = unit.repeat(100_000);
      const start = performance.now();
      for (const language of ["slashes", "hashes", "dashes"] as const) blankComments(text, language);
      expect(performance.now() - start).toBeLessThan(3000);
    },
  );
});
