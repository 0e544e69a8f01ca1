import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { addUser, cookieOf, startTestApi, type TestApi } from "../testing/test-api.ts";
import type { ApiError } from "../shapes/common.ts";
import type { AuditEntry } from "../shapes/people.ts";
import type { AllowedHost, Discovered } from "../shapes/sites.ts";

let server: TestApi;
let headers: { readonly cookie: string };

beforeAll(async () => {
  server = await startTestApi();
  headers = await cookieOf(server.db, (await addUser(server.db, "admin")).id);
});
afterAll(() => server.stop());

function ask(method: "GET" | "POST" | "DELETE", url: string, payload?: object) {
  return server.app.inject({ method, url: `/api${url}`, headers, ...(payload && { payload }) });
}

/** A site of one page on loopback. */
async function startSite() {
  const site = createServer((request, response) => {
    response.writeHead(request.url === "/" ? 200 : 404, { "content-type": "text/html" }).end("home");
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  });
  return `127.0.0.1:${(site.address() as AddressInfo).port}`;
}

test("allows a host that was pasted as a URL, lists it, gives it another note, and forbids it again", async () => {
  const allowed = await ask("POST", "/allowed-hosts", {
    host: "http://Staging.Example:8080/",
    note: "staging",
  });
  expect(allowed.statusCode).toBe(201);
  expect(allowed.json()).toMatchObject({ host: "staging.example:8080", note: "staging" });
  await ask("POST", "/allowed-hosts", { host: "staging.example:8080", note: "ours" });
  const listed = (await ask("GET", "/allowed-hosts")).json<AllowedHost[]>();
  expect(listed.map(({ host, note }) => ({ host, note }))).toEqual([
    { host: "staging.example:8080", note: "ours" },
  ]);
  const path = `/allowed-hosts/${encodeURIComponent("staging.example:8080")}`;
  expect((await ask("DELETE", path)).statusCode).toBe(204);
  expect((await ask("DELETE", path)).statusCode).toBe(404);
  expect((await ask("GET", "/allowed-hosts")).json()).toEqual([]);
  const [newest] = (await ask("GET", "/audit")).json<AuditEntry[]>();
  expect(newest).toMatchObject({ action: "host.forbidden", subject: "staging.example:8080" });
});

test("refuses what names no host", async () => {
  const answer = await ask("POST", "/allowed-hosts", { host: "*.example" });
  expect(answer.statusCode).toBe(400);
  expect(answer.json<ApiError>().fields?.[0]?.field).toBe("host");
});

test("discovers a site of the own network only once an administrator has allowed its host", async () => {
  const host = await startSite();
  const url = `http://${host}/`;
  const refused = await ask("POST", "/discover", { url });
  expect(refused.statusCode).toBe(400);
  expect(refused.json()).toMatchObject({ code: "BAD_INPUT", fields: [{ field: "url" }] });
  expect(refused.json<ApiError>().message).toBe(
    "This address is not allowed: 127.0.0.1 is a loopback address. An administrator can allow hosts that are not public, under Settings, Allowed hosts.",
  );
  await ask("POST", "/allowed-hosts", { host });
  const found = await ask("POST", "/discover", { url });
  expect(found.statusCode).toBe(200);
  expect(found.json<Discovered>()).toEqual({
    sitemap: null,
    total: 1,
    pages: [{ url, group: "/", suggested: true }],
  });
});

test("refuses the metadata address of clouds, and says when nothing answers", async () => {
  const metadata = await ask("POST", "/discover", { url: "http://169.254.169.254/latest/meta-data/" });
  expect(metadata.statusCode).toBe(400);
  await ask("POST", "/allowed-hosts", { host: "127.0.0.1:9" });
  const dead = await ask("POST", "/discover", { url: "http://127.0.0.1:9/" });
  expect(dead.statusCode).toBe(400);
  expect(dead.json<ApiError>().message).toMatch(/^http:\/\/127\.0\.0\.1:9\/ cannot be read: .+\.$/);
});
