import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Measurement, StartedBatch } from "../src/api/shapes/measuring.ts";
import type { Batch, BatchDetail } from "../src/api/shapes/measuring.ts";
import type { Site } from "../src/api/shapes/sites.ts";
import { becomeAdministrator, startStack } from "./stack.ts";

// The console's own budget: the script of its first view, and its Lighthouse score by its own measurement. The view
// measured is the one that a stranger gets, since a sample signs in nowhere; it loads the same script.
//   node bench/console.ts   (after npm run build)
const LIMIT_MS = 180_000;
const dist = join(import.meta.dirname, "../dist");

const html = readFileSync(join(dist, "index.html"), "utf8");
const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? "");
const all = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".js"));
console.log(
  `script of the first view: ${kilobytes(first)} kB compressed (goal: 180 kB); of all views: ${kilobytes(all.map((name) => `assets/${name}`))} kB`,
);

const stack = await startStack();
try {
  const web = await stack.start("web");
  await stack.start("scheduler");
  await stack.start("worker");
  await becomeAdministrator(stack, web);
  const { api, webUrl } = stack;
  await api.call("POST", "/allowed-hosts", { host: new URL(webUrl).host });
  const site = await api.call<Site>("POST", "/sites", {
    name: "Console",
    pages: [{ url: `${webUrl}/sign-in` }],
  });
  const { batch } = await api.call<StartedBatch>("POST", "/batches", { scope: "site", siteId: site.id });
  for (const { id } of await awaitMeasurements(batch)) {
    const { profile, verdict } = await api.call<Measurement>("GET", `/measurements/${id}`);
    console.log(`${profile}: ${verdict} (goal: 95)`);
  }
} finally {
  await stack.stop();
}

async function awaitMeasurements({ id }: Batch): Promise<BatchDetail["measurements"]> {
  for (const started = Date.now(); Date.now() - started < LIMIT_MS; await sleep(500)) {
    const { state, measurements } = await stack.api.call<BatchDetail>("GET", `/batches/${id}`);
    if (state !== "open") return measurements;
  }
  throw new Error(`not measured within ${LIMIT_MS / 1000} s`);
}

function kilobytes(files: readonly string[]): string {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
  return (bytes / 1000).toFixed(0);
}
