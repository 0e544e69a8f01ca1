import { expect, test } from "vitest";
import { hintIn } from "./printed.ts";

test.each([
  ["    import pkg_resources\nModuleNotFoundError: No module named 'pkg_resources'", /setuptools<81/],
  ["ModuleNotFoundError: No module named 'distutils.util'", /Python 3\.12 .* distutils; a line 3\.11 in/],
  ["  ModuleNotFoundError: No module named 'cgi'\nexit", /Python 3\.13 .* cgi; a line 3\.12 in/],
  ["ModuleNotFoundError: No module named 'flask'", /^$/],
  ["listening on 8080", /^$/],
])("what %j means", (text, hint) => {
  expect(hintIn(text.split("\n"))).toMatch(hint);
});
