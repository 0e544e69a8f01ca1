import { createSecretBox, type SecretBox } from "../access/secret-box.ts";
import { createLog, type Log } from "../base/log.ts";
import type { Config } from "../config.ts";
import { openDatabase, type Database } from "../database/database.ts";
import { startEmbedded } from "../database/embedded.ts";
import { openPostgresQueue } from "../queue/postgres-queue.ts";
import type { SampleQueue } from "../queue/queue.ts";
import { openRedisQueue } from "../queue/redis-queue.ts";

/** What every role works with; closed in the reverse order. */
export interface Parts {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly queue: SampleQueue;
  readonly secretBox: SecretBox | null;
  close(): Promise<void>;
}

/** Opens database and queue as the configuration says. Nothing has to answer yet, but for an embedded database. */
export async function openParts(config: Config): Promise<Parts> {
  const log = createLog(config.processType, config.logLevel);
  const { database: target, queue: transport } = config;
  const embedded = target.kind === "embedded" ? await startEmbedded(target.directory, log) : null;
  const url = target.kind === "server" ? target.url : (embedded?.url ?? "");
  const ca = target.kind === "server" ? target.ca : null;
  const database = openDatabase({ url, ca, name: `dashboard ${config.processType}` }, log);
  const queue = transport.kind === "redis" ? openRedisQueue(transport.url, log) : openPostgresQueue(url);
  log.info(
    {
      database: target.kind === "server" ? mask(url) : `embedded in ${target.directory}`,
      queue: transport.kind === "redis" ? `${mask(transport.url)} from ${transport.from}` : "the database",
      canStoreSecrets: config.encryptionKey !== null,
    },
    `dashboard ${config.version}: ${config.processType}`,
  );
  return {
    config,
    log,
    database,
    queue,
    secretBox: config.encryptionKey === null ? null : createSecretBox(config.encryptionKey),
    close: async () => {
      await queue.close();
      await database.close();
      await embedded?.stop();
    },
  };
}

function mask(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${url.username === "" ? "" : `${url.username}:…@`}${url.host}${url.pathname}`;
}
