import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { silentLog } from "../testing/database.ts";
import { startEmbedded } from "./embedded.ts";

test("keeps what it held, and lets one process at a time have it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "dashboard-embedded-"));
  try {
    const first = await startEmbedded(directory, silentLog);
    await ask(first.url, "create table kept (n int)");
    await expect(startEmbedded(directory, silentLog)).rejects.toThrow(/uses/);
    await first.stop();
    const second = await startEmbedded(directory, silentLog);
    expect((await ask(second.url, "select count(*)::int as n from kept")).rows).toEqual([{ n: 0 }]);
    await second.stop();
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("takes over from a process that was killed, and stops the server it left", async () => {
  const directory = await mkdtemp(join(tmpdir(), "dashboard-embedded-"));
  try {
    const left = await startEmbedded(directory, silentLog);
    const pid = Number(
      (await readFile(join(directory, "postgres", "postmaster.pid"), "utf8")).split("\n")[0],
    );
    await rm(join(directory, "owner"));
    const next = await startEmbedded(directory, silentLog);
    await expect(ask(left.url, "select 1")).rejects.toThrow();
    expect(() => process.kill(pid, 0)).toThrow();
    await next.stop();
  } finally {
    await rm(directory, { recursive: true });
  }
});

async function ask(url: string, query: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(query);
  } finally {
    await client.end();
  }
}
