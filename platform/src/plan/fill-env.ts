import { isCiphertext, parseReferences, type Part, type Reference } from "../spec/index.ts";
import type { Bindings } from "./bindings.ts";
import type { EnvVar } from "./plan.ts";

export interface FillOptions {
  readonly bindings: Bindings;
  /** The component that `_self` means. */
  readonly self: string;
  /** Plain text of an `EV[1:…]`. */
  readonly decrypt: (ciphertext: string) => string;
}

/** What a reference gives: text, null where it has no value in this phase, undefined when nobody knows it. */
type Found = string | null | undefined;

/**
 * Environment of one component for one phase: references filled in, secrets in clear. Unknown references stay as
 * they are; a variable of which only references without a value in this phase are left is not set at all.
 */
export function fillEnv(vars: readonly EnvVar[], options: FillOptions): Record<string, string> {
  const templates = new Map(vars.map(({ key, template }) => [key, template]));
  const env: Record<string, string> = {};
  for (const key of templates.keys()) {
    const value = fillVariable(key, { ...options, templates, open: [] });
    if (value !== null) env[key] = value;
  }
  return env;
}

/**
 * Variables with everything filled in that is known without decrypting or running anything; what is not stays
 * a reference. References without a value in the phase stay too.
 */
export function fillKnown(vars: readonly EnvVar[], bindings: Bindings, self: string): EnvVar[] {
  return vars.map((variable) => ({ ...variable, template: fillTemplate(variable.template, bindings, self) }));
}

interface Filling extends FillOptions {
  readonly templates: ReadonlyMap<string, string>;
  /** Keys whose values are being worked out, so that a circle is seen. */
  readonly open: readonly string[];
}

function fillVariable(key: string, filling: Filling): string | null {
  const template = filling.templates.get(key) ?? "";
  const text = isCiphertext(template) ? filling.decrypt(template) : template;
  const inner = { ...filling, open: [...filling.open, key] };
  return join(parseReferences(text), (reference) => lookUp(reference, inner));
}

function lookUp(reference: Reference, filling: Filling): Found {
  const bound = bindingOf(reference, filling.bindings, filling.self);
  if (bound !== undefined || reference.scope !== null) return bound;
  const isOwn = filling.templates.has(reference.name) && !filling.open.includes(reference.name);
  return isOwn ? fillVariable(reference.name, filling) : undefined;
}

function bindingOf({ scope, name }: Reference, bindings: Bindings, self: string): Found {
  if (scope === null) return own(bindings.app, name);
  const values = own(bindings.components, scope === "_self" ? self : scope);
  return values === undefined ? undefined : own(values, name);
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function join(parts: readonly Part[], find: (reference: Reference) => Found): string | null {
  let lacking = 0;
  let text = "";
  for (const part of parts) {
    const found = part.kind === "text" ? part.text : find(part);
    if (found === null) lacking += 1;
    else text += found ?? (part.kind === "reference" ? part.raw : "");
  }
  return lacking > 0 && text === "" ? null : text;
}

function fillTemplate(template: string, bindings: Bindings, self: string): string {
  if (isCiphertext(template)) return template;
  const texts = parseReferences(template).map((part) => {
    if (part.kind === "text") return part.text;
    const found = bindingOf(part, bindings, self);
    // Two components may share a template, so a `_self` that gets its value later is called by its name.
    return found === null ? part.raw.replace("{_self.", `{${self}.`) : (found ?? part.raw);
  });
  return texts.join("");
}
