import { expect, test } from "vitest";
import { clientCommand } from "./database-client.ts";

test("gives psql everything by environment, so that no one sees the password", () => {
  const command = clientCommand({
    name: "db",
    engine: "PG",
    url: "postgresql://shop:p%40ss@127.0.0.1:5433/shop?sslmode=require",
    caFile: "/ca.crt",
  });
  expect(command).toEqual({
    argv: ["psql"],
    env: {
      PGHOST: "127.0.0.1",
      PGPORT: "5433",
      PGUSER: "shop",
      PGPASSWORD: "p@ss",
      PGDATABASE: "shop",
      PGSSLMODE: "require",
      PGSSLROOTCERT: "/ca.crt",
    },
  });
});

test("gives redis-cli host, port, user and database as arguments, the password by environment", () => {
  const command = clientCommand({
    name: "cache",
    engine: "VALKEY",
    url: "rediss://default:secret@127.0.0.1:6380/2",
    caFile: null,
  });
  expect(command).toEqual({
    argv: ["redis-cli", "-h", "127.0.0.1", "-p", "6380", "--tls", "--user", "default", "-n", "2"],
    env: { REDISCLI_AUTH: "secret" },
  });
});

test("knows no client for other engines", () => {
  expect(clientCommand({ name: "q", engine: "KAFKA", url: "kafka://x", caFile: null })).toBeUndefined();
});
