import type { Db } from "../database/database.ts";
import { allowedHosts } from "../database/schema/sites.ts";
import type { AddressPolicy } from "./address-policy.ts";

/** What administrators allow as of now. */
export async function readAddressPolicy(db: Db): Promise<AddressPolicy> {
  const rows = await db.select({ host: allowedHosts.host }).from(allowedHosts);
  return { allowedHosts: rows.map(({ host }) => host) };
}
