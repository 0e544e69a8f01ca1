import { findSize } from "../../spec/index.ts";
import type { Size } from "../plan.ts";

/** What an instance gets. An unknown slug, which the rules of the spec report, counts as the default one. */
export function resolveSize(slug: string | undefined): Size {
  const size = findSize(slug) ?? findSize();
  if (!size) throw new Error("there is no default instance size");
  return { slug: size.slug, memoryBytes: size.memoryBytes, cpus: size.cpus };
}
