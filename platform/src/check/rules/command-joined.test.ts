import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { commandJoined } from "./command-joined.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...commandJoined.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const findCommand = (run_command: string) =>
  find({ name: "app", workers: [{ name: "w", dockerfile_path: "Dockerfile", run_command }] });

describe("command-joined", () => {
  it.each(["a && b", "a | b", "a; b", "a\nb", "a || true"])("finds %j", (command) => {
    expect(findCommand(command)).toEqual([
      "workers[0].run_command more than one command, which needs a shell",
    ]);
  });

  it.each(["a", "a\n", "a \\\n  b", "sh -c 'a && b'", "/bin/bash -lc 'a; b'", "node -e 'a; b'", 'x "a | b"'])(
    "is silent about %j",
    (command) => {
      expect(findCommand(command)).toEqual([]);
    },
  );

  it("is silent where a buildpack's launcher is the shell", () => {
    expect(find({ name: "app", workers: [{ name: "w", run_command: "a && b" }] })).toEqual([]);
  });
});
