import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { generateReport, type Result } from "lighthouse";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { runCommand, startChild } from "../base/child.ts";
import type { SampleOutcome, SampleRequest } from "../papers/sample.ts";
import { findChromium, type FoundChromium } from "./find-chromium.ts";
import { startGuardProxy } from "./guard-proxy.ts";
import { readProcess } from "./processes.ts";
import { runSample } from "./run-sample.ts";
import { startChromium } from "./start-chromium.ts";
import { sweepLeftovers } from "./sweep-leftovers.ts";
import { leftovers, sampleProcesses } from "./testing/leftovers.ts";
import { page, redirect, startStrangeSite, stopServer, type StrangeSite } from "./testing/strange-site.ts";

const searchPath = process.env["PATH"] ?? "";
const loneWorker = fileURLToPath(new URL("./testing/lone-worker.ts", import.meta.url));
const nothing = { processes: [], directories: [] };
/** A browser, its zygotes, its GPU process and a renderer: it is at work. */
const PROCESSES_AT_WORK = 6;

let chromium: FoundChromium;
let site: StrangeSite;

beforeAll(async () => {
  chromium = await findChromium({ chromePath: process.env["CHROME_PATH"] ?? null, searchPath });
  site = await startStrangeSite();
});

afterAll(() => site.stop());

afterEach(() => {
  expect(leftovers()).toEqual(nothing);
});

function requestFor(path: string, change: Partial<SampleRequest> = {}): SampleRequest {
  return {
    url: path.startsWith("/") ? `http://127.0.0.1:${site.port}${path}` : path,
    profile: "mobile",
    headers: {},
    allowedHosts: ["127.0.0.1"],
    chromiumPath: chromium.path,
    chromiumFlags: chromium.flags,
    cpuSlowdown: 4,
    hardLimitMs: 40_000,
    ...change,
  };
}

function measure(
  path: string,
  change: Partial<SampleRequest> = {},
  signal?: AbortSignal,
): Promise<SampleOutcome> {
  const options = { log: () => undefined, searchPath };
  return runSample(requestFor(path, change), signal === undefined ? options : { ...options, signal });
}

async function atWork(workerPid?: number): Promise<void> {
  const enough = () => sampleProcesses(workerPid).length >= PROCESSES_AT_WORK;
  await vi.waitUntil(enough, { timeout: 50_000, interval: 50 });
}

describe("a page that can be measured", () => {
  it("gives values, details and versions, sends the site's headers home only, and keeps them secret", async () => {
    const other = await startStrangeSite({
      "/widget.js": (_request, response) => response.end("document.title"),
    });
    const own = await startStrangeSite({
      "/away.js": redirect(`http://localhost:${other.port}/widget.js`),
      "/": (request, response) =>
        page(
          `<p>${String(request.headers["x-canary"])}</p>
          <script>console.error("${String(request.headers["x-canary"])}")</script>
          <script src="/away.js"></script><script src="http://localhost:${other.port}/widget.js?2"></script>`,
        )(request, response),
    });
    try {
      const outcome = await measure(`http://127.0.0.1:${own.port}/?token=canary-in-url`, {
        headers: { "X-Canary": "canary-4711-secret" },
        allowedHosts: ["127.0.0.1", "localhost"],
      });
      expect(outcome.kind, JSON.stringify(outcome).slice(0, 500)).toBe("measured");
      if (outcome.kind !== "measured") return;
      const { result, host } = outcome;
      expect(own.headersOf("/")).toMatchObject({ "x-canary": "canary-4711-secret" });
      expect(own.headersOf("/away.js")).toMatchObject({ "x-canary": "canary-4711-secret" });
      expect(other.headersOf("/widget.js")).toBeDefined();
      expect(other.headersOf("/widget.js")).not.toHaveProperty("x-canary");
      expect(JSON.stringify(outcome)).not.toContain("canary-");
      expect(result.values).toMatchObject({ "third-parties": 1 });
      for (const metric of [
        "performance",
        "fcp",
        "lcp",
        "tti",
        "tbt",
        "cls",
        "si",
        "ttfb",
        "bytes-total",
      ] as const)
        expect(result.values[metric]).toBeTypeOf("number");
      expect(result.lighthouseVersion).toMatch(/^13\./);
      expect(result.chromiumVersion).toBe(chromium.version);
      expect(result.filmstrip.length).toBeGreaterThan(0);
      expect(host.benchmarkIndex).toBeGreaterThan(0);
      expect(host.foreignCpuShare).toBeGreaterThanOrEqual(0);
      expect(brotliCompressSync(result.report).length).toBeLessThan(24_000);
      await expectRenderable(result.report);
    } finally {
      await Promise.all([own.stop(), other.stop()]);
    }
  });

  it("has Lighthouse's desktop settings as a whole, and takes 200 MB", async () => {
    const outcome = await measure("/200-megabytes", { profile: "desktop" });
    expect(outcome.kind, JSON.stringify(outcome).slice(0, 500)).toBe("measured");
    if (outcome.kind !== "measured") return;
    expect(outcome.result.values["bytes-total"]).toBeGreaterThan(200_000_000);
    const { configSettings } = JSON.parse(outcome.result.report) as {
      configSettings: Record<string, unknown>;
    };
    expect(configSettings).toMatchObject({
      formFactor: "desktop",
      throttling: { cpuSlowdownMultiplier: 1, rttMs: 40 },
      screenEmulation: { width: 1350 },
    });
  });

  async function expectRenderable(report: string): Promise<void> {
    const profile = await mkdtemp(join(tmpdir(), "dashboard-render-"));
    const proxy = await startGuardProxy({ allowedHosts: [] });
    const env = { PATH: searchPath, TMPDIR: profile };
    const { path, flags } = chromium;
    const started = await startChromium({ path, flags, profileDirectory: profile, proxyUrl: proxy.url, env });
    try {
      const tab = await started.browser.newPage();
      const errors: string[] = [];
      tab.on("pageerror", (error) => errors.push(String(error)));
      await tab.setContent(generateReport(JSON.parse(report) as Result, "html"));
      await tab.waitForSelector(".lh-category");
      expect(await tab.$$eval(".lh-category", (categories) => categories.length)).toBe(4);
      expect(errors).toEqual([]);
    } finally {
      await started.close();
      await proxy.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  }
});

describe("a page that cannot be measured", () => {
  const short = { hardLimitMs: 20_000 };
  const cases: readonly {
    what: string;
    path: string;
    failure: [string, string];
    change?: Partial<SampleRequest>;
  }[] = [
    { what: "a server error", path: "/status/500", failure: ["transient", "HTTP_500"] },
    { what: "a page that is not there", path: "/status/404", failure: ["permanent", "HTTP_404"] },
    { what: "a redirect loop", path: "/loop/1", failure: ["permanent", "REDIRECT_LOOP"] },
    { what: "a redirect to a login", path: "/to-login", failure: ["permanent", "REDIRECTED_TO_LOGIN"] },
    { what: "something that is not HTML", path: "/text", failure: ["permanent", "NOT_HTML"] },
    { what: "an unknown name", path: "http://nothing.invalid/", failure: ["permanent", "DNS_FAILED"] },
    { what: "a file", path: "file:///etc/passwd", failure: ["permanent", "INVALID_URL"] },
    { what: "a redirect to metadata", path: "/to-metadata", failure: ["permanent", "ADDRESS_NOT_ALLOWED"] },
    {
      what: "a load without end",
      path: "/never-loads",
      failure: ["transient", "LOAD_TIMED_OUT"],
      change: short,
    },
    { what: "a page that hangs", path: "/hang", failure: ["transient", "PAGE_HUNG"], change: short },
    {
      what: "a Chromium that is not there",
      path: "/",
      failure: ["transient", "LAUNCH_FAILED"],
      change: { chromiumPath: "/nowhere/chromium" },
    },
  ];

  it.each(cases)("calls $what by its name", async ({ path, failure: [failureClass, code], change = {} }) => {
    const outcome = await measure(path, change);
    expect(outcome).toMatchObject({ kind: "failed", failure: { class: failureClass, code } });
  });

  it("calls a crash of the tab by its name", async () => {
    // A small heap, so that it does not take this machine's memory first.
    const chromiumFlags = [...chromium.flags, "--js-flags=--max-old-space-size=100"];
    const outcome = await measure("/eats-memory", { chromiumFlags });
    expect(outcome).toMatchObject({ kind: "failed", failure: { class: "transient", code: "PAGE_CRASHED" } });
  });

  it("calls a refused connection by its name", async () => {
    const gone = await startStrangeSite();
    await gone.stop();
    const outcome = await measure(`http://127.0.0.1:${gone.port}/`);
    expect(outcome).toMatchObject({
      kind: "failed",
      failure: { class: "transient", code: "CONNECTION_REFUSED" },
    });
  });

  it("calls a bad certificate by its name", async () => {
    const directory = await mkdtemp(join(tmpdir(), "dashboard-tls-"));
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(directory, name)) as [string, string];
    const subject = ["-subj", "/CN=127.0.0.1", "-days", "2", "-nodes"];
    const command = ["req", "-x509", "-newkey", "rsa:2048", "-keyout", key, "-out", cert, ...subject];
    await runCommand(["openssl", ...command], { env: { PATH: searchPath }, timeoutMs: 20_000 });
    const server = createSecureServer(
      { key: await readFile(key), cert: await readFile(cert) },
      (_, response) => response.end(),
    );
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    try {
      const outcome = await measure(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(outcome).toMatchObject({
        kind: "failed",
        failure: { class: "permanent", code: "BAD_CERTIFICATE" },
      });
    } finally {
      await stopServer(server);
      await rm(directory, { recursive: true });
    }
  });
});

describe("addresses that are not allowed", () => {
  it("never hear of the page, however it asks for them", async () => {
    const inner = await startStrangeSite();
    const target = `127.0.0.2:${inner.port}`;
    const outer = await startStrangeSite({
      "/redirects": redirect(`http://${target}/`),
      "/embeds": page(
        `<img src="http://${target}/img" alt=""><iframe title="x" src="http://${target}/frame"></iframe>
        <script src="http://name.localhost:${inner.port}/script"></script><link rel="prefetch" href="http://${target}/p">
        <img src="http://[::ffff:127.0.0.2]:${inner.port}/mapped" alt=""><img src="/redirects" alt="">
        <script>fetch("http://2130706434:${inner.port}/fetch").catch(() => 0); new WebSocket("ws://${target}/ws");</script>`,
      ),
    });
    try {
      const allowedHosts = [`127.0.0.1:${outer.port}`];
      const url = `http://127.0.0.1:${outer.port}`;
      const refused = { kind: "failed", failure: { class: "permanent", code: "ADDRESS_NOT_ALLOWED" } };
      expect(await measure(`${url}/redirects`, { allowedHosts })).toMatchObject(refused);
      expect(await measure(`http://localhost:${inner.port}/`, { allowedHosts })).toMatchObject(refused);
      const embedding = await measure(`${url}/embeds`, { allowedHosts });
      expect(embedding.kind).toBe("measured");
      expect(outer.requests).toContain("GET /embeds");
      expect(inner.requests).toEqual([]);
    } finally {
      await Promise.all([inner.stop(), outer.stop()]);
    }
  });
});

describe("an end from outside", () => {
  it("leaves nothing when a sample is aborted half-way", async () => {
    const abort = new AbortController();
    const running = measure("/silent", {}, abort.signal);
    await atWork();
    abort.abort();
    expect(await running).toMatchObject({ kind: "aborted" });
    expect(await measure("/", {}, AbortSignal.abort())).toMatchObject({ kind: "aborted" });
  });

  it("leaves nothing at the hard limit", async () => {
    const outcome = await measure("/silent", { hardLimitMs: 3_000 });
    expect(outcome).toMatchObject({ kind: "failed", failure: { class: "transient", code: "TIMED_OUT" } });
  });

  it("leaves nothing when the sample's process is killed", async () => {
    const running = measure("/silent");
    await atWork();
    // Its Chromium is below it; pids tell nothing of the order, as they begin anew.
    const sample = sampleProcesses().find((pid) => readProcess(pid)?.parentPid === process.pid);
    process.kill(sample!, "SIGKILL");
    expect(await running).toMatchObject({
      kind: "failed",
      failure: { class: "host", code: "SAMPLE_KILLED" },
    });
  });

  it("lets the sample end itself when its worker is killed", async () => {
    const worker = await startWorker();
    process.kill(worker.pid, "SIGKILL");
    await vi.waitUntil(() => isNothing(worker.pid), { timeout: 10_000, interval: 50 });
  });

  it("sweeps up what a killed worker left", async () => {
    const worker = await startWorker();
    const pids = sampleProcesses(worker.pid);
    // Stopped, they cannot notice that they are alone.
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    process.kill(worker.pid, "SIGKILL");
    await worker.ended;
    const report = await sweepLeftovers();
    expect(report.processesEnded).toBeGreaterThanOrEqual(pids.length);
    expect(report.directoriesRemoved).toBeGreaterThanOrEqual(1);
    expect(report.left).toEqual([]);
    expect(isNothing(worker.pid)).toBe(true);
  });

  function isNothing(workerPid: number): boolean {
    const { processes, directories } = leftovers(workerPid);
    return processes.length === 0 && directories.length === 0;
  }

  async function startWorker() {
    const url = `http://127.0.0.1:${site.port}/silent`;
    const command = [process.execPath, loneWorker, url, chromium.path, ...chromium.flags] as const;
    const worker = await startChild([...command], { env: { PATH: searchPath }, ownGroup: true });
    await atWork(worker.pid);
    return worker;
  }
});
