import { componentsOf, isCompute } from "../components.ts";
import type { ComputeEntry } from "../components.ts";
import { findSize, instanceSizes } from "../sizes.ts";
import { didYouMean } from "../suggest.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

export const sizes: Rule = {
  name: "sizes",
  severity: "error",
  what: "An instance size is unknown, or allows fewer instances than are asked for",
  why: "App Platform runs instances only in the sizes that it lists, and of some of them one only.",
  fix: "take a listed size that allows so many instances, such as apps-s-1vcpu-1gb",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" }, instance_count: 2 }],
  },
  passing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        instance_size_slug: "apps-s-1vcpu-1gb",
        instance_count: 2,
      },
    ],
  },
  *check(spec) {
    for (const entry of componentsOf(spec).filter(isCompute)) yield* checkSize(entry);
  },
};

function* checkSize({ component, field }: ComputeEntry): Iterable<Finding> {
  const { instance_size_slug: slug, instance_count: count = 1 } = component;
  const size = findSize(slug);
  if (size === undefined) {
    const slugs = instanceSizes.map((each) => each.slug);
    const closest = didYouMean(slug ?? "", slugs);
    // The vendor has had sizes that no list names any more, so it is not for us to refuse one.
    yield warning(
      `${field}.instance_size_slug`,
      `is ${slug ?? ""}, which is no instance size we know; the default one counts`,
      closest || `write a slug such as ${slugs.slice(0, 3).join(", ")}`,
    );
  } else if (size.singleInstanceOnly && count > 1) {
    yield error(
      `${field}.instance_count`,
      `is ${count}, and ${size.slug} allows one instance only`,
      "take a size such as apps-s-1vcpu-1gb",
    );
  }
}
