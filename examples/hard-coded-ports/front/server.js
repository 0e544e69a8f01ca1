import { createServer } from "node:http";

const PORT = 8080;
const BACK = "http://back:8080/";
const PATIENCE_MS = 2_000;

const server = createServer(async (request, response) => {
  if (request.url === "/healthy") return send(response, 200, { ok: true });
  const front = { service: "front", port: PORT, path: request.url };
  try {
    send(response, 200, { front, back: await askBack() });
  } catch (error) {
    send(response, 502, { front, error: `${BACK} does not answer: ${error.cause?.code ?? error.message}` });
  }
});

server.listen(PORT, "0.0.0.0", () => console.log(`front: listening on ${PORT}, whatever PORT says`));
process.once("SIGTERM", () => server.close());

async function askBack() {
  const answer = await fetch(BACK, { signal: AbortSignal.timeout(PATIENCE_MS) });
  return answer.json();
}

function send(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
