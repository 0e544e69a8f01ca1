import { readAddressPolicy } from "../../access/read-address-policy.ts";
import type { Db } from "../../database/database.ts";
import { requireAllowedAddress } from "../routes/allowed-hosts.ts";
import { badInput } from "../problem.ts";

/** URLs in their normal form; all of one origin, at addresses that may be measured. */
export async function checkPages(
  db: Db,
  urls: readonly string[],
  origin: string | null,
): Promise<readonly string[]> {
  const policy = await readAddressPolicy(db);
  const first = origin ?? new URL(urls[0] ?? "").origin;
  const isOne = urls.length === 1;
  const checked = new Map<string, string>();
  for (const [index, text] of urls.entries()) {
    const field = origin === null ? `pages.${index}.url` : "url";
    const url = new URL(text);
    url.hash = "";
    if (url.origin !== first && !(isOne && origin === null))
      throw badInput(field, `All pages of a site are at one origin; this one is not at ${first}.`);
    if (checked.size === 0) {
      await requireAllowedAddress(policy, field, url.href);
    }
    checked.set(text, url.href);
  }
  return urls.map((text) => checked.get(text) ?? text);
}

/** What a page without a name is called: its path, or "Home". */
export function labelOf(text: string): string {
  const { pathname, search } = new URL(text);
  return pathname === "/" && search === "" ? "Home" : `${pathname}${search}`.slice(0, 100);
}
