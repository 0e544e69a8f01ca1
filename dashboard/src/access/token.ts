import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;
const API_PREFIX = "pd_";
const HINT_LENGTH = 6;

/** 256 random bits: for sessions and one-time links. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** For programs; the prefix lets scanners find one that leaked. */
export function createApiTokenText(): string {
  return API_PREFIX + createToken();
}

/** What is stored. A token has 256 random bits, so a plain hash cannot be guessed back and needs no salt. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Enough of an API token for a person to recognise it. */
export function hintOf(apiToken: string): string {
  return apiToken.slice(0, API_PREFIX.length + HINT_LENGTH);
}
