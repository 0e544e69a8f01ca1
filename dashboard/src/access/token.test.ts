import { expect, test } from "vitest";
import { createApiTokenText, createToken, hashToken, hintOf } from "./token.ts";

test("makes tokens of 256 random bits", () => {
  expect(Buffer.from(createToken(), "base64url")).toHaveLength(32);
  expect(createToken()).not.toBe(createToken());
});

test("marks API tokens, and hints at one by its first characters", () => {
  const token = createApiTokenText();
  expect(token).toMatch(/^pd_[\w-]{43}$/);
  expect(hintOf(token)).toBe(token.slice(0, 9));
});

test("stores a SHA-256 of a token", () => {
  expect(hashToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
