import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createSecretBox } from "./secret-box.ts";

test("opens what it sealed, and seals the same text differently each time", () => {
  const box = createSecretBox(randomBytes(32));
  const sealed = box.seal("a header: ü");
  expect(box.open(sealed)).toBe("a header: ü");
  expect(box.seal("a header: ü")).not.toBe(sealed);
});

test("says that a text was sealed with another key", () => {
  const sealed = createSecretBox(randomBytes(32)).seal("secret");
  expect(() => createSecretBox(randomBytes(32)).open(sealed)).toThrow(/another ENCRYPTION_KEY/);
});

test("refuses a text that was changed", () => {
  const box = createSecretBox(randomBytes(32));
  const parts = box.seal("secret").split(".");
  const changed = Buffer.from(parts[4]!, "base64url");
  changed[0] = (changed[0] ?? 0) ^ 1;
  expect(() => box.open([...parts.slice(0, 4), changed.toString("base64url")].join("."))).toThrow();
  expect(() => box.open("plain")).toThrow(/form we do not know/);
});
