import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../base/failure.ts";
import type { Log } from "../base/log.ts";
import { startEmbedded } from "../database/embedded.ts";
import { maskUrl, type SourceAddress } from "./address.ts";
import { openEarlierSource } from "./earlier/earlier-source.ts";
import { openPostgresSource } from "./postgres-source.ts";
import type { Source } from "./source.ts";

/** Opens a source for reading only. Throws a Failure when it is none. */
export function openSource(address: SourceAddress, log: Log): Promise<Source> {
  switch (address.kind) {
    case "postgres":
      return openPostgresSource(address.url, maskUrl(address.url), log);
    case "embedded":
      return openEmbeddedSource(address.directory, log);
    case "sqlite":
      return openEarlierSource(address.file, new Date());
  }
}

async function openEmbeddedSource(directory: string, log: Log): Promise<Source> {
  // Without this a mistyped name would be answered with a new, empty database.
  if (!existsSync(join(directory, "postgres", "PG_VERSION")))
    throw new Failure("SOURCE_MISSING", `${directory} holds no database of the dashboard`, {
      hint: "give the directory that DATA_DIR names",
    });
  const server = await startEmbedded(directory, log);
  try {
    const source = await openPostgresSource(server.url, `embedded:${directory}`, log);
    const close = async () => {
      await source.close();
      await server.stop();
    };
    return { ...source, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
