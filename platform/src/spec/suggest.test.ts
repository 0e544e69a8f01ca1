import { expect, test } from "vitest";
import { didYouMean, suggest } from "./suggest.ts";

test("suggests what is closest first", () => {
  expect(suggest("http_prot", ["http_path", "http_port", "name"])[0]).toBe("http_port");
  expect(suggest("servics", ["service", "services"])).toEqual(["service", "services"]);
});

test("counts two swapped letters as one mistake", () => {
  expect(suggest("ulr", ["url", "all"])).toEqual(["url"]);
});

test("suggests nothing that is far away", () => {
  expect(suggest("frobnicate", ["name", "region"])).toEqual([]);
  expect(didYouMean("frobnicate", ["name"])).toBe("");
});

test("does not mind the case", () => {
  expect(didYouMean("WEB", ["web"])).toBe("did you mean web?");
});
