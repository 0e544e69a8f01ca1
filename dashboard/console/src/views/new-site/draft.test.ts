import { expect, test } from "vitest";
import { completeAddress, createSiteBodyOf, emptyDraft, pagesOf } from "./draft.ts";

test("adds the scheme people leave out, and only then", () => {
  expect(completeAddress(" example.com ")).toBe("https://example.com");
  expect(completeAddress("http://example.com")).toBe("http://example.com");
  expect(completeAddress("")).toBe("");
});

test("pages are what was chosen and typed, once each; the address itself if that is nothing", () => {
  const chosen = new Set(["https://example.com/a"]);
  const more = "example.com/b\n\nhttps://example.com/a";
  expect(pagesOf({ address: "example.com", chosen, more })).toEqual([
    "https://example.com/a",
    "https://example.com/b",
  ]);
  expect(pagesOf({ address: "example.com", chosen: new Set(), more: "" })).toEqual(["https://example.com"]);
});

test("a site without a name is called like its host, headers without a name are none", () => {
  const headers = [
    { name: "X-Token", value: "1" },
    { name: " ", value: "2" },
  ];
  const body = createSiteBodyOf({ ...emptyDraft("UTC"), address: "shop.example.com", headers });
  expect(body).toMatchObject({ name: "shop.example.com", headers: { "X-Token": "1" }, timeZone: "UTC" });
});
