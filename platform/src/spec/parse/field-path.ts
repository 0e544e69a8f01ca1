/** `services[0]` and `name` make `services[0].name`. */
export function childField(field: string, key: string): string {
  return field === "" ? key : `${field}.${key}`;
}

export function itemField(field: string, index: number): string {
  return `${field}[${index}]`;
}

/** `services[0].envs[2].value` → `services[0].envs[2]`; undefined for the spec itself. */
export function parentField(field: string): string | undefined {
  if (field === "") return undefined;
  return field.replace(/(\[\d+\]|(^|\.)[^.[\]]*)$/, "");
}

/** True if `field` is `ancestor` or stands below it. */
export function isAtOrBelow(field: string, ancestor: string): boolean {
  if (!field.startsWith(ancestor)) return false;
  const next = field.charAt(ancestor.length);
  return ancestor === "" || next === "" || next === "." || next === "[";
}

/** `services[0].envs[2].value` → `services.envs.value`. */
export function withoutIndexes(field: string): string {
  return field.replaceAll(/\[\d*\]/g, "");
}
