import type { Position } from "../../base/problem.ts";

/** A YAML or JSON text with aliases and merges resolved; scalars keep their source text. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: "map";
  readonly entries: readonly Entry[];
  readonly at: Position;
}

export interface Entry {
  readonly key: string;
  readonly keyAt: Position;
  readonly value: Tree;
}

export interface ListTree {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly at: Position;
}

export interface ScalarTree {
  readonly kind: "scalar";
  /** The text as written, without quotes. */
  readonly source: string;
  readonly value: string | number | boolean | null;
  readonly at: Position;
}

/** A fault of the text itself, before anything is known of its fields. */
export interface TextFault {
  readonly rule: "yaml-syntax" | "duplicate-key" | "several-documents";
  readonly severity: "error" | "warning";
  readonly key: string;
  readonly message: string;
  readonly hint: string;
  readonly at: Position;
}
