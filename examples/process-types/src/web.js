import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

import { openPool } from "./database.js";
import { LARGEST } from "./factors.js";
import { addJob, newestJobs } from "./jobs.js";
import { page } from "./page.js";
import { schemaState } from "./schema.js";

const routes = {
  "GET /": showJobs,
  "GET /ready": showReadiness,
  "GET /jobs": listJobs,
  "POST /jobs": takeNumber,
};

export async function web(stop) {
  const pool = openPool();
  const server = createServer((request, response) => answer(pool, request, response));
  server.listen(Number(process.env.PORT ?? 3000), "0.0.0.0");
  await once(server, "listening");
  console.log(`web: listening on ${server.address().port}`);
  await new Promise((resolve) => stop.addEventListener("abort", resolve));
  server.close();
  await once(server, "close");
  await pool.end();
  console.log("web: stopped");
}

async function answer(pool, request, response) {
  const { pathname } = new URL(request.url, "http://web");
  const route = routes[`${request.method} ${pathname}`];
  try {
    if (route) await route(pool, request, response);
    else send(response, 404, "text/plain", `There is no ${request.method} ${pathname}\n`);
  } catch (error) {
    console.error(`${request.method} ${pathname}: ${error.message}`);
    send(response, 503, "text/plain", "The database is not ready. Try again in a moment.\n");
  }
}

/** Not ready before somebody has brought the schema to the version this code needs. */
async function showReadiness(pool, _request, response) {
  const state = await schemaState(pool);
  send(response, state === "ready" ? 200 : 503, "text/plain", `${state}\n`);
}

async function showJobs(pool, _request, response) {
  send(response, 200, "text/html; charset=utf-8", page(await newestJobs(pool)));
}

async function listJobs(pool, _request, response) {
  send(response, 200, "application/json", JSON.stringify(await newestJobs(pool)));
}

async function takeNumber(pool, request, response) {
  const number = Number(new URLSearchParams(await text(request)).get("number"));
  if (!Number.isInteger(number) || number < 2 || number > LARGEST) {
    return send(response, 400, "text/plain", `The number must be whole, from 2 to ${LARGEST}\n`);
  }
  await addJob(pool, number, "web");
  response.writeHead(303, { location: "/" }).end();
}

function send(response, status, type, body) {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}
