import { setTimeout as sleep } from "node:timers/promises";
import { Failure, messageOf } from "../base/failure.ts";
import { requireSchema } from "./checks.ts";
import type { Parts } from "./parts.ts";

const POLL_MS = 500;
const LIMIT_MS = 120_000;

/**
 * Waits until somebody has migrated the database. A Failure after two minutes ends the process, so that what runs it
 * starts it again.
 */
export async function awaitSchema({ database, log }: Parts, stop: AbortSignal): Promise<void> {
  for (const started = Date.now(); ;) {
    try {
      await requireSchema(database);
      return;
    } catch (error) {
      const isFinal = error instanceof Failure && error.code !== "SCHEMA_BEHIND";
      if (isFinal) throw error;
      if (Date.now() - started > LIMIT_MS)
        throw new Failure("NOT_READY", `waited ${LIMIT_MS / 1000} s for the database: ${messageOf(error)}`, {
          cause: error,
        });
      log.info({ reason: messageOf(error) }, "waiting for the database");
    }
    await sleep(POLL_MS, undefined, { signal: stop });
  }
}
