import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { harbour, repository, type Harbour } from "./kit.ts";

// The platform brings its first guest up from its spec, and people work with it in a real browser.
const APP = "performance-dashboard";
const SPEC = join(repository, "dashboard", ".do", "app.yaml");
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const password = "correct horse battery staple";

describe.skipIf(CHROMIUM === undefined)("the performance dashboard", () => {
  let house: Harbour;
  let browser: Browser;
  let page: Page;
  const profile = mkdtempSync(join(tmpdir(), "ashore-browser-"));

  beforeAll(async () => {
    house = await harbour();
    const env = { ENCRYPTION_KEY: "a key for this story alone" };
    const up = await house.ashore(["up", repository, "--spec", SPEC, "--detach"], { env });
    expect(up.code, up.stdout + up.stderr).toBe(0);
    const guest = await house.ashore(["up", house.guest("fixture-site"), "--detach"]);
    expect(guest.code, guest.stdout + guest.stderr).toBe(0);
    browser = await openBrowser(profile);
    page = await browser.newPage();
    page.setDefaultTimeout(30_000);
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await house.end();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  test("migrates before anything starts, and every component says what it waits for", async () => {
    const [status] = (await house.status()).filter(({ name }) => name === APP);
    expect(status!.jobs.find(({ name }) => name === "migrate")!.runs[0]).toMatchObject({
      phase: "SUCCEEDED",
    });
    expect(status!.components.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      "app live",
      "redis live",
      "scheduler live",
      "worker live",
    ]);
    await expect.poll(() => logOf("worker"), { timeout: 30_000 }).toContain("waiting for jobs");
    await expect.poll(() => logOf("scheduler"), { timeout: 30_000 }).toContain("no site has a schedule yet");
    const migrated = firstTime(logOf("migrate"), ' applied"');
    expect(migrated).toBeLessThan(firstTime(logOf("worker"), "dashboard 0.1.0: worker"));
    expect(migrated).toBeLessThan(firstTime(logOf("app"), "dashboard 0.1.0: web"));
  });

  test("lets the first administrator in by the link that was printed, once", async () => {
    const link = /http\S+\/welcome#\S+?(?=")/.exec(logOf("app"))?.[0] ?? "";
    await page.goto(link);
    await type("E-mail", "ops@team.example");
    await type("Your name", "Ops");
    await type("Password", password);
    await press("Create the account");
    await page.waitForSelector("::-p-aria([name='Overview'][role='heading'])");
    const again = await page.evaluate(async (token) => {
      const reply = await fetch(`/api/invitation?token=${token}`);
      return reply.status;
    }, link.split("#")[1]!);
    expect(again).toBe(404);
  });

  test("measures only what an administrator allowed, and adds it as a site", async () => {
    await page.goto(address("/sites/new"));
    await fillSite();
    await says("This address is not allowed");
    await page.goto(address("/settings?section=hosts"));
    await type("Host", guestHost());
    await press("Allow the host");
    await says(guestHost());
    await page.goto(address("/sites/new"));
    await fillSite();
    await page.waitForFunction("/sites.[0-9a-f-]{36}$/.test(location.pathname)");
    await expect.poll(() => logOf("scheduler"), { timeout: 30_000 }).toContain("next tick: Fixture at ");
  });

  test("runs tests for all sites at the press of a button, and shows results without a reload", async () => {
    await page.goto(address("/"));
    await page.evaluate("window.wasNotReloaded = true");
    await press("Run tests for all sites");
    await press("Start");
    await says("Tests are running");
    await says("Run tests for all sites", 240_000);
    const [site] =
      await api<readonly { readonly id: string; readonly pages: readonly { readonly id: string }[] }[]>(
        "/sites",
      );
    const overview = await api<OverviewAnswer>("/overview");
    expect(overview.sites[0]!.profiles[0]!.values["performance"]).toBeGreaterThan(0);
    expect(await page.evaluate("window.wasNotReloaded")).toBe(true);
    expect(site!.pages).toHaveLength(1);
  });

  test("every view is free of what axe finds, on phone and desktop, light and dark", async () => {
    const siteId = await onlySite();
    const [measurementId] = await measurementsOf(siteId);
    const views = [
      "/",
      "/sites/new",
      `/sites/${siteId}`,
      `/sites/${siteId}/settings`,
      `/measurements/${measurementId}`,
    ];
    const more = [
      "/compare",
      "/budgets",
      "/queue",
      "/settings",
      "/settings?section=people",
      "/settings?section=tokens",
    ];
    const found: string[] = [];
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      for (const width of [390, 1280]) {
        await page.setViewport({ width, height: 900 });
        for (const view of [...views, ...more]) {
          await page.goto(address(view), { waitUntil: "networkidle2" });
          await page.evaluate(axe.source);
          const violations = (await page.evaluate(
            "axe.run().then((r) => r.violations.map((v) => v.id))",
          )) as string[];
          const scrolls = (await page.evaluate(
            "document.documentElement.scrollWidth > innerWidth",
          )) as boolean;
          found.push(
            ...[...violations, ...(scrolls ? ["scrolls sideways"] : [])].map(
              (each) => `${scheme} ${width} ${view}: ${each}`,
            ),
          );
        }
      }
    }
    await page.setViewport({ width: 1280, height: 900 });
    expect(found).toEqual([]);
  });

  test("adds to the trend with the next tick of the schedule", async () => {
    const siteId = await onlySite();
    await page.goto(address(`/sites/${siteId}`));
    const before = (await trend()).length;
    await api(`/sites/${siteId}/schedule`, "PUT", { cron: "* * * * *", timeZone: "UTC", enabled: true });
    await expect
      .poll(() => trend().then((points) => points.length), { timeout: 240_000, interval: 1_000 })
      .toBeGreaterThan(before);
    await api(`/sites/${siteId}/schedule`, "PUT", { cron: "0 4 * * *", timeZone: "UTC", enabled: true });
    expect(logOf("scheduler")).toContain("tick of Fixture: ran");
    await page.waitForFunction("/([2-9]|[1-9][0-9]+) measurements of/.test(document.body.innerText)");
  });

  test("loses and doubles nothing when the worker is killed in the middle", async () => {
    const siteId = await onlySite();
    await idle();
    await api(`/sites/${siteId}`, "PATCH", { samplesPerMeasurement: 3 });
    const { batch } = await api<{ readonly batch: { readonly id: string } }>("/batches", "POST", {
      scope: "site",
      siteId,
    });
    await expect
      .poll(async () => (await batchOf(batch.id)).samples.running, { timeout: 60_000, interval: 200 })
      .toBe(1);
    const [status] = (await house.status()).filter(({ name }) => name === APP);
    const worker = status!.components.find(({ name }) => name === "worker")!.instances[0]!;
    process.kill(worker.pid, "SIGKILL");
    await expect
      .poll(async () => (await batchOf(batch.id)).state, { timeout: 240_000, interval: 500 })
      .toBe("done");
    const { samples } = await batchOf(batch.id);
    expect(samples).toEqual({ total: 3, done: 3, running: 0, queued: 0, failed: 0 });
    expect((await trend()).at(-1)).toEqual({ n: 3 });
  });

  test("goes down cleanly", async () => {
    await idle();
    const down = await house.ashore(["down", "-a", APP]);
    expect(down.code, down.stderr).toBe(0);
    expect(logOf("worker")).toContain("stopped");
  });

  interface OverviewAnswer {
    readonly sites: readonly {
      readonly profiles: readonly { readonly values: Readonly<Record<string, number>> }[];
    }[];
  }
  interface BatchAnswer {
    readonly state: string;
    readonly samples: Readonly<Record<"total" | "done" | "running" | "queued" | "failed", number>>;
  }

  async function fillSite(): Promise<void> {
    await type("Name", "Fixture");
    await type("Address", `http://${guestHost()}/`);
    const desktop = await page.waitForSelector("::-p-aria([name='Desktop'][role='checkbox'])");
    await desktop!.click();
    const samples = await page.waitForSelector(
      "::-p-aria([name='Samples per measurement'][role='combobox'])",
    );
    await samples!.select("1");
    const now = await page.waitForSelector("::-p-aria([name='Measure it right away'][role='checkbox'])");
    if (await now!.evaluate((box) => (box as unknown as { checked: boolean }).checked)) await now!.click();
    await press("Add the site");
  }

  /** Until the page shows a text, without being asked again. */
  async function says(text: string, timeout = 30_000): Promise<void> {
    await page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(text)})`, {
      timeout,
      polling: 200,
    });
  }

  async function type(label: string, text: string): Promise<void> {
    const field = await page.waitForSelector(`::-p-aria([name='${label}'][role='textbox'])`);
    await field!.click({ count: 3 });
    await field!.type(text);
  }

  async function press(name: string): Promise<void> {
    const button = await page.waitForSelector(`::-p-aria([name='${name}'][role='button'])`);
    await button!.click();
  }

  function api<Answer>(path: string, method = "GET", body?: object): Promise<Answer> {
    return page.evaluate(
      async (url: string, verb: string, text: string | undefined) => {
        const headers = text === undefined ? {} : { "content-type": "application/json" };
        const reply = await fetch(`/api${url}`, {
          method: verb,
          headers,
          ...(text !== undefined && { body: text }),
        });
        if (!reply.ok) throw new Error(`${verb} ${url}: ${reply.status} ${await reply.text()}`);
        return (await reply.json()) as Answer;
      },
      path,
      method,
      body === undefined ? undefined : JSON.stringify(body),
    );
  }

  async function onlySite(): Promise<string> {
    const [site] = await api<readonly { readonly id: string }[]>("/sites");
    return site!.id;
  }

  async function measurementsOf(siteId: string): Promise<readonly string[]> {
    const site = await api<{ readonly pages: readonly { readonly id: string }[] }>(`/sites/${siteId}`);
    const rows = await api<readonly { readonly id: string }[]>(`/pages/${site.pages[0]!.id}/measurements`);
    return rows.map(({ id }) => id);
  }

  const batchOf = (id: string) => api<BatchAnswer>(`/batches/${id}`);

  async function trend(): Promise<readonly { readonly n: number }[]> {
    const [site] = await api<readonly { readonly pages: readonly { readonly id: string }[] }[]>("/sites");
    const { points } = await api<{
      readonly points: readonly { readonly values: Readonly<Record<string, { readonly n: number }>> }[];
    }>(`/pages/${site!.pages[0]!.id}/trend?profile=mobile`);
    return points.map(({ values }) => ({ n: values["performance"]?.n ?? 0 }));
  }

  /** Until nothing is measured any more. */
  async function idle(): Promise<void> {
    const open = async () =>
      (await api<readonly BatchAnswer[]>("/batches")).filter(({ state }) => state === "open").length;
    await expect.poll(open, { timeout: 240_000, interval: 500 }).toBe(0);
  }

  function address(path: string): string {
    return `http://${APP}.localhost:${house.port}${path}`;
  }

  function guestHost(): string {
    return `fixture-site.ashore.internal:${house.port}`;
  }

  /** Everything the instances of a component printed. */
  function logOf(component: string): string {
    const directory = join(house.home, "apps", APP, "logs", component);
    if (!existsSync(directory)) return "";
    return readdirSync(directory)
      .map((file) => readFileSync(join(directory, file), "utf8"))
      .join("");
  }
});

function firstTime(log: string, said: string): number {
  const line = log.split("\n").find((each) => each.includes(said));
  if (line === undefined) throw new Error(`nobody said "${said}"`);
  return Date.parse((JSON.parse(line) as { readonly time: string }).time);
}

function openBrowser(userDataDir: string): Promise<Browser> {
  const args = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
  ];
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return puppeteer.launch({ executablePath: CHROMIUM!, userDataDir, args: [...args, ...asRoot] });
}
