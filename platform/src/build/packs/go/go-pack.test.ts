import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exec } from "../../../base/exec.ts";
import type { Pack } from "../../../plan/plan.ts";
import { findPrograms } from "../../toolchain/find-programs.ts";
import { openKit, type BuildKit } from "../../testing/build-kit.ts";

const pack: Pack = { kind: "go", version: null, packages: [] };
let kit: BuildKit;

beforeAll(async () => {
  kit = await openKit();
});

afterAll(() => kit.remove());

test("puts the module's single program into bin and makes it the default process", async (context) => {
  const [go] = await findPrograms(["go"], kit.machine.searchPath);
  if (go === undefined) context.skip("no Go on this machine");
  const root = await kit.source({
    "go.mod": "module example.com/hello\n\ngo 1.20\n",
    "main.go": 'package main\n\nfunc main() { println("hello") }\n',
    "inner/inner.go": "package inner\n",
  });
  const artifact = await kit.artifact(root, { packs: [pack] });
  expect(artifact.processes).toEqual({ web: "bin/hello" });
  const outcome = await exec([join(artifact.directory, "bin/hello")]);
  expect(outcome.stderr).toBe("hello\n");
});
