import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { poolsExceedDatabase } from "./pools-exceed-database.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...poolsExceedDatabase.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const envs = [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}" }];
const databases = [{ name: "db", engine: "PG" as const }];
const code = { "package.json": "{}", "db.ts": 'import { Pool } from "pg";\nnew Pool({ max: 10 });\n' };

describe("pools-exceed-database", () => {
  it("adds up all instances of services and workers, not of jobs", () => {
    const services = [{ name: "web", envs, instance_count: 2 }];
    const workers = [{ name: "queue", envs }];
    const jobs = [{ name: "once", envs, instance_count: 9 }];
    expect(find({ name: "app", services, jobs, databases }, code)).toEqual([]);
    expect(find({ name: "app", services, workers, jobs, databases }, code)).toEqual([
      "databases[0] pools may open 30 connections (web 2 × 10, queue 1 × 10), and the smallest database has 22 to give",
    ]);
  });

  it("takes the most instances that may run", () => {
    const services = [{ name: "web", envs, autoscaling: { min_instance_count: 1, max_instance_count: 3 } }];
    expect(find({ name: "app", services, databases }, code)).toHaveLength(1);
  });

  it("is silent about managed databases, connection pools and components without the database", () => {
    const many = { name: "web", instance_count: 5 };
    const managed = [{ ...databases[0]!, production: true, cluster_name: "big" }];
    expect(find({ name: "app", services: [{ ...many, envs }], databases: managed }, code)).toEqual([]);
    const pooled = [{ key: "DATABASE_URL", value: "${db.pool.DATABASE_URL}" }];
    expect(find({ name: "app", services: [{ ...many, envs: pooled }], databases }, code)).toEqual([]);
    expect(find({ name: "app", services: [many], databases }, code)).toEqual([]);
  });

  it("is silent when the code has several numbers, or pools of something else", () => {
    const services = [{ name: "web", envs, instance_count: 5 }];
    const two = { ...code, "other-db.ts": 'import { Pool } from "pg";\nnew Pool({ max: 2 });\n' };
    expect(find({ name: "app", services, databases }, two)).toEqual([]);
    expect(
      find({ name: "app", services, databases }, { "net.py": "import keras\nPool(pool_size=9)\n" }),
    ).toEqual([]);
  });
});
