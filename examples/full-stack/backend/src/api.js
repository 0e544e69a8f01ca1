import fastify from "fastify";

import { onChange } from "./changes.js";
import { openPool } from "./database.js";
import { health } from "./health.js";
import { liveUpdates } from "./live-updates.js";
import { noteRoutes } from "./note-routes.js";
import { connectPatientRedis, connectRedis } from "./redis.js";
import { stopSignal } from "./stop.js";

const stop = stopSignal();
const pool = openPool();
const redis = connectRedis();
const subscriber = connectPatientRedis();
const live = liveUpdates();
onChange(subscriber, () => live.send("change"));

const app = fastify({ trustProxy: true });
app.setErrorHandler((error, request, reply) => {
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.code(status).send({ error: error.message });
  console.error(`${request.method} ${request.url}: ${error.message}`);
  return reply.code(500).send({ error: "Something behind the API failed. Try again in a moment." });
});
app.setNotFoundHandler((request, reply) =>
  reply.code(404).send({ error: `There is no ${request.method} ${request.url}` }),
);
app.addHook("onRequest", async (_request, reply) => {
  reply.header("cache-control", "no-store");
});
app.addHook("preClose", async () => live.end());

app.get("/api/health", async (_request, reply) => {
  const report = await health({ pool, redis });
  return reply.code(report.ok ? 200 : 503).send(report);
});
app.get("/api/events", (request, reply) => live.add(request, reply));
app.register(noteRoutes, { prefix: "/api", pool, redis });

await app.listen({ host: "0.0.0.0", port: Number(process.env.PORT ?? 8080) });
console.log(`api: listening on ${app.addresses()[0].port}`);

stop.addEventListener("abort", async () => {
  await app.close();
  await pool.end();
  redis.disconnect();
  subscriber.disconnect();
  console.log("api: stopped");
});
