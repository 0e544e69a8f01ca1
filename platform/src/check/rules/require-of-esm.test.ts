import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { requireOfEsm } from "./require-of-esm.ts";

const spec = { name: "app", services: [{ name: "web" }] };
const chalk = { "node_modules/chalk/package.json": '{"type":"module"}' };

function messages(manifest: object, file: string, more: Record<string, string> = {}): string[] {
  const files = { "package.json": JSON.stringify(manifest), [file]: 'require("chalk")', ...chalk, ...more };
  return messagesOf(requireOfEsm, { spec, files });
}

it("finds it in a module of CommonJS", () => {
  expect(messages({ type: "module", engines: { node: "18" } }, "a.cjs")).toHaveLength(1);
  expect(messages({}, "a.js", { ".nvmrc": "v18.17.0\n" })).toHaveLength(1);
});

it.each<[string, object, string, Record<string, string>]>([
  ["a Node that is not named", {}, "a.js", {}],
  ["a Node that can", { engines: { node: "20.x" } }, "a.js", {}],
  ["an ES module's own require", { type: "module", engines: { node: "18" } }, "a.js", {}],
  ["code that is bundled", { engines: { node: "18" }, devDependencies: { webpack: "5" } }, "a.js", {}],
  ["configuration of a tool", { engines: { node: "18" } }, "tailwind.config.js", {}],
  ["another package's files", { engines: { node: "18" } }, "web/a.js", { "web/package.json": "{}" }],
  [
    "an older version of the package",
    { engines: { node: "18" } },
    "a.js",
    { "node_modules/chalk/package.json": "{}" },
  ],
])("says nothing of %s", (_, manifest, file, more) => {
  expect(messages(manifest, file, more)).toEqual([]);
});
