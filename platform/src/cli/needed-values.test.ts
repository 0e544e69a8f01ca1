import { expect, test } from "vitest";
import { parseSpec } from "../spec/index.ts";
import { gatherValues, neededNames } from "./needed-values.ts";

function namesOf(text: string): string[] {
  return [...neededNames(parseSpec(text).spec!)].sort();
}

test("asks for secrets without a value, foreign ciphertexts and placeholders", () => {
  const names = namesOf(`
name: shop
envs:
  - { key: TOKEN, type: SECRET }
services:
  - name: api
    envs:
      - { key: STRIPE, type: SECRET, value: "EV[1:abc:def]" }
      - { key: CLERK, type: SECRET, value: "\${CLERK}" }
      - { key: SMTP, value: "smtp://\${SMTP_USER}:\${SMTP_PASS}@mail" }
      - { key: PLAIN, value: "1" }
      - { key: KNOWN, type: SECRET, value: "given" }
      - { key: EMPTY, value: "" }
`);
  expect(names).toEqual(["CLERK", "SMTP_PASS", "SMTP_USER", "STRIPE", "TOKEN"]);
});

test("asks for nothing that the spec or the platform fills in itself", () => {
  const names = namesOf(`
name: shop
envs:
  - { key: REGION, value: fra }
workers:
  - name: worker
    envs:
      - { key: A, value: "\${B} \${REGION} \${APP_URL} \${db.DATABASE_URL} \${_self.PRIVATE_URL}" }
      - { key: B, value: x }
      - { key: REGION, value: "\${REGION}-1" }
`);
  expect(names).toEqual([]);
});

test("asks for a variable of another component: it is not in scope", () => {
  const names = namesOf(`
name: shop
services:
  - { name: api, envs: [{ key: A, value: x }] }
  - { name: web, envs: [{ key: B, value: "\${A}" }] }
`);
  expect(names).toEqual(["A"]);
});

test("takes the first source that has a value, an empty one included, and never one that was not asked for", () => {
  const sources = [{ A: "file" }, { A: "beside", B: "" }, { B: "env", HOME: "/root" }];
  expect(gatherValues(["A", "B", "C", "toString"], sources)).toEqual({ A: "file", B: "" });
});
