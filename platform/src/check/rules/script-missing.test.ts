import { describe, expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { scriptMissing } from "./script-missing.ts";

const files = {
  "package.json": '{"scripts":{"dev":"vite","build":"npm run compile && vite build","seed":"node seed.js"}}',
};
const run = (run_command: string, more = {}): string[] =>
  messagesOf(scriptMissing, {
    spec: { name: "app", workers: [{ name: "queue", run_command }] },
    files: { "package.json": '{"scripts":{"dev":"vite"}}', ...more },
  });

describe("script-missing", () => {
  it("finds what npm and pnpm are told to run and what builds run, in scripts too", () => {
    expect(run("npm start")).toEqual(["queue runs the script start, which package.json does not have"]);
    expect(run("npm ci && npm run worker")).toHaveLength(1);
    expect(run("pnpm run worker")).toHaveLength(1);
    const spec = { name: "app", static_sites: [{ name: "site", build_command: "npm run biuld" }] };
    expect(messagesOf(scriptMissing, { spec, files })).toEqual([
      "package.json:1 site runs the script compile, which package.json does not have",
      "site runs the script biuld, which package.json does not have",
    ]);
  });

  it.each([
    ["npm start", { "server.js": "" }],
    ["npm run dev", {}],
    ["npm run start -w api", {}],
    ["npm --prefix api start", {}],
    ["cd api && npm start", {}],
    ["npm run start --if-present", {}],
    ["yarn worker", {}],
    ["npm test", {}],
  ])("says nothing of %s where it may be right", (command, more) => {
    expect(run(command, more)).toEqual([]);
  });
});
