import { isSealed, type SecretBox } from "../base/secret-box.ts";
import { mapEnvs } from "../plan/map-envs.ts";
import type { AppSpec, EnvVariable } from "../spec/index.ts";
import type { Store } from "../store/store.ts";

interface Sealing {
  readonly store: Store;
  readonly box: SecretBox;
}

/**
 * The spec with every secret as ciphertext: those of type SECRET, and whatever was given from outside in place of
 * a placeholder. An unchanged plaintext keeps its ciphertext, so nothing restarts for it.
 * @param written the same spec before values were put in
 */
export function sealValues(sealing: Sealing, app: string, written: AppSpec, filled: AppSpec): AppSpec {
  const before = new Map<string, string>();
  mapEnvs(written, (variable, component) => {
    before.set(nameOf(variable, component), variable.value ?? "");
    return variable;
  });
  return mapEnvs(filled, (variable, component) => {
    const { value = "", type } = variable;
    const name = nameOf(variable, component);
    const isGiven = before.get(name) !== value;
    if (value === "" || isSealed(value) || (type !== "SECRET" && !isGiven)) return variable;
    return { ...variable, value: sealed(sealing, app, `env/${name}`, value) };
  });
}

/** The ciphertext of one value, the stored one while the plaintext is the same. */
export function sealed({ store, box }: Sealing, app: string, name: string, plaintext: string): string {
  const fingerprint = box.fingerprint(plaintext);
  const known = store.secret(app, name);
  if (known?.fingerprint === fingerprint) return known.ciphertext;
  const ciphertext = box.seal(plaintext);
  store.saveSecret(app, name, { fingerprint, ciphertext });
  return ciphertext;
}

/**
 * The given values, and for what is still wanted those given to an earlier `up`: a value has to be told once.
 * Those that are wanted and given are kept, encrypted.
 */
export function rememberedValues(
  sealing: Sealing,
  app: string,
  given: Readonly<Record<string, string>>,
  wanted: readonly { readonly key: string }[],
): Readonly<Record<string, string>> {
  const values = { ...given };
  for (const { key } of wanted) {
    const value = given[key];
    const stored = sealing.store.secret(app, `given/${key}`);
    if (value !== undefined) sealed(sealing, app, `given/${key}`, value);
    else if (stored) values[key] = sealing.box.open(stored.ciphertext);
  }
  return values;
}

/** True if this installation made the ciphertext. */
export function isOurs(box: SecretBox, ciphertext: string): boolean {
  try {
    box.open(ciphertext);
    return true;
  } catch {
    return false;
  }
}

function nameOf(variable: EnvVariable, component: string | null): string {
  return `${component ?? ""}/${variable.key}`;
}
