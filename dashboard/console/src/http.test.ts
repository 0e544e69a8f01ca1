import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiError, errorBody, queryString, read, write } from "./http.ts";

const realFetch = globalThis.fetch;
const refusal = '{"code":"BAD_INPUT","message":"no","fields":[{"field":"a","message":"b"}]}';
const answers: Readonly<Record<string, () => Response>> = {
  "/api/one": () => new Response('{"zero":0}'),
  "/api/gone": () => new Response(null, { status: 204 }),
  "/api/refused": () => new Response(refusal, { status: 400 }),
  "/api/proxy": () => new Response("<h1>Bad gateway</h1>", { status: 502 }),
};

// A server of our own would need an origin, which addresses of the console do not have.
beforeEach(() => {
  globalThis.fetch = (address, init) => {
    const type = new Headers(init?.headers).get("content-type");
    const answer = answers[address as string] ?? (() => Response.json(type));
    return Promise.resolve(answer());
  };
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

test("reads JSON, and nothing where nothing is sent", async () => {
  expect(await read("/one")).toEqual({ zero: 0 });
  expect(await write("DELETE", "/gone")).toBeNull();
});

test("names the content type of a body, and none without one", async () => {
  expect(await write("POST", "/type", {})).toBe("application/json");
  expect(await write("POST", "/type")).toBeNull();
});

test("a refusal keeps its code, sentence and fields", async () => {
  const error = await read("/refused").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 400, code: "BAD_INPUT", message: "no", fields: [{ field: "a" }] });
});

test("what is no answer of the API becomes a sentence", async () => {
  await expect(read("/proxy")).rejects.toThrow("The server answered with status 502");
  expect(errorBody(500, '{"code":1}').code).toBe("UNEXPECTED");
});

test("a server that cannot be reached has status 0", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));
  await expect(read("/one")).rejects.toMatchObject({ status: 0, code: "UNREACHABLE" });
});

test("leaves out what is undefined from a query", () => {
  expect(queryString({ a: 0, b: undefined, c: "x y" })).toBe("?a=0&c=x+y");
  expect(queryString({ a: undefined })).toBe("");
});
