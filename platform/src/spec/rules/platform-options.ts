import { componentsOf } from "../components.ts";
import { environmentSlugs } from "../schema/build-fields.ts";
import { didYouMean } from "../suggest.ts";
import { notice, warning } from "./rule.ts";
import type { Rule } from "./rule.ts";

const regions = ["ams", "atl", "blr", "fra", "lon", "nyc", "sfo", "sgp", "syd", "tor"];

/** Settings whose values only App Platform looks at. */
export const platformOptions: Rule = {
  name: "platform-options",
  *check(spec) {
    const { region, disable_edge_cache, static_sites = [], domains = [] } = spec;
    // Names of data centres, such as nyc1, are older and still taken.
    if (region !== undefined && !regions.includes(region.replace(/\d$/, ""))) {
      yield warning(
        "region",
        `is ${region}, which is no region`,
        didYouMean(region, regions) || `write one of ${regions.join(", ")}`,
      );
    }
    if (disable_edge_cache && static_sites.length > 0) {
      yield warning("disable_edge_cache", "is not possible for an app with static sites", "remove it");
    } else if (disable_edge_cache && domains.length === 0) {
      yield warning("disable_edge_cache", "needs a domain of your own", "add one to domains");
    }
    for (const { component, field } of componentsOf(spec)) {
      const slug = "environment_slug" in component ? component.environment_slug : undefined;
      if (slug === undefined || environmentSlugs.some((known) => known === slug)) continue;
      yield notice(
        `${field}.environment_slug`,
        `is ${slug}, which App Platform does not list`,
        didYouMean(slug, environmentSlugs),
      );
    }
  },
};
