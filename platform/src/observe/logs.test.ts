import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import { readLogs, type LoggedLine } from "./logs.ts";

describe("reading logs", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "ashore-logs-"));
    mkdirSync(join(directory, "web"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const query = (tail: number, follow = false, signal = new AbortController().signal) => ({
    directories: () => ({ web: join(directory, "web") }),
    tail,
    follow,
    signal,
    clock: systemClock,
  });

  it("gives the newest lines over all instances of a component", async () => {
    writeFileSync(join(directory, "web", "web-1.log"), "a\nb\nc\n");
    writeFileSync(join(directory, "web", "web-2.log"), "d\r\n");
    const lines: LoggedLine[] = await Array.fromAsync(readLogs(query(2)));
    expect(lines.map((line) => line.text)).toEqual(["c", "d"]);
    expect(lines[1]?.instance).toBe("web-2");
  });

  it("reads long logs from their end", async () => {
    const text = Array.from({ length: 20_000 }, (_, number) => `line ${number}`).join("\n");
    writeFileSync(join(directory, "web", "web-1.log"), `${text}\n`);
    const lines = await Array.fromAsync(readLogs(query(3)));
    expect(lines.map((line) => line.text)).toEqual(["line 19997", "line 19998", "line 19999"]);
    expect(await Array.fromAsync(readLogs(query(-1)))).toHaveLength(20_000);
  });

  it("follows what is written later, also by new instances, and holds back unfinished lines", async () => {
    const stop = new AbortController();
    writeFileSync(join(directory, "web", "web-1.log"), "old\n");
    const seen: string[] = [];
    for await (const line of readLogs(query(1, true, stop.signal))) {
      seen.push(line.text);
      if (line.text === "old") appendFileSync(join(directory, "web", "web-1.log"), "one\n");
      if (line.text === "one") appendFileSync(join(directory, "web", "web-2.log"), "two\nthr");
      if (line.text === "two") appendFileSync(join(directory, "web", "web-2.log"), "ee\n");
      if (line.text === "three") stop.abort();
      if (seen.length > 4) break;
    }
    expect(seen).toEqual(["old", "one", "two", "three"]);
  });
});
