import { expect, it } from "vitest";
import { createRedact, redactTexts } from "./redact.ts";

const redact = createRedact({
  authorization: "Basic dXNlcjpwYXNz",
  "x-key": "s3cr3t/value+1",
  "x-short": "on",
});

it.each([
  ["Basic dXNlcjpwYXNz", "[redacted]"],
  ["token dXNlcjpwYXNz here", "token [redacted] here"],
  ["/?x=s3cr3t%2Fvalue%2B1", "/?x=[redacted]"],
  ["https://a.example/?access_token=abc&page=2", "https://a.example/?access_token=[redacted]&page=2"],
  [
    "https://a.example/?page=2&X-Amz-Signature=00ff#top",
    "https://a.example/?page=2&X-Amz-Signature=[redacted]#top",
  ],
  ["https://a.example/cb?code=xyz", "https://a.example/cb?code=[redacted]"],
  ["https://user:pw@a.example/", "https://[redacted]@a.example/"],
  ["https://a.example/?page=2&author=me", "https://a.example/?page=2&author=[redacted]"],
  ["turn on the lights", "turn on the lights"],
  ["https://a.example/keyboards?colour=red", "https://a.example/keyboards?colour=red"],
])("makes of %s %s", (text, masked) => {
  expect(redact(text)).toBe(masked);
});

it("goes into objects and lists and leaves numbers alone", () => {
  const value = { url: "/?token=abc", list: ["dXNlcjpwYXNz", 3], none: null };
  expect(redactTexts(value, redact)).toEqual({
    url: "/?token=[redacted]",
    list: ["[redacted]", 3],
    none: null,
  });
});
