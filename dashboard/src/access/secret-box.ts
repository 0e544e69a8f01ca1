import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { Failure } from "../base/failure.ts";

/** Encrypts what the database may not show: AES-256-GCM, as `v1.<key id>.<iv>.<tag>.<text>` in base64url. */
export interface SecretBox {
  seal(plain: string): string;
  /** Throws a Failure when the text was sealed with another key or was changed. */
  open(sealed: string): string;
}

const IV_BYTES = 12;

/** Of a key of 32 bytes. */
export function createSecretBox(key: Buffer): SecretBox {
  const keyId = createHash("sha256").update(key).digest("base64url").slice(0, 8);
  return {
    seal: (plain) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return ["v1", keyId, ...[iv, cipher.getAuthTag(), text].map((part) => part.toString("base64url"))].join(
        ".",
      );
    },
    open: (sealed) => {
      const [version, id, iv, tag, text] = sealed.split(".");
      if (version !== "v1" || iv === undefined || tag === undefined || text === undefined)
        throw new Failure("SECRET_UNREADABLE", "a stored secret has a form we do not know");
      if (id !== keyId)
        throw new Failure("SECRET_UNREADABLE", "a stored secret was encrypted with another ENCRYPTION_KEY", {
          hint: "set the key of then, or enter the secret again",
        });
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"));
      decipher.setAuthTag(Buffer.from(tag, "base64url"));
      return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString(
        "utf8",
      );
    },
  };
}
