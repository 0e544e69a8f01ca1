import type { ApiError, FieldFault } from "../http.ts";

/** `body.pages.0.url`, `/pages/0/url` and `pages[0].url` name the same field. */
export function fieldName(name: string): string {
  return name
    .replace(/\[(\d+)\]/g, ".$1")
    .replaceAll("/", ".")
    .replace(/^\.+/, "")
    .replace(/^(body|query)\./, "");
}

/** What is wrong with a field, for standing beside it; with `below`, anything inside the field counts. */
export function faultOf(
  error: ApiError | null,
  field: string,
  below: "exact" | "inside" = "exact",
): string | undefined {
  const found = (error?.fields ?? []).filter(({ field: name }) => {
    const own = fieldName(name);
    return own === field || (below === "inside" && own.startsWith(`${field}.`));
  });
  return found.length === 0 ? undefined : found.map(({ message }) => message).join("; ");
}

/** What stands above a form: the message itself, unless every fault already stands beside its field. */
export function formFault(error: ApiError | null, fields: readonly string[]): string | undefined {
  if (error === null) return undefined;
  const isPlaced = ({ field }: FieldFault) =>
    fields.some((name) => fieldName(field) === name || fieldName(field).startsWith(`${name}.`));
  const unplaced = error.fields.filter((fault) => !isPlaced(fault));
  if (unplaced.length > 0) return unplaced.map(sentenceOf).join("; ");
  return error.fields.length > 0 ? undefined : error.message;
}

/** A fault of the body as a whole has no field to name. */
function sentenceOf({ field, message }: FieldFault): string {
  return fieldName(field) === "" ? message : `${fieldName(field)}: ${message}`;
}
