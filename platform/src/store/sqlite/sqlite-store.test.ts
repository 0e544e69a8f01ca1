import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { AppRecord, DeploymentRecord } from "../records.ts";
import { sqliteStore } from "./sqlite-store.ts";

const app: AppRecord = {
  id: "a1",
  name: "shop",
  directory: "/src/shop",
  wanted: "up",
  liveDeployment: null,
  uid: null,
  createdAt: 1,
};

const plan: DeploymentRecord["plan"] = {
  app: "shop",
  publicAddress: { scheme: "http", host: "shop.localhost", port: 8080 },
  hosts: ["shop.localhost"],
  builds: [],
  components: [],
  sites: [],
  jobs: [],
  databases: [],
  routes: [],
};

function deployment(number: number, phase: DeploymentRecord["phase"]): DeploymentRecord {
  const rest = { cause: "manual", plan, spec: {}, sources: [], artifacts: {}, restart: [], failure: null };
  return { id: `d${number}`, app: "shop", number, phase, createdAt: number, updatedAt: number, ...rest };
}

describe("the SQLite store", () => {
  const directories: string[] = [];
  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
  });

  it("remembers what was written after it is opened again", () => {
    const directory = mkdtempSync(join(tmpdir(), "ashore-store-"));
    directories.push(directory);
    const first = sqliteStore(join(directory, "ashore.db"));
    first.saveApp(app);
    first.saveDeployment(deployment(1, "ACTIVE"));
    first.close();
    const second = sqliteStore(join(directory, "ashore.db"));
    expect(second.app("shop")).toEqual(app);
    expect(second.deployment("d1")).toEqual(deployment(1, "ACTIVE"));
    expect(second.nextDeploymentNumber("shop")).toBe(2);
    expect(statSync(join(directory, "ashore.db")).mode & 0o077).toBe(0);
    second.close();
  });

  it("switches releases in one step", () => {
    const store = sqliteStore(":memory:");
    store.saveApp(app);
    store.saveDeployment(deployment(1, "ACTIVE"));
    store.commitRelease({
      app: "shop",
      deployment: deployment(2, "ACTIVE"),
      previous: deployment(1, "ACTIVE"),
      draining: [],
    });
    expect(store.app("shop")?.liveDeployment).toBe("d2");
    expect(store.deployment("d1")?.phase).toBe("SUPERSEDED");
    store.close();
  });

  it("trims ended deployments and keeps the live one", () => {
    const store = sqliteStore(":memory:");
    store.saveDeployment(deployment(1, "ACTIVE"));
    for (let number = 2; number <= 6; number += 1) store.saveDeployment(deployment(number, "ERROR"));
    store.trimDeployments("shop", 2);
    expect(store.deployments("shop", 10).map((entry) => entry.number)).toEqual([6, 5, 1]);
    store.close();
  });

  it("gives events in order, of one deployment or of all", () => {
    const store = sqliteStore(":memory:");
    const body = { type: "notice", message: "hello" } as const;
    const first = store.appendEvent({ at: 1, app: "shop", deploymentId: "d1", body });
    store.appendEvent({ at: 2, app: "shop", deploymentId: null, body });
    store.appendEvent({ at: 3, app: "other", deploymentId: null, body });
    expect(store.eventsAfter("shop", 0, null)).toHaveLength(2);
    expect(store.eventsAfter("shop", first.seq, null)).toHaveLength(1);
    expect(store.eventsAfter("shop", 0, "d1")).toEqual([first]);
    store.close();
  });

  it("forgets an app with everything that belongs to it", () => {
    const store = sqliteStore(":memory:");
    store.saveApp(app);
    store.saveSecret("shop", "KEY", { fingerprint: "f", ciphertext: "c" });
    store.saveDeployment(deployment(1, "ACTIVE"));
    store.forgetApp("shop");
    expect(store.apps()).toEqual([]);
    expect(store.secret("shop", "KEY")).toBeUndefined();
    expect(store.deployments("shop", 10)).toEqual([]);
    store.close();
  });
});
