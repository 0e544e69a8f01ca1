import { describe, expect, it } from "vitest";
import { secretIn } from "../values/secret-text.ts";

// Put together here, so that no scanner takes this file for a leak.
const tokens = [
  ["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_"),
  ["ghp", "0123456789abcdefghijABCDEFGHIJ012345"].join("_"),
  ["AKIA", "IOSFODNN7ABCDEFG"].join(""),
  ["xoxb", "123456789012", "abcdefghijkl"].join("-"),
  ["SG", "abcdefghijklmnopqrst", "abcdefghijklmnopqrst"].join("."),
  ["-----BEGIN RSA", "PRIVATE KEY-----\nMIIE"].join(" "),
  "postgres://admin:h7nter2x@db.acme.net:5432/app",
];

describe("secretIn", () => {
  it.each(tokens)("knows a token by its look, whatever the variable's name", (token) => {
    expect(secretIn("SOMETHING", token)).not.toBeNull();
    expect(secretIn("SOMETHING", token)).not.toContain(token.slice(5));
  });

  it.each([
    "JWT_SECRET",
    "DB_PASSWORD",
    "SLACK_TOKEN",
    "MAIL_API_KEY",
    "SECRET_KEY_BASE",
    "AWS_SECRET_ACCESS_KEY",
  ])("takes what %s holds for a secret", (key) => {
    expect(secretIn(key, "9f86d081884c7d65")).toBe("a secret");
  });

  it.each([
    "PASSWORD_RESET_URL",
    "TOKEN_EXPIRY",
    "PASSWORD_MIN_LENGTH",
    "JWT_PUBLIC_KEY",
    "NEXT_PUBLIC_API_KEY",
    "VITE_MAP_TOKEN",
    "SECRET_FILE",
    "API_KEY_ID",
    "STRIPE_PUBLISHABLE_API_KEY",
    "COMMIT",
  ])("does not mind what %s holds", (key) => {
    expect(secretIn(key, "9f86d081884c7d65")).toBeNull();
  });

  it.each([
    "",
    "true",
    "development",
    "short1",
    "my-secret-name",
    "86400000",
    "${db.PASSWORD}",
    "YOUR_SECRET_HERE",
    "/run/secrets/key.pem",
    "https://vault.acme.net/v1/key",
    "{{SECRET:JWT_SECRET}}",
    "__SECRET_KEY_2__",
    "postgres://user:h7nter2x@localhost/app",
    "redis://:h7nter2x@cache:6379",
    "postgres://user:password@db.acme.net/app",
  ])("does not take %s for a secret", (value) => {
    expect(secretIn("APP_SECRET", value)).toBeNull();
  });
});
