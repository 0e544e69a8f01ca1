import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isSealed, secretBox } from "../base/secret-box.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import { rememberedValues, sealValues } from "./seal-values.ts";

const wanted = [{ key: "TOKEN" }];

describe("values given from outside", () => {
  const sealing = { store: sqliteStore(":memory:"), box: secretBox(randomBytes(32)) };

  it("are told once: the next time they are remembered, and a new one replaces them", () => {
    expect(rememberedValues(sealing, "shop", {}, wanted)).toEqual({});
    expect(rememberedValues(sealing, "shop", { TOKEN: "one" }, wanted)).toEqual({ TOKEN: "one" });
    expect(rememberedValues(sealing, "shop", {}, wanted)).toEqual({ TOKEN: "one" });
    rememberedValues(sealing, "shop", { TOKEN: "two" }, wanted);
    expect(rememberedValues(sealing, "shop", {}, wanted)).toEqual({ TOKEN: "two" });
    expect(rememberedValues(sealing, "other", {}, wanted)).toEqual({});
    expect(sealing.store.secret("shop", "given/TOKEN")?.ciphertext).not.toContain("two");
  });

  it("become ciphertext in the spec, which stays the same while they do", () => {
    const written = { name: "shop", envs: [{ key: "URL", value: "https://${TOKEN}@x" }] };
    const filled = { name: "shop", envs: [{ key: "URL", value: "https://two@x" }] };
    const first = sealValues(sealing, "shop", written, filled);
    expect(isSealed(first.envs?.[0]?.value ?? "")).toBe(true);
    expect(sealValues(sealing, "shop", written, filled)).toEqual(first);
  });
});
