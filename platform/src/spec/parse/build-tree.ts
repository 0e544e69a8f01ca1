import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Document, Node, Pair, Scalar, YAMLMap } from "yaml";
import type { Position } from "../../base/problem.ts";
import { resolvePlain } from "./scalar.ts";
import type { Entry, ScalarTree, TextFault, Tree } from "./tree.ts";

// Far above any real spec; what it stops is a small text whose aliases expand without end.
const mostNodes = 100_000;

/** Resolves aliases and `<<` merges of a parsed document. */
export function buildTree(
  document: Document,
  positionOf: (offset: number) => Position,
): { tree: Tree; faults: TextFault[] } {
  const builder = new TreeBuilder(document, positionOf);
  return { tree: builder.node(document.contents), faults: builder.faults };
}

class TreeBuilder {
  readonly faults: TextFault[] = [];
  readonly #document: Document;
  readonly #positionOf: (offset: number) => Position;
  /** Anchored nodes being expanded, to notice one that contains itself. */
  readonly #open = new Set<Node>();
  /** Entries that came by a merge; overriding them is no duplicate. */
  readonly #merged = new WeakSet<Entry>();
  #count = 0;

  constructor(document: Document, positionOf: (offset: number) => Position) {
    this.#document = document;
    this.#positionOf = positionOf;
  }

  node(node: Node | null): Tree {
    const at = this.#positionOf(node?.range?.[0] ?? 0);
    if (node === null || this.#isTooMuch(at)) return { kind: "scalar", source: "", value: null, at };
    if (isAlias(node)) return this.#alias(node, at);
    if (this.#open.has(node)) return this.#refuse(`the anchor ${node.anchor ?? ""} contains itself`, at);
    if (isScalar(node)) return scalarTree(node, at);
    this.#open.add(node);
    const tree: Tree = isMap(node)
      ? { kind: "map", entries: this.#entries(node as YAMLMap<Node, Node | null>), at }
      : { kind: "list", items: this.#items(node), at };
    this.#open.delete(node);
    return tree;
  }

  #items(node: Node): readonly Tree[] {
    return isSeq(node) ? node.items.map((item) => this.node(item as Node | null)) : [];
  }

  #alias(alias: Alias, at: Position): Tree {
    const target = alias.resolve(this.#document);
    return target ? this.node(target) : this.#refuse(`no anchor ${alias.source} stands before its use`, at);
  }

  #entries(map: YAMLMap<Node, Node | null>): readonly Entry[] {
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      if (isMergeKey(pair.key)) this.#merge(this.node(pair.value), entries);
      else this.#put(this.#entry(pair), entries);
    }
    return [...entries.values()];
  }

  #entry(pair: Pair<Node, Node | null>): Entry {
    const keyAt = this.#positionOf(pair.key.range?.[0] ?? 0);
    const value = this.node(pair.value);
    return { key: isScalar(pair.key) ? String(pair.key.value) : "?", keyAt, value };
  }

  #put(entry: Entry, entries: Map<string, Entry>): void {
    const earlier = entries.get(entry.key);
    if (earlier && !this.#merged.has(earlier)) this.faults.push(duplicateFault(earlier, entry));
    entries.set(entry.key, entry);
  }

  // yaml.v2 merges at the place where `<<` stands, so what stands before it is replaced; of several maps the first wins.
  #merge(tree: Tree, entries: Map<string, Entry>): void {
    const maps = tree.kind === "list" ? tree.items.toReversed() : [tree];
    for (const map of maps) {
      if (map.kind !== "map") {
        this.#refuse("`<<` takes a map or a list of maps", map.at);
        continue;
      }
      for (const entry of map.entries) {
        const copy = { ...entry };
        this.#merged.add(copy);
        entries.set(entry.key, copy);
      }
    }
  }

  #isTooMuch(at: Position): boolean {
    this.#count += 1;
    if (this.#count === mostNodes) this.#refuse("its aliases expand to too many values", at);
    return this.#count >= mostNodes;
  }

  #refuse(message: string, at: Position): Tree {
    this.faults.push({ rule: "yaml-syntax", severity: "error", key: "", message, hint: "", at });
    return { kind: "scalar", source: "", value: null, at };
  }
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.value === "<<";
}

function scalarTree(node: Scalar, at: Position): ScalarTree {
  // A tag may have made something else of the value; the source is always text.
  const source = node.source ?? "";
  const isPlain = node.type === "PLAIN" && node.tag !== "tag:yaml.org,2002:str";
  const isTyped = /^tag:yaml\.org,2002:(int|float|bool|null)$/.test(node.tag ?? "");
  if (!isPlain && !isTyped) return { kind: "scalar", source, value: source, at };
  const resolved = resolvePlain(source);
  if (resolved.kind === "null") return { kind: "scalar", source, value: null, at };
  return { kind: "scalar", source, value: resolved.kind === "text" ? source : resolved.value, at };
}

function duplicateFault(earlier: Entry, later: Entry): TextFault {
  return {
    rule: "duplicate-key",
    severity: "warning",
    key: later.key,
    message: `${later.key} stands twice and only this one counts`,
    hint: `remove the one on line ${earlier.keyAt.line}, or move what it holds here`,
    at: later.keyAt,
  };
}
