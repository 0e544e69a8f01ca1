import { announceFirstAdministrator } from "../access/first-administrator.ts";
import { openChangeFeed } from "../api/change-feed.ts";
import { createApi } from "../api/server.ts";
import { addSecurityHeaders } from "../api/security-headers.ts";
import { awaitSchema } from "./await-schema.ts";
import { commonChecks } from "./checks.ts";
import { addConsole } from "./console.ts";
import { addHealth } from "./health.ts";
import type { Parts } from "./parts.ts";

export interface Web {
  /** Never resolves; rejects when the database did not become ready. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

/** API and console from one port. It listens at once and says why while it is not ready. */
export async function startWeb(parts: Parts, stop: AbortSignal): Promise<Web> {
  const { config, database, queue, secretBox, log } = parts;
  const changes = openChangeFeed(database, log);
  const { publicUrl, smtpUrl, version, processType: role } = config;
  const app = await createApi(
    { db: database.db, queue, secretBox, changes, publicUrl, canSendMail: smtpUrl !== null },
    log,
    version,
  );
  addSecurityHeaders(app);
  addHealth(app, { role, version }, commonChecks(parts));
  await addConsole(app);
  await app.listen({ host: "0.0.0.0", port: config.port });
  log.info({ address: publicUrl }, `listening on port ${config.port}`);
  // In the background: the process is up, /readyz tells whether the database is.
  const announced = awaitSchema(parts, stop).then(() =>
    announceFirstAdministrator(database.db, publicUrl, log),
  );
  return {
    failed: new Promise((_, reject) => {
      announced.catch(reject);
    }),
    close: async () => {
      await app.close();
      await announced.catch(() => undefined);
      await changes.close();
    },
  };
}
