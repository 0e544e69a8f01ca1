import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { buildFailureHidden } from "./build-failure-hidden.ts";

function messages(build_command: string, build?: string): string[] {
  const spec = { name: "app", services: [{ name: "web", build_command }] };
  return messagesOf(buildFailureHidden, {
    spec,
    files: { "package.json": JSON.stringify({ scripts: { build } }) },
  });
}

it.each([
  ["npm ci && npm run build || true", "npm run build"],
  ["tsc || exit 0", "tsc"],
  ["(vite build || :) && node after.js", "vite build"],
  ["pip install -r requirements.txt; true", "pip install -r requirements.txt"],
])("finds what %s hides", (command, step) => {
  expect(messages(command)).toEqual([`a failure of ${step} is hidden`]);
});

it.each([
  "npm run lint || true; npm run build",
  "rm -r dist || true && npm run build",
  "npm ci || npm install",
  "npm run build || exit 1",
  "cp -r build/icons public || true",
])("leaves %s alone", (command) => {
  expect(messages(command)).toEqual([]);
});

it("looks into the scripts that the build runs by itself", () => {
  expect(messages("node after.js", "tsc || true")).toEqual(["package.json:1 a failure of tsc is hidden"]);
});
