import type { Log } from "../base/log.ts";
import type { Db } from "../database/database.ts";
import { hasAdministrator } from "./administrators.ts";
import { inviteFirst } from "./invitations.ts";
import { welcomeLink } from "./welcome-link.ts";

/**
 * While nobody can administer, makes a one-time link and logs it: who reads the log is in charge of the machine, which
 * the first visitor need not be. Every start makes another; all are void once someone used one.
 */
export async function announceFirstAdministrator(db: Db, publicUrl: string, log: Log): Promise<void> {
  if (await hasAdministrator(db)) return;
  const { token } = await inviteFirst(db);
  // In the text, since a field of this name would be replaced.
  log.info(
    `There is no administrator yet. Become the first within 24 hours: ${welcomeLink(publicUrl, token)}`,
  );
}
