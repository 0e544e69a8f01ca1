import { describe, expect, it } from "vitest";
import { parseSpec, type AppSpec } from "../spec/index.ts";
import { missingValueProblems, missingValues, withValues } from "./missing-values.ts";

function read(yaml: string): AppSpec {
  const { spec } = parseSpec(yaml);
  if (!spec) throw new Error("the test's spec is broken");
  return spec;
}

const spec = read(`
name: app
envs:
- { key: ROOT_TOKEN, type: SECRET }
- { key: DEBUG, value: "0" }
- { key: FROM_COMPONENT, value: "\${OWN}" }
services:
- name: web
  envs:
  - { key: TOKEN, type: SECRET }
  - { key: FOREIGN, type: SECRET, value: "EV[1:abc:def]" }
  - { key: KEY, value: "\${KEY}" }
  - { key: CDN, value: "https://\${CDN_HOST}/x" }
  - { key: FINE, value: "\${APP_URL}\${DEBUG}\${PORT}\${db.HOSTNAME}\${OWN}\${X:-y}" }
  - { key: APP_URL, value: "\${APP_URL}" }
  - { key: DEBUG, value: "\${DEBUG}" }
  - { key: OWN, value: own }
  - { key: EMPTY }
workers:
- name: queue
  envs:
  - { key: TOKEN, type: SECRET }
databases: [{ name: db, engine: PG }]
`);

function names(values: readonly { component: string | null; key: string }[]): string[] {
  return values.map(({ component, key }) => `${component ?? "app"}.${key}`);
}

describe("missingValues", () => {
  it("finds secrets without a value, foreign ciphertext and placeholders, and nothing else", () => {
    expect(names(missingValues(spec, {}))).toEqual([
      "app.ROOT_TOKEN",
      "web.TOKEN",
      "web.FOREIGN",
      "web.KEY",
      "web.CDN_HOST",
      "queue.TOKEN",
    ]);
  });

  it("does not miss what is given, even if it is empty", () => {
    expect(names(missingValues(spec, { TOKEN: "", KEY: "k", ROOT_TOKEN: "r", FOREIGN: "f" }))).toEqual([
      "web.CDN_HOST",
    ]);
  });

  it("does not miss a ciphertext that is ours", () => {
    const isOurs = (text: string): boolean => text === "EV[1:abc:def]";
    expect(names(missingValues(spec, {}, { isOurs }))).not.toContain("web.FOREIGN");
  });

  it("misses PORT in a worker, which has none", () => {
    const worker = read('name: app\nworkers: [{ name: w, envs: [{ key: A, value: "${PORT}" }] }]');
    expect(names(missingValues(worker, {}))).toEqual(["w.PORT"]);
  });

  it("places each in the spec and says why", () => {
    expect(missingValues(spec, {})[4]).toEqual({
      component: "web",
      key: "CDN_HOST",
      why: "a placeholder in CDN",
      field: "services[0].envs[3].value",
    });
  });
});

describe("missingValueProblems", () => {
  it("lists everything a component misses in one problem", () => {
    expect(missingValueProblems(missingValues(spec, { FOREIGN: "", CDN_HOST: "" }))).toMatchObject([
      {
        severity: "error",
        field: "envs[0].value",
        message: "the app needs ROOT_TOKEN (a secret without a value)",
      },
      { message: "web needs TOKEN (a secret without a value), KEY (a placeholder)" },
      { message: "queue needs TOKEN (a secret without a value)" },
    ]);
  });
});

describe("withValues", () => {
  it("puts given values where they are missing and nowhere else", () => {
    const given = {
      TOKEN: "t",
      KEY: "k",
      CDN_HOST: "$& cdn",
      DEBUG: "1",
      EMPTY: "e",
      APP_URL: "u",
      FOREIGN: "f",
    };
    const filled = withValues(spec, given);
    expect(
      Object.fromEntries((filled.services?.[0]?.envs ?? []).map(({ key, value }) => [key, value])),
    ).toEqual({
      TOKEN: "t",
      FOREIGN: "f",
      KEY: "k",
      CDN: "https://$& cdn/x",
      FINE: "${APP_URL}${DEBUG}${PORT}${db.HOSTNAME}${OWN}${X:-y}",
      APP_URL: "${APP_URL}",
      DEBUG: "${DEBUG}",
      OWN: "own",
      EMPTY: undefined,
    });
    expect(filled.workers?.[0]?.envs?.[0]).toEqual({ key: "TOKEN", type: "SECRET", value: "t" });
    expect(filled.envs?.[0]).toEqual(spec.envs?.[0]);
    expect(names(missingValues(filled, {}, { isOurs: () => true }))).toEqual(["app.ROOT_TOKEN"]);
  });
});
