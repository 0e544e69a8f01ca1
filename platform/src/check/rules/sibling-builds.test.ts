import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { siblingBuilds } from "./sibling-builds.ts";

function messages(run_command: string, files: Record<string, string>): string[] {
  const services = [{ name: "web", build_command: "npx tsc" }];
  return messagesOf(siblingBuilds, {
    spec: { name: "app", services, workers: [{ name: "queue", run_command }] },
    files,
  });
}

it("finds a result that nothing makes", () => {
  expect(messages("node ./dist/queue.js", { "package.json": "{}" })).toHaveLength(1);
  const script = { "package.json": '{"scripts":{"queue":"node dist/queue.js"}}' };
  expect(messages("npm run queue", script)).toHaveLength(1);
});

it("is silent where it is made, or there already", () => {
  expect(messages("node dist/queue.js", { "package.json": '{"scripts":{"build":"tsc"}}' })).toEqual([]);
  expect(messages("node dist/queue.js", { "package.json": "{}", "dist/queue.js": "" })).toEqual([]);
  expect(messages("npx tsc && node dist/queue.js", { "package.json": "{}" })).toEqual([]);
  expect(messages("node queue.js", { "package.json": "{}" })).toEqual([]);
});
