import serveFiles from "@fastify/static";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Failure } from "../base/failure.ts";
import type { Api } from "../api/parts.ts";

const directory = fileURLToPath(new URL("../../dist", import.meta.url));

/** The built console. Its views have addresses of their own, so what is no file is the console too. */
export async function addConsole(app: Api): Promise<void> {
  if (!existsSync(`${directory}/index.html`))
    throw new Failure("CONSOLE_NOT_BUILT", "the console is not built", { hint: "run npm run build" });
  await app.register(serveFiles, {
    root: directory,
    wildcard: false,
    preCompressed: true,
    // Vite names what it makes after its content.
    setHeaders: (reply, path) => {
      const isNamedByContent = path.includes("/assets/");
      void reply.header(
        "cache-control",
        isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache",
      );
    },
  });
  app.setNotFoundHandler(async (request, reply) => {
    // A file of an earlier build that an old tab asks for is not the console.
    const isView = ["GET", "HEAD"].includes(request.method) && !request.url.startsWith("/assets/");
    if (!isView) return reply.code(404).send({ code: "NOT_FOUND", message: "There is no such page." });
    return reply.header("cache-control", "no-cache").sendFile("index.html");
  });
}
