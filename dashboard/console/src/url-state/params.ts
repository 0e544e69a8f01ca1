/** The text if it is one of the values, otherwise null: addresses are typed by people. */
export function oneOf<T extends string>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value === text) ?? null;
}

/** The parameters with some of them changed; null and defaults are left out, so that addresses stay short. */
export function withParams(
  params: URLSearchParams,
  change: Readonly<Record<string, string | null | undefined>>,
  defaults: Readonly<Record<string, string>> = {},
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(change)) {
    if (value == null || value === "" || value === defaults[name]) next.delete(name);
    else next.set(name, value);
  }
  return next;
}
