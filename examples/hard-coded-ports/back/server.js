import { createServer } from "node:http";

const PORT = 8080;
const started = new Date().toISOString();
let requests = 0;

const server = createServer((request, response) => {
  requests += 1;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ service: "back", port: PORT, path: request.url, started, requests }));
});

server.listen(PORT, "0.0.0.0", () => console.log(`back: listening on ${PORT}, whatever PORT says`));
process.once("SIGTERM", () => server.close());
