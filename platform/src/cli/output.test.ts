import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { makeOutput, type Screen } from "./output.ts";

function screen(properties: {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}): Screen & { text: () => string } {
  const stream = new PassThrough();
  let text = "";
  stream.on("data", (chunk) => (text += String(chunk)));
  return Object.assign(stream, properties, { text: () => text.replaceAll(/\u001b\[\?2026[hl]/g, "") });
}

function outputOn(properties: Parameters<typeof screen>[0], env: Record<string, string> = {}) {
  const stdout = screen(properties);
  const stderr = screen(properties);
  const output = makeOutput({ stdout, stderr, env, onClosed: () => undefined });
  return { stdout, stderr, output };
}

test("keeps the moving region below every line that is printed", () => {
  const { stdout, output } = outputOn({ isTTY: true, columns: 40 });
  output.region(["one", "two"]);
  output.print("done");
  output.region(["three"], ["one done"]);
  output.region([]);
  const erase = (rows: number): string => `\u001b[${rows}A\r\u001b[J`;
  expect(stdout.text()).toBe(`one\ntwo\n${erase(2)}done\none\ntwo\n${erase(2)}one done\nthree\n${erase(1)}`);
});

test("erases the rows that lines took after the terminal became narrower", () => {
  const { stdout, output } = outputOn({ isTTY: true, columns: 40 });
  output.region(["x".repeat(30)]);
  Object.assign(stdout, { columns: 10 });
  output.region([]);
  expect(stdout.text()).toContain("\u001b[3A\r\u001b[J");
});

test("draws no region in a pipe and none on a dumb terminal", () => {
  for (const [properties, env] of [[{}, {}] as const, [{ isTTY: true }, { TERM: "dumb" }] as const]) {
    const { stdout, output } = outputOn(properties, env);
    output.region(["moving"]);
    output.print("line");
    expect(stdout.text()).toBe("line\n");
  }
});

test.each([
  { isTTY: true, env: {}, coloured: true },
  { isTTY: false, env: {}, coloured: false },
  { isTTY: true, env: { NO_COLOR: "1" }, coloured: false },
  { isTTY: true, env: { NO_COLOR: "" }, coloured: true },
  { isTTY: false, env: { FORCE_COLOR: "1" }, coloured: true },
  { isTTY: true, env: { FORCE_COLOR: "0" }, coloured: false },
])("colours only where wanted: %o", ({ isTTY, env, coloured }) => {
  const { output } = outputOn({ isTTY }, env);
  expect(output.paint("red", "x") !== "x").toBe(coloured);
});

test("falls silent and tells it once when the reader of the pipe is gone", async () => {
  let told = 0;
  const stdout = screen({});
  const output = makeOutput({ stdout, stderr: screen({}), env: {}, onClosed: () => (told += 1) });
  stdout.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  await new Promise((resolve) => stdout.once("close", resolve));
  output.print("unheard");
  await output.flush();
  expect(told).toBe(1);
  expect(stdout.text()).toBe("");
});
