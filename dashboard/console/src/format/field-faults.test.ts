import { expect, test } from "vitest";
import { ApiError } from "../http.ts";
import { faultOf, fieldName, formFault } from "./field-faults.ts";

const error = new ApiError(400, {
  code: "BAD_INPUT",
  message: "name: too short; pages.0.url: Invalid URL",
  fields: [
    { field: "name", message: "too short" },
    { field: "pages.0.url", message: "Invalid URL" },
  ],
});

test("knows a field by each way of writing it", () => {
  const names = ["pages.0.url", "/pages/0/url", "pages[0].url", "body.pages.0.url", "body/pages/0/url"];
  expect(new Set(names.map(fieldName))).toEqual(new Set(["pages.0.url"]));
});

test("a fault stands at its field", () => {
  expect(faultOf(error, "name")).toBe("too short");
  expect(faultOf(error, "pages")).toBeUndefined();
  expect(faultOf(error, "pages", "inside")).toBe("Invalid URL");
  expect(faultOf(null, "name")).toBeUndefined();
});

test("above the form stands only what has no field there", () => {
  expect(formFault(error, ["name", "pages"])).toBeUndefined();
  expect(formFault(error, ["name"])).toBe("pages.0.url: Invalid URL");
  expect(formFault(null, [])).toBeUndefined();
});

test("a refusal without fields is said above the form", () => {
  const refused = new ApiError(401, { code: "SIGN_IN", message: "E-mail or password is wrong." });
  expect(formFault(refused, ["email"])).toBe("E-mail or password is wrong.");
});

test("a fault of the whole body needs no name", () => {
  const whole = new ApiError(400, {
    code: "BAD_INPUT",
    message: "x",
    fields: [{ field: "", message: "one is needed" }],
  });
  expect(formFault(whole, ["warn"])).toBe("one is needed");
});
