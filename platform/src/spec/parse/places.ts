import type { Position } from "../../base/problem.ts";
import { parentField } from "./field-path.ts";

/** Where each field of a text stands. */
export class Places {
  readonly #fields = new Map<string, Position>();
  readonly #keys = new Map<string, string>();

  /** `at` is what a reader should look at: a scalar's value, a collection's key. */
  set(field: string, at: Position, keyAt: Position): void {
    this.#fields.set(field, at);
    this.#keys.set(`${keyAt.line}:${keyAt.column}`, field);
  }

  /** The place of a field, or of the closest one around it that the text has. */
  locate(field: string): Position | undefined {
    for (let at: string | undefined = field; at !== undefined; at = parentField(at)) {
      const position = this.#fields.get(at);
      if (position) return position;
    }
    return undefined;
  }

  /** The field whose key stands at a position; "" if there is none. */
  fieldAt({ line, column }: Position): string {
    return this.#keys.get(`${line}:${column}`) ?? "";
  }
}
