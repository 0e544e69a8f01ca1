import type { Harbour } from "../test/kit.ts";

export const SMALL_APP = "bench-small";

/** A dependency-free service that takes GETs and counts the bytes of POSTs, and ends gracefully. */
export const serverText = `
import { createServer } from "node:http";
const server = createServer((request, response) => {
  let bytes = 0;
  request.on("data", (chunk) => (bytes += chunk.length));
  request.on("end", () => response.end(request.method === "POST" ? String(bytes) : "ok " + process.env.COLOUR));
});
server.listen(Number(process.env.PORT));
process.on("SIGTERM", () => server.close(() => process.exit(0)));
`;

export function specText(colour: string): string {
  return `name: ${SMALL_APP}
services:
  - name: web
    github: { repo: ashore/${SMALL_APP}, branch: main }
    run_command: node server.js
    envs:
      - { key: COLOUR, value: ${colour}, scope: RUN_TIME }
    health_check: { http_path: / }
`;
}

/** @returns the directory of a checkout of the small app */
export function smallApp(at: Harbour): string {
  const manifest = JSON.stringify({ name: SMALL_APP, version: "1.0.0", type: "module", private: true });
  return at.checkout({
    "server.js": serverText,
    "package.json": manifest,
    ".do/app.yaml": specText("red"),
  });
}
