import { describe, expect, it } from "vitest";
import { isCiphertext, parseReferences, referencesIn } from "./references.ts";

describe("parseReferences", () => {
  it("finds several references in one value and keeps the text between them", () => {
    expect(parseReferences("redis://${redis.HOSTNAME}:${redis.PORT}/0")).toEqual([
      { kind: "text", text: "redis://" },
      { kind: "reference", scope: "redis", name: "HOSTNAME", raw: "${redis.HOSTNAME}" },
      { kind: "text", text: ":" },
      { kind: "reference", scope: "redis", name: "PORT", raw: "${redis.PORT}" },
      { kind: "text", text: "/0" },
    ]);
  });

  it("reads bare names, _self and the names of connection pools", () => {
    expect(referencesIn("${APP_URL}${_self.COMMIT_HASH}${db.pool-1.DATABASE_URL}")).toMatchObject([
      { scope: null, name: "APP_URL" },
      { scope: "_self", name: "COMMIT_HASH" },
      { scope: "db", name: "DATABASE_URL" },
    ]);
  });

  it.each(["plain", "$X", "${X:-y}", "${}", "${a b}", "${Db.HOST}", "${web.}", "{APP_URL}"])(
    "takes %s for text",
    (text) => {
      expect(parseReferences(text)).toEqual([{ kind: "text", text }]);
    },
  );
});

describe("isCiphertext", () => {
  it("knows a stored secret by its beginning", () => {
    expect(isCiphertext("EV[1:abc:def]")).toBe(true);
    expect(isCiphertext("EVENT")).toBe(false);
  });
});
