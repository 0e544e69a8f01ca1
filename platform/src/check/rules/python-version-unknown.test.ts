import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { pythonVersionUnknown as rule } from "./python-version-unknown.ts";

function messages(files: Readonly<Record<string, string>>): string[] {
  const spec: AppSpec = { name: "app", services: [{ name: "web" }] };
  const all = { "requirements.txt": "", ...files };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files: all }) };
  return [...rule.check(app)].map(({ message }) => message);
}

describe("python-version-unknown", () => {
  it.each([
    [{ "runtime.txt": "python-3" }, "runtime.txt says python-3, which is not of the form python-3.13"],
    [
      { "runtime.txt": "pypy3.10-7.3" },
      "runtime.txt says pypy3.10-7.3, which is not of the form python-3.13",
    ],
    [{ "runtime.txt": "python-3.6.8\n" }, "runtime.txt asks for Python 3.6, which the build does not know"],
    [{ "runtime.txt": "python-2.7.18\n" }, "runtime.txt asks for Python 2.7, which the build does not know"],
    [{ ".python-version": "python-3.12" }, ".python-version says python-3.12, which is not of the form 3.13"],
    [{ ".python-version": "shop-env" }, ".python-version says shop-env, which is not of the form 3.13"],
    [{ ".python-version": "3.15" }, ".python-version asks for Python 3.15, which the build does not know"],
    [{ ".python-version": "3.12\n3.11\n" }, ".python-version names several versions"],
  ])("finds %j", (files, message) => {
    expect(messages(files)).toEqual([message]);
  });

  it.each([
    { "runtime.txt": " python-3.10.4 \r\n" },
    { "runtime.txt": "python-3.14" },
    { ".python-version": "# ours\n3.9\n" },
    { ".python-version": "3" },
    { ".python-version": "" },
    { "runtime.txt": "python-3.12", ".python-version": "shop" },
    {},
  ])("is silent on %j", (files) => {
    expect(messages(files)).toEqual([]);
  });
});
