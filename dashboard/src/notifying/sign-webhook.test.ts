import { expect, test } from "vitest";
import { signWebhook } from "./sign-webhook.ts";

test("signs time and body as anyone can with openssl", () => {
  // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac correct-horse
  expect(signWebhook("correct-horse", '{"a":1}', 1_700_000_000_999)).toBe(
    "t=1700000000,v1=90498955c6f0f9e787634182800fd4e19d8797c31374b63e7073bdaec01ef1bf",
  );
});
