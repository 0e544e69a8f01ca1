import { describe, expect, it } from "vitest";
import { isPlaceholder } from "./placeholder.ts";

describe("isPlaceholder", () => {
  it.each([
    "YOUR_API_KEY_HERE",
    "your-AUTH-secret",
    "Your Kite Secret key",
    "changeme",
    "CHANGE_ME_GENERATE_A_REAL_KEY",
    "django-change-me-please",
    "<REQUIRED>",
    "<your-token>",
    "<look up in the settings>",
    "xxx",
    "sk_live_xxxxxxxx",
    "TODO",
    "REPLACE_ME",
    "INSERT_KEY_HERE",
    "yourpassword",
    "noreply@yourdomain.com",
    "mongodb://your-mongodb-host:27017",
    "mongodb+srv://<username>:<password>@cluster.example.net",
    "sk-...",
  ])("knows %s", (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  it.each([
    "",
    "production",
    "Exchange",
    "exchangeme",
    "find-yourself",
    "Your order is on its way",
    "Loading...",
    "0xxxsafe",
    "https://example.com/yours",
    "<p>hello</p>",
    "${changeme}",
    "todos",
    "https://build-your-own.example.com",
    "https://your-dentist.example.com",
    "https://api.example.com/your/name",
    "xx",
  ])("leaves %s alone", (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });
});
