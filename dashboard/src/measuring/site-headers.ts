import type { Page } from "puppeteer-core";

/**
 * Adds a site's own request headers to what the page asks its own origin for, and to nothing else. Only those requests
 * are held for the moment it takes; a redirect to another origin is another request and does not match. What frames of
 * other sites and workers ask for goes without.
 */
export async function sendSiteHeaders(
  page: Page,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  if (names.size === 0) return;
  const added = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const session = await page.createCDPSession();
  session.on("Fetch.requestPaused", ({ requestId, request }) => {
    const kept = Object.entries(request.headers)
      .filter(([name]) => !names.has(name.toLowerCase()))
      .map(([name, value]) => ({ name, value }));
    // A request that was cancelled meanwhile cannot be continued, and need not.
    session.send("Fetch.continueRequest", { requestId, headers: [...kept, ...added] }).catch(() => undefined);
  });
  const { origin } = new URL(url);
  await session.send("Fetch.enable", { patterns: [{ urlPattern: `${origin}/*`, requestStage: "Request" }] });
}
