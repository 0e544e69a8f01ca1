import type * as z from "zod";
import { metaOf } from "../schema/field.ts";
import { emptySection, shapeOf } from "../schema/shape.ts";
import type { SectionShape } from "../schema/shape.ts";
import { decodeScalar } from "./decode-scalar.ts";
import { childField, itemField } from "./field-path.ts";
import type { Mismatch, MismatchDetail } from "./mismatch.ts";
import { Places } from "./places.ts";
import type { Entry, MapTree, Tree } from "./tree.ts";
import { guessUnknown } from "./unknown-field.ts";
import { wrongType } from "./wrong-type.ts";

export interface Decoded {
  /** What fits the schema; the rest has a mismatch and is left out. */
  readonly value: unknown;
  readonly mismatches: readonly Mismatch[];
  /** Fields whose value could not be taken; what follows from that is not worth a second complaint. */
  readonly broken: readonly string[];
  readonly places: Places;
}

/** Matches a tree with a section's schema as Go's strict JSON decoder would, but to the end. */
export function decode(schema: z.core.$ZodType, tree: MapTree): Decoded {
  const decoder = new Decoder(schema);
  decoder.places.set("", tree.at, tree.at);
  const value = decoder.value(schema, tree, "");
  return { value, mismatches: decoder.mismatches, broken: decoder.broken, places: decoder.places };
}

class Decoder {
  readonly mismatches: Mismatch[] = [];
  readonly broken: string[] = [];
  readonly places = new Places();
  readonly #root: z.core.$ZodType;

  constructor(root: z.core.$ZodType) {
    this.#root = root;
  }

  /** Undefined means left out: null, empty, or of a wrong type. */
  value(schema: z.core.$ZodType, tree: Tree, field: string): unknown {
    if (tree.kind === "scalar" && tree.value === null) return undefined;
    const shape = shapeOf(schema);
    if (shape.kind === "section") {
      if (tree.kind === "map") return this.#section(shape, tree, field);
      this.#report(field, wrongType(shape, tree, field));
      // Stands in, so that nobody complains that the section is missing.
      return emptySection(shape);
    }
    if (shape.kind === "list") return this.#list(schema, shape.item, tree, field);
    const { value, detail } =
      tree.kind === "scalar"
        ? decodeScalar(schema, tree, field)
        : { value: undefined, detail: wrongType(shape, tree, field) };
    if (detail) this.#report(field, detail);
    return value;
  }

  #section(shape: SectionShape, tree: MapTree, field: string): unknown {
    const values = emptySection(shape);
    for (const entry of tree.entries) {
      const key = this.#keyOf(shape, entry, field);
      const schema = key === undefined ? undefined : shape.fields[key];
      if (key === undefined || schema === undefined) {
        this.#reportUnknown(shape, tree, entry, field);
        continue;
      }
      const below = childField(field, key);
      this.places.set(below, entry.value.kind === "scalar" ? entry.value.at : entry.keyAt, entry.keyAt);
      if (metaOf(schema)?.unknownToDoctl) this.#report(below, unknownToDoctl);
      const value = this.value(schema, entry.value, below);
      if (value !== undefined) values[key] = value;
    }
    return values;
  }

  /** Keys match whatever their case, as in Go; the exact one is the name. */
  #keyOf(shape: SectionShape, entry: Entry, field: string): string | undefined {
    if (Object.hasOwn(shape.fields, entry.key)) return entry.key;
    const folded = entry.key.toLowerCase();
    if (!Object.hasOwn(shape.fields, folded)) return undefined;
    const below = childField(field, folded);
    this.places.set(below, entry.keyAt, entry.keyAt);
    this.#report(below, {
      layer: "rule",
      severity: "notice",
      rule: "key-case",
      message: `is written ${entry.key}`,
      hint: `the name of the field is ${folded}`,
    });
    return folded;
  }

  #list(schema: z.core.$ZodType, item: z.core.$ZodType, tree: Tree, field: string): unknown {
    if (tree.kind === "list") {
      return tree.items.map((each, index) => this.#item(item, each, itemField(field, index)));
    }
    const isItem = looksLikeItem(item, tree);
    this.mismatches.push({ ...wrongType(shapeOf(schema), tree, field), field });
    if (isItem) return [this.#item(item, tree, itemField(field, 0))];
    this.broken.push(field);
    return undefined;
  }

  #item(schema: z.core.$ZodType, tree: Tree, field: string): unknown {
    this.places.set(field, tree.at, tree.at);
    const value = this.value(schema, tree, field);
    if (value !== undefined) return value;
    const shape = shapeOf(schema);
    if (shape.kind === "section") return emptySection(shape);
    return shape.kind === "integer" ? 0 : "";
  }

  #reportUnknown(shape: SectionShape, tree: MapTree, entry: Entry, field: string): void {
    const below = childField(field, entry.key);
    this.places.set(below, entry.keyAt, entry.keyAt);
    const { hint, meant } = guessUnknown({ root: this.#root, section: shape, tree, entry, field });
    if (meant !== undefined) this.broken.push(childField(field, meant));
    const message = "there is no such field here";
    this.#report(below, { layer: "parse", severity: "error", rule: "unknown-field", message, hint });
  }

  #report(field: string, detail: MismatchDetail): void {
    this.mismatches.push({ ...detail, field });
    // What is left out for a fault of its own must not be told to be missing as well.
    if (detail.rule === "wrong-type" || detail.rule === "unknown-value") this.broken.push(field);
  }
}

const unknownToDoctl: MismatchDetail = {
  layer: "parse",
  severity: "warning",
  rule: "unknown-to-doctl",
  message: "the API has this field, doctl does not know it",
  hint: "leave it out of files that doctl reads",
};

/** True for the map of one section where a list of them is wanted. */
function looksLikeItem(item: z.core.$ZodType, tree: Tree): boolean {
  const shape = shapeOf(item);
  return (
    shape.kind === "section" &&
    tree.kind === "map" &&
    tree.entries.some((entry) => Object.hasOwn(shape.fields, entry.key.toLowerCase()))
  );
}
