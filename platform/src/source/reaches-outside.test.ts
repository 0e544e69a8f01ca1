import { describe, expect, it } from "vitest";
import { climbsOut, namesParent } from "./reaches-outside.ts";

describe("namesParent", () => {
  it.each([
    ["package.json", '{"dependencies":{"shared":"file:../shared"}}'],
    ["package.json", '{"dependencies":{"shared":"link:../../shared"}}'],
    ["tsconfig.json", '{"extends":"../tsconfig.base.json"}'],
    ["requirements.txt", "flask\n-e ../lib\n"],
    ["go.mod", "replace example.com/lib => ../lib"],
    ["vite.config.ts", 'resolve(__dirname, "..", "shared")'],
    ["Procfile", "web: cd .. && node server.js"],
    ["command", "npm --prefix ../ run build"],
  ])("sees one in a %s with %s", (_name, text) => {
    expect(namesParent(text)).toBe(true);
  });

  it.each(["node ./server.js", "echo a..b", "npm run build...", "seq 1..5"])("sees none in %s", (command) => {
    expect(namesParent(command)).toBe(false);
  });
});

describe("climbsOut", () => {
  it("counts how far code climbs above its own depth", () => {
    const code = 'import a from "../../shared/a";\nimport b from "../b";';
    expect(climbsOut(code, 1)).toBe(true);
    expect(climbsOut(code, 2)).toBe(false);
  });

  it("reads style sheets and ignores what is not a path", () => {
    expect(climbsOut("@import url(../theme.css);", 0)).toBe(true);
    expect(climbsOut("// see ../notes", 0)).toBe(false);
  });
});
