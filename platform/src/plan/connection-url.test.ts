import { describe, expect, it } from "vitest";
import { connectionUrl, jdbcConnectionUrl } from "./connection-url.ts";
import type { DatabaseConnection } from "./endpoints.ts";

const postgres: DatabaseConnection = {
  name: "db",
  engine: "PG",
  version: "16",
  host: "db",
  port: 25060,
  username: "db",
  password: "p@ss/w:rd&100%",
  database: "main db",
  tls: true,
  caCertificate: "",
  url: null,
};

describe("connectionUrl", () => {
  it("encodes whatever a password holds so that a URL parser gives it back", () => {
    const url = new URL(connectionUrl(postgres));
    expect(decodeURIComponent(url.password)).toBe(postgres.password);
    expect(decodeURIComponent(url.pathname)).toBe("/main db");
    expect(url.host).toBe("db:25060");
  });

  it("demands TLS of PostgreSQL clients as App Platform does", () => {
    expect(connectionUrl({ ...postgres, password: "x", database: "main" })).toBe(
      "postgresql://db:x@db:25060/main?sslmode=require",
    );
  });

  it("names no database for a cache and chooses the scheme by TLS", () => {
    const cache = { ...postgres, engine: "VALKEY", username: "default", password: "x" } as const;
    expect(connectionUrl({ ...cache, tls: false })).toBe("redis://default:x@db:25060");
    expect(connectionUrl({ ...cache, tls: true })).toBe("rediss://default:x@db:25060");
  });

  it("passes an attached URL on as it is", () => {
    const url = "postgres://a:b@elsewhere:5432/x?sslmode=verify-full";
    expect(connectionUrl({ ...postgres, url })).toBe(url);
  });

  it("keeps user and password out of the authority for JDBC", () => {
    expect(jdbcConnectionUrl({ ...postgres, database: "main" })).toBe(
      "jdbc:postgresql://db:25060/main?user=db&password=p%40ss%2Fw%3Ard%26100%25&sslmode=require",
    );
    expect(jdbcConnectionUrl({ ...postgres, engine: "REDIS" })).toBe("");
  });
});
