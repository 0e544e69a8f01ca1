import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { systemCodeOf } from "../base/errors.ts";

const KEY_BYTES = 32;

/** The key that secrets are encrypted with, made at the first start; readable by its owner only. */
export function homeKey(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (systemCodeOf(error) !== "ENOENT") throw error;
  }
  // Written aside and linked, so that a killed process never leaves half a key.
  const aside = `${file}.new`;
  rmSync(aside, { force: true });
  writeFileSync(aside, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
  linkSync(aside, file);
  rmSync(aside);
  return readFileSync(file);
}
