import { describe, expect, it } from "vitest";
import { handlesTerm, isLauncher } from "./term-targets.ts";

describe("isLauncher", () => {
  it.each([
    [["npm start"], true],
    [["npm", "run", "web"], true],
    [["/usr/bin/node", "/usr/bin/npm", "start"], true],
    [["node", "/usr/lib/node_modules/npm/bin/npm-cli.js", "start"], true],
    [["node", "/usr/share/yarn/yarn.js", "web"], true],
    [["node", "server.js"], false],
    [["node", "--enable-source-maps", "/workspace/npm-proxy/index.js"], false],
    [["python", "npm"], false],
  ])("tells for %j: %s", (words, expected) => {
    expect(isLauncher(words)).toBe(expected);
  });
});

describe("handlesTerm", () => {
  it("reads the bit of SIGTERM in the mask of caught signals", () => {
    expect(handlesTerm("Name:\tsh\nSigCgt:\t0000000000004002\n")).toBe(true);
    expect(handlesTerm("Name:\tsh\nSigCgt:\t0000000000010000\n")).toBe(false);
    expect(handlesTerm("")).toBe(false);
  });
});
