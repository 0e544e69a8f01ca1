import { expect, it } from "vitest";
import type { AppSpec } from "../../spec/index.ts";
import { messagesOf } from "../testing/messages-of.ts";
import { buildNeedsPrunedPackage } from "./build-needs-pruned-package.ts";

const manifest = '{"scripts":{"bundle":"tsc -p ."},"devDependencies":{"typescript":"5"}}';
const production = [{ key: "NODE_ENV", value: "production" }];

function messages(
  build_command: string,
  envs: NonNullable<AppSpec["envs"]> = production,
  more = {},
): string[] {
  const spec = { name: "app", services: [{ name: "web", build_command, envs }] };
  return messagesOf(buildNeedsPrunedPackage, { spec, files: { "package.json": manifest, ...more } });
}

it("knows the package of a program, also in a script", () => {
  expect(messages("npm ci && npm run bundle")).toEqual([
    "it needs typescript, a development dependency that its own install leaves out",
  ]);
});

it("is silent where development dependencies are there", () => {
  expect(messages("npm run bundle")).toEqual([]);
  expect(messages("npm ci --include=dev && npm run bundle")).toEqual([]);
  expect(messages("npm install sharp && npm run bundle")).toEqual([]);
  expect(messages("npm ci && npm run bundle", [{ ...production[0]!, scope: "RUN_TIME" }])).toEqual([]);
  expect(
    messages("npm ci && npm run bundle", [...production, { key: "NPM_CONFIG_PRODUCTION", value: "false" }]),
  ).toEqual([]);
  expect(messages("npm ci && npm run bundle", production, { ".npmrc": "" })).toEqual([]);
});
