import { describe, expect, it } from "vitest";
import { isBeside, processesIn } from "./processes.ts";

const scripts = {
  start: "npm run serve -- --port 3000",
  serve: "NODE_ENV=production node server.js",
  dev: 'concurrently -n a,b "npm:serve" "node worker.js"',
  circle: "npm run circle",
};

function calls(line: string): string[] {
  return processesIn(line, scripts).map(({ program, args }) => [program, ...args].join(" "));
}

describe("processesIn", () => {
  it.each([
    ["a && b; c | d || e", ["a", "b", "c", "d", "e"]],
    ["(cd x && npm install) && node 'my file.js' > log 2>&1", ["cd x", "npm install", "node my file.js"]],
    ["# it's a note\nnode server.js # another one", ["node server.js"]],
    ["exec env A=1 npx --yes cross-env B=2 next start", ["next start"]],
    ["poetry run python -m gunicorn app:app", ["gunicorn app:app"]],
    [`sh -c "node a.js && node b.js"`, ["node a.js", "node b.js"]],
    ['gunicorn --bind="0.0.0.0:$PORT" app', ["gunicorn --bind=0.0.0.0:$PORT app"]],
    ["npm start", ["node server.js --port 3000"]],
    ["yarn serve --port 1", ["node server.js --port 1"]],
    ["npm run dev", ["node server.js", "node worker.js"]],
    ["run-p serve", ["node server.js"]],
    ["npm run start -w web", ["npm run start -w web"]],
    ["npm run unknown", ["npm run unknown"]],
    ["cd other && npm start", ["cd other", "npm start"]],
  ])("takes %s apart", (line, expected) => {
    expect(calls(line)).toEqual(expected);
  });

  it("follows no circle of scripts", () => {
    expect(calls("npm run circle")).toEqual(["npm run circle"]);
  });

  it("knows the variables that a line sets, and the script they stand in", () => {
    const [process] = processesIn("export A=1 && B=2 npm run serve", scripts);
    expect(process).toMatchObject({ variables: { A: "1", B: "2", NODE_ENV: "production" }, script: "serve" });
  });

  it.each([
    ["a & b", true],
    ["(a && b) & c", true],
    ["a && b", false],
    ["npm run dev", true],
    ["npm-run-all serve start", false],
    ["npm-run-all -p serve start", true],
  ])("knows if the first and the last program of %s run at once: %s", (line, expected) => {
    const processes = processesIn(line, scripts);
    expect(isBeside(processes[0]!, processes.at(-1)!)).toBe(expected);
  });
});
