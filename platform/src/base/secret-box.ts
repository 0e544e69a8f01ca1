import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { PlatformError } from "./errors.ts";

/** Encrypts the values of secrets; the ciphertext has App Platform's form `EV[1:<nonce>:<ciphertext>]`. */
export interface SecretBox {
  seal(plaintext: string): string;
  /** @throws PlatformError `SECRET_FOREIGN` if another installation sealed it */
  open(ciphertext: string): string;
  /** Keyed hash to tell whether a plaintext is the one sealed before. */
  fingerprint(plaintext: string): string;
}

const FORM = /^EV\[1:([A-Za-z0-9+/]{32}):([A-Za-z0-9+/]+=*)\]$/;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;

/** True for anything that looks like a sealed value, ours or another installation's. */
export function isSealed(text: string): boolean {
  return FORM.test(text);
}

/** @param key 32 random bytes */
export function secretBox(key: Buffer): SecretBox {
  return {
    seal: (plaintext) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("chacha20-poly1305", subkey(key, nonce), nonce.subarray(12), {
        authTagLength: TAG_BYTES,
      });
      const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `EV[1:${nonce.toString("base64")}:${body.toString("base64")}]`;
    },
    open: (ciphertext) => unseal(key, ciphertext),
    fingerprint: (plaintext) => createHmac("sha256", key).update(plaintext).digest("hex"),
  };
}

function unseal(key: Buffer, ciphertext: string): string {
  const [, nonceText = "", bodyText = ""] = FORM.exec(ciphertext) ?? [];
  const nonce = Buffer.from(nonceText, "base64");
  const body = Buffer.from(bodyText, "base64");
  try {
    const decipher = createDecipheriv("chacha20-poly1305", subkey(key, nonce), nonce.subarray(12), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(body.subarray(-TAG_BYTES));
    return decipher.update(body.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new PlatformError("SECRET_FOREIGN", "A secret was encrypted by another installation", {
      hint: "Give its value in .do/ashore.env",
      cause,
      fault: "usage",
    });
  }
}

// The cipher takes 12 bytes of nonce; the other 12 choose a key of their own, so random nonces never meet.
function subkey(key: Buffer, nonce: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", key, nonce.subarray(0, 12), "ashore-secret", 32));
}
