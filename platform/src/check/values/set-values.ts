/** A value that a spec sets, lists and sections included. */
export interface SetValue {
  /** Path into the spec, e.g. `services[0].envs[2].value`. */
  readonly field: string;
  readonly value: unknown;
}

/** Every value of a spec, outer ones first. */
export function* setValues(value: unknown, field = ""): Generator<SetValue> {
  if (field !== "") yield { field, value };
  if (typeof value !== "object" || value === null) return;
  for (const [key, below] of Object.entries(value)) {
    yield* setValues(below, Array.isArray(value) ? `${field}[${key}]` : `${field}.${key}`.replace(/^\./, ""));
  }
}
