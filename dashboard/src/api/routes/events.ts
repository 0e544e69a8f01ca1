import type { Api, ApiParts } from "../parts.ts";

const KEEP_ALIVE_MS = 20_000;

/** Changes as server-sent events. A reader that comes back asks anew for what it shows, so nothing is replayed. */
export function addEventRoutes(api: Api, { changes }: ApiParts): void {
  const open = new Set<() => void>();
  api.get(
    "/events",
    {
      config: { role: "viewer" },
      exposeHeadRoute: false,
      schema: { tags: ["Measuring"], summary: "Changes, as server-sent events" },
    },
    (request, reply) => {
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      stream.write(": open\n\n");
      const unsubscribe = changes.subscribe((change) =>
        stream.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`),
      );
      const alive = setInterval(() => stream.write(": alive\n\n"), KEEP_ALIVE_MS);
      const end = () => {
        clearInterval(alive);
        unsubscribe();
        open.delete(end);
        stream.end();
      };
      open.add(end);
      request.raw.once("close", end);
    },
  );
  api.addHook("preClose", (done) => {
    for (const end of open) end();
    done();
  });
}
