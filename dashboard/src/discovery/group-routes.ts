/** An address with the route it shares with others, such as `/products/:x`. */
export interface RoutedPage {
  readonly url: string;
  readonly group: string;
  /** One of the few that stand for their route. */
  readonly suggested: boolean;
}

const SUGGESTED_PER_GROUP = 3;
// So many siblings at one place are entries of something, not sections of a site. Sites have a lot at the top.
const MANY_SIBLINGS = 8;
const MANY_AT_THE_TOP = 20;
const VARIABLE = ":x";

const variableForms: readonly RegExp[] = [
  /^\d+([._-]\d+)*(\.\w{2,5})?$/, // 42, 2025-01-31, 7.html
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(?=.*\d)[0-9a-f]{8,}$/i,
  /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{10,}$/, // dQw4w9WgXcQ
  /^(id|item|product|article|post|page|p|a)[-_]?\d+$/i,
];

interface Walker {
  readonly index: number;
  readonly segments: readonly string[];
  readonly query: string;
}

/** Keeps the order. Marks up to three of each route, and the home page always. */
export function groupRoutes(urls: readonly string[]): readonly RoutedPage[] {
  const groups: string[] = [];
  const walkers = urls.map((url, index) => ({ index, ...splitAddress(url) }));
  assignGroups(walkers, "", 0, groups);
  const seen = new Map<string, number>();
  return urls.map((url, index) => {
    const group = groups[index] ?? "/";
    const before = seen.get(group) ?? 0;
    seen.set(group, before + 1);
    return { url, group, suggested: before < SUGGESTED_PER_GROUP || group === "/" };
  });
}

/** Names of parameters belong to the route, their values do not. */
function splitAddress(url: string): Omit<Walker, "index"> {
  const { pathname, searchParams } = new URL(url);
  const names = [...new Set(searchParams.keys())].sort();
  const query = names.length === 0 ? "" : `?${names.join("&")}`;
  return { segments: pathname.split("/").filter((segment) => segment !== ""), query };
}

/** Walks down the tree of paths; what was merged at one level is looked at as one at the next. */
function assignGroups(walkers: readonly Walker[], prefix: string, depth: number, groups: string[]): void {
  for (const { index, segments, query } of walkers)
    if (segments.length === depth) groups[index] = `${prefix === "" ? "/" : prefix}${query}`;
  const children = Map.groupBy(
    walkers.filter(({ segments }) => segments.length > depth),
    ({ segments }) => variableForm(segments[depth] ?? ""),
  );
  const merged = new Map<string, Walker[]>();
  const crowded = findCrowded(children, depth);
  for (const [segment, below] of children) {
    const name = crowded.has(segment) ? VARIABLE : segment;
    const target = merged.get(name) ?? [];
    for (const walker of below) target.push(walker);
    merged.set(name, target);
  }
  for (const [segment, below] of merged) assignGroups(below, `${prefix}/${segment}`, depth + 1, groups);
}

function variableForm(segment: string): string {
  return variableForms.some((form) => form.test(segment)) ? VARIABLE : segment;
}

/** Which children are too many to be told apart: leaves and those with pages below are counted apart. */
function findCrowded(children: ReadonlyMap<string, readonly Walker[]>, depth: number): ReadonlySet<string> {
  const limit = depth === 0 ? MANY_AT_THE_TOP : MANY_SIBLINGS;
  const names = [...children.keys()].filter((name) => name !== VARIABLE);
  const isLeaf = (name: string) =>
    children.get(name)?.every(({ segments }) => segments.length === depth + 1) === true;
  const leaves = names.filter(isLeaf);
  const branches = names.filter((name) => !isLeaf(name));
  return new Set([leaves, branches].filter((side) => side.length > limit).flat());
}
