import { describe, expect, it } from "vitest";
import type { DatabaseConnection } from "../plan/endpoints.ts";
import { databaseClient } from "./client.ts";

const postgres: DatabaseConnection = {
  name: "db",
  engine: "PG",
  version: "16",
  host: "db",
  port: 25060,
  username: "owner",
  password: "secret",
  database: "main",
  tls: true,
  caCertificate: "",
  url: null,
};
const all = (program: string): Promise<string | undefined> => Promise.resolve(`/usr/bin/${program}`);
const none = (): Promise<string | undefined> => Promise.resolve(undefined);

describe("databaseClient", () => {
  it("opens psql over TLS at the address given, the password in the environment only", async () => {
    const client = await databaseClient(postgres, { address: "127.0.0.1", findProgram: all });
    expect(client?.argv).toEqual([
      "/usr/bin/psql",
      "--host=127.0.0.1",
      "--port=25060",
      "--username=owner",
      "--dbname=main",
    ]);
    expect(client?.env).toEqual({ PGPASSWORD: "secret", PGSSLMODE: "require" });
  });

  it("opens the cache client that is there", async () => {
    const cache = { ...postgres, engine: "VALKEY", tls: false } as const;
    const findProgram = (program: string): Promise<string | undefined> =>
      Promise.resolve(program === "valkey-cli" ? "/opt/valkey-cli" : undefined);
    const client = await databaseClient(cache, { findProgram });
    expect(client?.argv).toEqual(["/opt/valkey-cli", "-h", "db", "-p", "25060"]);
    expect(client?.env["VALKEYCLI_AUTH"]).toBe("secret");
  });

  it("gives null without a client, and for engines that have none", async () => {
    expect(await databaseClient(postgres, { findProgram: none })).toBeNull();
    expect(await databaseClient({ ...postgres, engine: "KAFKA" }, { findProgram: all })).toBeNull();
  });
});
