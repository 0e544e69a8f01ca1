/** A comment now and then, so that no proxy takes the quiet stream for a dead one. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events to every open page. */
export function liveUpdates() {
  const streams = new Set();
  const write = (text) => streams.forEach((stream) => stream.write(text));
  const heartbeat = setInterval(() => write(":\n\n"), HEARTBEAT_MS);

  return {
    add(request, reply) {
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      stream.write("retry: 2000\n\n");
      streams.add(stream);
      stream.on("close", () => streams.delete(stream));
    },
    send(event) {
      write(`event: ${event}\ndata: {}\n\n`);
    },
    end() {
      clearInterval(heartbeat);
      streams.forEach((stream) => stream.end());
    },
  };
}
