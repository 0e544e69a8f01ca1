import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { portTakenTwice } from "./port-taken-twice.ts";

const scripts = { api: "PORT=3000 node api.js", site: "next start -p 3000" };

function messages(run_command: string): string[] {
  const spec = { name: "app", services: [{ name: "web", run_command }] };
  return messagesOf(portTakenTwice, { spec, files: { "package.json": JSON.stringify({ scripts }) } });
}

it.each([
  "npm run api & npm run site",
  'concurrently "npm:api" "npm:site"',
  "npx npm-run-all --parallel api site",
])("finds the port that %s uses twice", (command) => {
  expect(messages(command)).toHaveLength(1);
});

it.each([
  "npm run api && npm run site",
  "npx npm-run-all api site",
  "npm run api & PORT=3000 next start -p 4000",
  "npm run api & node worker.js",
])("says nothing of %s", (command) => {
  expect(messages(command)).toEqual([]);
});
