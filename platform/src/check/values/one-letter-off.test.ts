import { describe, expect, it } from "vitest";
import { isOneLetterOff } from "./one-letter-off.ts";

describe("isOneLetterOff", () => {
  it.each([
    ["ALLOWED_HOST", "ALLOWED_HOSTS"],
    ["DATABASE_URL", "DATABASE_URI"],
    ["DATABASEURL", "DATABASE_URL"],
    ["SECRT_KEY", "SECRET_KEY"],
    ["SERCET_KEY", "SECRET_KEY"],
    ["DJANGO_DEBUG", "DJANGO_DEBUF"],
    ["MAIL_HOST", "EMAIL_HOST"],
    ["API_KEY", "API_KEYS"],
  ])("takes %s and %s for the same name", (one, other) => {
    expect(isOneLetterOff(one, other)).toBe(true);
    expect(isOneLetterOff(other, one)).toBe(true);
  });

  it.each([
    ["API_URL", "APP_URL"],
    ["HTTP_PROXY", "HTTPS_PROXY"],
    ["SERVER1_KEY", "SERVER2_KEY"],
    ["LINE_TOKEN", "LIVE_TOKEN"],
    ["DB_HOST", "DB_PORT"],
    ["PORT", "PORTS"],
    ["SAME_NAME", "SAME_NAME"],
    ["VARIANT_A", "VARIANT_B"],
    ["ALLOWED_HOST", "ALLOWED_HOSTS_LIST"],
  ])("takes %s and %s for two names", (one, other) => {
    expect(isOneLetterOff(one, other)).toBe(false);
    expect(isOneLetterOff(other, one)).toBe(false);
  });
});
