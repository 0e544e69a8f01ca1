const PLACEHOLDER = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
const USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:)([^@]*)(@.*)$/is;
const PASSWORD_PARAMETER = /[?&]password=([^&#]*)/i;
/** What would end a password inside a URL too early. */
const BREAKING = /[@:/?#[\]\s]/g;

/** True if a URL holds a password, or a part of one, in clear. */
export function literalPassword(text: string): boolean {
  const password = USER_INFO.exec(text)?.[2] ?? "";
  const parameter = PASSWORD_PARAMETER.exec(text)?.[1] ?? "";
  return [password, parameter].some((part) => part.replace(PLACEHOLDER, "") !== "");
}

/** Fills in `${NAME}`; a password is escaped where it would break the URL. `missing` names what has no value. */
export function fillUrl(
  text: string,
  valueOf: (name: string) => string | undefined,
): { readonly url: string; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const fill = (part: string, escape: (value: string) => string): string =>
    part.replace(PLACEHOLDER, (_all, name: string) => {
      const value = valueOf(name);
      if (value === undefined) missing.push(name);
      return escape(value ?? "");
    });
  const asIs = (value: string): string => value;
  const [, before, password, after] = USER_INFO.exec(text) ?? [];
  if (before === undefined || password === undefined || after === undefined)
    return { url: fill(text, asIs), missing };
  const url = fill(before, asIs) + fill(password, escapeBreaking) + fill(after, asIs);
  return { url, missing };
}

function escapeBreaking(value: string): string {
  return value.replace(BREAKING, encodeURIComponent);
}
