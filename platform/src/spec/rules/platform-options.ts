import type { AppSpec } from "../app-spec.ts";
import { componentsOf } from "../components.ts";
import { environmentSlugs } from "../schema/build-fields.ts";
import { didYouMean } from "../suggest.ts";
import { notice, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const regions = ["ams", "atl", "blr", "fra", "lon", "nyc", "sfo", "sgp", "syd", "tor"];

/** Settings whose values only App Platform looks at. */
export const platformOptions: Rule = {
  name: "platform-options",
  severity: "warning",
  what: "A region, a language or the edge cache is set in a way that App Platform does not offer",
  why: "App Platform knows only its own regions and languages, and switches the edge cache off only for an app with a domain of its own and no static sites.",
  fix: "take a region and an environment_slug that it lists, and remove disable_edge_cache where it is not possible",
  failing: {
    name: "app",
    region: "paris",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
  },
  passing: {
    name: "app",
    region: "fra",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
  },
  *check(spec) {
    yield* checkRegion(spec);
    yield* checkEdgeCache(spec);
    for (const { component, field } of componentsOf(spec)) {
      const slug = "environment_slug" in component ? component.environment_slug : undefined;
      if (slug === undefined || environmentSlugs.some((known) => known === slug)) continue;
      const what = `is ${slug}, which App Platform does not list`;
      yield notice(`${field}.environment_slug`, what, didYouMean(slug, environmentSlugs));
    }
  },
};

function* checkRegion({ region }: AppSpec): Iterable<Finding> {
  // Names of data centres, such as nyc1, are older and still taken.
  if (region === undefined || regions.includes(region.replace(/\d$/, ""))) return;
  const hint = didYouMean(region, regions) || `write one of ${regions.join(", ")}`;
  yield warning("region", `is ${region}, which is no region`, hint);
}

function* checkEdgeCache(spec: AppSpec): Iterable<Finding> {
  if (!spec.disable_edge_cache) return;
  if (spec.static_sites?.length) {
    yield warning("disable_edge_cache", "is not possible for an app with static sites", "remove it");
  } else if (!spec.domains?.length) {
    yield warning("disable_edge_cache", "needs a domain of your own", "add one to domains");
  }
}
