import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRouterUp } from "./revive.ts";
import { runAshore } from "./testing/run-ashore.ts";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "ashore-revive-"));
});

afterEach(() => rm(home, { recursive: true }));

const ashore = (...args: string[]) => runAshore(args, { home, cwd: home }).ended;

test("takes a router that accepts connections for one, and nothing else", async () => {
  expect(await isRouterUp(home)).toBe(false);
  const server = createServer((socket) => socket.destroy()).listen(path.join(home, "router.sock"));
  await once(server, "listening");
  expect(await isRouterUp(home)).toBe(true);
  server.close();
  await once(server, "close");
  await writeFile(path.join(home, "router.sock"), "");
  expect(await isRouterUp(home)).toBe(false);
});

test("asks the store of a control plane that has ended, and ends the one started for it", async () => {
  await writeFile(path.join(home, "ashore.db"), "");
  for (const command of [
    ["down", "-a", "nope"],
    ["down", "--data", "--yes", "-a", "nope"],
    ["logs", "-a", "nope"],
  ])
    expect(await ashore(...command)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("There is no app nope") as string,
    });
  expect(await ashore("down")).toMatchObject({ code: 0, stdout: "Nothing is running.\n" });
});
