import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { aboutPage, frontPage } from "./src/pages.js";
import { paint } from "./src/picture.js";
import { addSpeed, readSpeed, setSpeed } from "./src/speed.js";

const PORT = Number(process.env.PORT ?? 8080);
const BODY_LIMIT = 10_000;
const html = "text/html; charset=utf-8";
const script = "text/javascript; charset=utf-8";

const routes = {
  "GET /": async () => (await wait(readSpeed().serverDelayMs), [html, frontPage()]),
  "GET /about": async () => (await wait(readSpeed().serverDelayMs), [html, aboutPage()]),
  "GET /style.css": async () => ["text/css; charset=utf-8", await asset("style.css")],
  "GET /cards.js": async () => [script, await asset("cards.js")],
  "GET /basket.js": async () => [script, await asset("basket.js")],
  "GET /catalogue.js": async () => [script, await catalogue()],
  "GET /favicon.svg": async () => ["image/svg+xml", await asset("favicon.svg")],
  "GET /robots.txt": async (request) => ["text/plain", `User-agent: *\nAllow: /\nSitemap: ${origin(request)}/sitemap.xml\n`],
  "GET /sitemap.xml": async (request) => ["application/xml", sitemap(origin(request))],
  "GET /healthy": async () => ["text/plain", "ok\n"],
  "GET /speed": async () => json(readSpeed()),
  "PUT /speed": async (request) => json(setSpeed(await readJson(request))),
  "POST /slower": async (request) => json(addSpeed(await readJson(request))),
};

const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://site").pathname;
  const picture = /^\/picture\/(\d{1,3})\.png$/.exec(path);
  const method = request.method === "HEAD" ? "GET" : request.method;
  try {
    if (picture && method === "GET") return send(response, 200, ["image/png", paint(Number(picture[1]))]);
    const route = routes[`${method} ${path}`];
    if (route === undefined) return send(response, 404, ["text/plain", "There is nothing here.\n"]);
    send(response, 200, await route(request));
  } catch (error) {
    send(response, 400, ["text/plain", `${error.message}\n`]);
  }
});

server.listen(PORT, "0.0.0.0", () => console.log(`fixture-site: listening on ${server.address().port}`));
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});

function send(response, status, [type, body]) {
  const cache = /^(image|text\/(css|javascript))/.test(type) ? "max-age=3600" : "no-store";
  response.writeHead(status, { "content-type": type, "cache-control": cache });
  response.end(body);
}

async function asset(name) {
  return readFile(new URL(`site/${name}`, import.meta.url), "utf8");
}

/** The script whose work and size can be changed. */
async function catalogue() {
  const { scriptWorkMs, extraBytes } = readSpeed();
  const filling = extraBytes > 0 ? `// ${"x".repeat(Math.max(0, extraBytes - 3))}` : "";
  return `const WORK_MS = ${scriptWorkMs};\n${await asset("catalogue.js")}${filling}`;
}

function json(value) {
  return ["application/json", `${JSON.stringify(value)}\n`];
}

async function readJson(request) {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > BODY_LIMIT) throw new Error("The body is too large.");
  }
  return text === "" ? {} : JSON.parse(text);
}

function origin(request) {
  return `${request.headers["x-forwarded-proto"] ?? "http"}://${request.headers.host ?? `localhost:${PORT}`}`;
}

function sitemap(site) {
  const urls = ["/", "/about"].map((path) => `  <url><loc>${site}${path}</loc></url>\n`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls}</urlset>\n`;
}
