import { afterEach, beforeEach, expect, test } from "vitest";
import { apiHouse, type ApiHouse } from "../testing/api-house.ts";

let house: ApiHouse;

beforeEach(async () => {
  house = await apiHouse();
});
afterEach(() => house.end());

const specFile = "/shop/.do/app.yaml";
const read = (specText: string) => house.client.spec({ specFile, specText });

test("a spec is of its app, with all that it runs, publishes or binds to", async () => {
  const answer = await read(`
name: shop
databases: [{ name: db, engine: PG }]
static_sites: [{ name: site }]
workers: [{ name: mails }]
services: [{ name: api }]
jobs: [{ name: migrate }]
`);
  expect(answer).toMatchObject({ app: "shop", components: ["api", "site", "mails", "migrate", "db"] });
  expect(answer.problems[0]).toMatchObject({ file: specFile, severity: "error", rule: "one-source" });
});

test("it asks for secrets without a value, foreign ciphertexts and placeholders, each once", async () => {
  const { needed } = await read(`
name: shop
envs:
  - { key: TOKEN, type: SECRET }
  - { key: REGION, value: fra }
services:
  - name: api
    envs:
      - { key: STRIPE, type: SECRET, value: "EV[1:abc:def]" }
      - { key: OURS, type: SECRET, value: "${house.under.parts.box.seal("x")}" }
      - { key: CLERK, type: SECRET, value: "\${CLERK}" }
      - { key: SMTP, value: "smtp://\${SMTP_USER}@\${REGION}.\${APP_URL}:\${PORT}" }
      - { key: KNOWN, type: SECRET, value: "given" }
      - { key: EMPTY, value: "" }
  - { name: web, envs: [{ key: MAIL, value: "\${SMTP_USER} \${KNOWN} \${db.DATABASE_URL}" }] }
`);
  expect(needed).toEqual(["TOKEN", "STRIPE", "CLERK", "SMTP_USER", "KNOWN"]);
});

test.each([
  ["broken", "name: [shop\n"],
  ["of no app", "services: [{ name: api }]\n"],
])("a spec that is %s is answered with its problems", async (_what, text) => {
  await expect(read(text)).rejects.toMatchObject({
    id: "invalid_spec",
    status: 422,
    problems: expect.arrayContaining([
      expect.objectContaining({ file: specFile, severity: "error" }),
    ]) as unknown,
  });
});
