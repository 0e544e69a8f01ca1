import { setTimeout as sleep } from "node:timers/promises";
import type { Batch, StartedBatch } from "../src/api/shapes/measuring.ts";
import type { CreatedToken } from "../src/api/shapes/people.ts";
import type { Site } from "../src/api/shapes/sites.ts";
import { openApi } from "./api-client.ts";

// From a live dashboard to the first stored sample of a page, as a script does it.
//   node bench/first-sample.ts <address of the dashboard> <one-time link or API token> <page to measure>
const [address = "", key = "", page = ""] = process.argv.slice(2);
const LIMIT_MS = 120_000;
const api = openApi(address);
const startedAt = Date.now();

api.useToken(key.startsWith("pd_") ? key : await becomeAdministrator(key));
const host = new URL(page).host;
await api.call("POST", "/allowed-hosts", { host, note: "bench" });
const site = await api.call<Site>("POST", "/sites", {
  name: host,
  pages: [{ url: page }],
  profiles: ["mobile"],
});
const { batch } = await api.call<StartedBatch>("POST", "/batches", { scope: "site", siteId: site.id });
await until(({ samples }) => samples.done > 0);
console.log(`first sample stored after ${seconds()} s (goal: at most 30 s)`);
await until(({ state }) => state !== "open");
console.log(`measurement of ${batch.samples.total} samples published after ${seconds()} s`);

async function becomeAdministrator(link: string): Promise<string> {
  const token = link.slice(link.indexOf("#") + 1);
  const person = { email: "bench@dashboard.example", name: "Bench", password: "a password for the bench" };
  await api.call("POST", "/invitation", { token, ...person });
  const made = await api.call<CreatedToken>("POST", "/tokens", { name: "bench", role: "admin" });
  console.log(`API token: ${made.token}`);
  return made.token;
}

async function until(isReached: (batch: Batch) => boolean): Promise<void> {
  while (Date.now() - startedAt < LIMIT_MS) {
    if (isReached(await api.call<Batch>("GET", `/batches/${batch.id}`))) return;
    await sleep(100);
  }
  throw new Error(`not within ${LIMIT_MS / 1000} s`);
}

function seconds(): string {
  return ((Date.now() - startedAt) / 1000).toFixed(1);
}
