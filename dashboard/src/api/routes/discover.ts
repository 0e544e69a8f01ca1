import { readAddressPolicy } from "../../access/read-address-policy.ts";
import { Failure } from "../../base/failure.ts";
import { findPages } from "../../discovery/find-pages.ts";
import type { Api, ApiParts } from "../parts.ts";
import { badInput } from "../problem.ts";
import { discoverBody, discoveredShape } from "../shapes/sites.ts";
import { requireAllowedAddress } from "./allowed-hosts.ts";

/** Finding pages: nothing is stored. */
export function addDiscoverRoutes(api: Api, { db }: ApiParts): void {
  api.post(
    "/discover",
    {
      config: { role: "editor" },
      schema: {
        tags: ["Sites"],
        summary: "Find the pages of a site from its sitemap",
        body: discoverBody,
        response: { 200: discoveredShape },
      },
    },
    async ({ body: { url } }) => {
      const policy = await readAddressPolicy(db);
      await requireAllowedAddress(policy, "url", url);
      try {
        return await findPages(url, policy);
      } catch (error) {
        if (error instanceof Failure) throw badInput("url", `${error.message}.`);
        throw error;
      }
    },
  );
}
