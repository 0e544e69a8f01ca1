import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isSealed, secretBox } from "./secret-box.ts";

describe("the secret box", () => {
  const box = secretBox(randomBytes(32));

  it("gives back what it sealed, in the platform's form", () => {
    const sealed = box.seal("pässword ${db.X}");
    expect(isSealed(sealed)).toBe(true);
    expect(box.open(sealed)).toBe("pässword ${db.X}");
    expect(box.seal("a")).not.toBe(box.seal("a"));
  });

  it("refuses what another installation sealed", () => {
    expect(() => secretBox(randomBytes(32)).open(box.seal("x"))).toThrow(/another installation/);
  });

  it("recognises an equal plaintext without keeping it", () => {
    expect(box.fingerprint("x")).toBe(box.fingerprint("x"));
    expect(box.fingerprint("x")).not.toBe(box.fingerprint("y"));
  });
});
