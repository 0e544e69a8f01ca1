import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { browserNeedsMemory } from "./browser-needs-memory.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...browserNeedsMemory.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const files = (name: string, kind = "dependencies") => ({
  "package.json": `{"${kind}":{"${name}":"1"}}`,
  "a.js": `const it = require("${name}");\n`,
});
const app = { name: "app", services: [{ name: "web" }] };

describe("browser-needs-memory", () => {
  it("takes the default size, which is small, for what it is", () => {
    expect(find(app, files("puppeteer"))).toEqual([
      "services[0].instance_size_slug web starts a browser with puppeteer, in less than 2 GB of memory",
    ]);
  });

  it("knows Python's packages by requirements.txt", () => {
    expect(
      find(app, { "requirements.txt": "Pyppeteer==2\n", "a.py": "from pyppeteer import launch\n" }),
    ).toHaveLength(1);
    expect(find(app, { "requirements.txt": "flask\n", "a.py": "from pyppeteer import launch\n" })).toEqual(
      [],
    );
  });

  it("is silent about development dependencies, unused packages and those that only talk to a browser", () => {
    expect(find(app, files("puppeteer", "devDependencies"))).toEqual([]);
    expect(find(app, { ...files("puppeteer"), "a.js": "" })).toEqual([]);
    expect(find(app, files("puppeteer-core"))).toEqual([]);
  });

  it("is silent when a variable names a browser elsewhere", () => {
    const services = [{ name: "web", envs: [{ key: "BROWSERLESS_URL", value: "wss://example.com" }] }];
    expect(find({ name: "app", services }, files("puppeteer"))).toEqual([]);
  });

  it("says it once for a directory of several components, and not if one of them is large", () => {
    const workers = [{ name: "shots" }];
    expect(find({ ...app, workers }, files("puppeteer"))).toEqual([
      "services[0].instance_size_slug web or shots starts a browser with puppeteer, in less than 2 GB of memory",
    ]);
    const large = [{ name: "shots", instance_size_slug: "apps-s-1vcpu-2gb" }];
    expect(find({ ...app, workers: large }, files("puppeteer"))).toEqual([]);
  });
});
