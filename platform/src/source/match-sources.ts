import type { Problem } from "../base/problem.ts";
import type { SourcedComponent } from "./components.ts";
import { identityOf, type NamedSource } from "./repository.ts";

/** Which repository the checkout stands for, and which others are to be cloned. */
export interface SourceMatch {
  /** By component name: null for the checkout, else what to clone. */
  readonly clones: ReadonlyMap<string, NamedSource | null>;
  readonly problems: readonly Problem[];
}

export interface CheckoutIdentity {
  /** URLs of its remotes. */
  readonly remotes: readonly string[];
  readonly branch: string | null;
}

/**
 * Decides whose source is this checkout. A repository that is one of its remotes is; so is the only one that a
 * spec names, whatever it is called, because a checkout that was renamed, forked or made from a template still
 * is what the user asked us to run. When a spec names several, one of them is the checkout and the others are
 * cloned.
 */
export function matchSources(
  components: readonly SourcedComponent[],
  checkout: CheckoutIdentity,
): SourceMatch {
  const remotes = new Set(checkout.remotes.map(identityOf));
  const own = ownIdentities(components, remotes);
  const clones = new Map<string, NamedSource | null>();
  for (const { name, named } of components) {
    const isHere = named === null || isPlaceholder(named.identity) || own.has(named.identity);
    clones.set(name, isHere ? null : named);
  }
  const here = components.filter(({ name }) => clones.get(name) === null);
  return {
    clones,
    problems: [...repositoryNotices(here, remotes), ...branchNotices(here, checkout.branch)],
  };
}

function ownIdentities(
  components: readonly SourcedComponent[],
  remotes: ReadonlySet<string>,
): ReadonlySet<string> {
  const named = components.flatMap(({ named }) =>
    named === null || isPlaceholder(named.identity) ? [] : named.identity,
  );
  const equal = named.filter((identity) => remotes.has(identity));
  if (equal.length > 0) return new Set(equal);
  // A fork, or a repository that moved to another owner, keeps its last segment.
  const remoteNames = [...remotes].map(lastSegment);
  const likely = named.filter((identity) => remoteNames.includes(lastSegment(identity)));
  const chosen = mostCommon(likely.length > 0 ? likely : named);
  return new Set(chosen === undefined ? [] : [chosen]);
}

function lastSegment(identity: string): string {
  return identity.slice(identity.lastIndexOf("/") + 1);
}

function mostCommon(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** `${GITHUB_REPO}`: something that only a deploy action would replace. */
function isPlaceholder(text: string): boolean {
  return text.includes("${");
}

function repositoryNotices(
  here: readonly SourcedComponent[],
  remotes: ReadonlySet<string>,
): readonly Problem[] {
  const strangers = here.filter(({ named }) => named !== null && !remotes.has(named.identity));
  return oncePer(
    strangers.map((component) => [component.named?.identity ?? "", component]),
    (identity, component) => ({
      layer: "rule",
      severity: "notice",
      rule: "source-is-this-checkout",
      field: component.field,
      message: `the source ${identity} is taken to be this checkout`,
      hint:
        remotes.size > 0 ? `its remote is ${[...remotes].join(", ")}` : "it has no remote to compare with",
    }),
  );
}

function branchNotices(here: readonly SourcedComponent[], branch: string | null): readonly Problem[] {
  if (branch === null) return [];
  const others = here.filter(({ named }) => {
    const wanted = named?.branch ?? null;
    return wanted !== null && wanted !== branch && !isPlaceholder(wanted);
  });
  return oncePer(
    others.map((component) => [component.named?.branch ?? "", component]),
    (wanted, component) => ({
      layer: "rule",
      severity: "notice",
      rule: "branch-of-this-checkout",
      field: component.field,
      message: `the spec names the branch ${wanted}; this checkout is on ${branch}, which is what runs`,
      hint: "",
    }),
  );
}

function oncePer(
  entries: readonly (readonly [string, SourcedComponent])[],
  describe: (key: string, component: SourcedComponent) => Problem,
): Problem[] {
  const first = new Map<string, SourcedComponent>();
  for (const [key, component] of entries) if (!first.has(key)) first.set(key, component);
  return [...first].map(([key, component]) => describe(key, component));
}
