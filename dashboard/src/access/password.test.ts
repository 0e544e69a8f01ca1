import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

test("keeps a password as scrypt with its costs and a salt of its own", async () => {
  const [one, other] = await Promise.all([hashPassword("a long password"), hashPassword("a long password")]);
  expect(one).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
});

test("knows the right password from a wrong one", async () => {
  const stored = await hashPassword("a long password");
  expect(await verifyPassword("a long password", stored)).toBe(true);
  expect(await verifyPassword("a long passwore", stored)).toBe(false);
  expect(await verifyPassword("", stored)).toBe(false);
});

test("takes the same letter from keyboards that compose it differently", async () => {
  const stored = await hashPassword("f\u00fcnfundzwanzig");
  expect(await verifyPassword("fu\u0308nfundzwanzig", stored)).toBe(true);
});

test("verifies by the costs a password was stored with", async () => {
  // RFC 7914, section 12, cut to 32 bytes.
  const hash = Buffer.from("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162", "hex");
  const stored = `scrypt$1024$8$16$${Buffer.from("NaCl").toString("base64url")}$${hash.toString("base64url")}`;
  expect(await verifyPassword("password", stored)).toBe(true);
});

test("takes as long for a user who is not there", async () => {
  const stored = await hashPassword("a long password");
  const known = await fastest(() => verifyPassword("wrong", stored));
  const unknown = await fastest(() => verifyPassword("wrong", null));
  expect(await verifyPassword("", null)).toBe(false);
  expect(unknown / known).toBeGreaterThan(0.5);
  expect(unknown / known).toBeLessThan(2);
});

async function fastest(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}
