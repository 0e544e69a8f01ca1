import { describe, expect, it } from "vitest";
import { attachedConnection, withHost } from "./attached-connection.ts";

const plan = {
  name: "db",
  engine: "PG",
  version: "16",
  database: "db",
  user: "db",
  attachedUrl: "EV[1:…]",
} as const;

describe("an attached database", () => {
  it("takes its parts from the URL and keeps the URL as given", () => {
    const url = "postgresql://me:p%40ss@db.example.com:25060/shop?sslmode=require";
    expect(attachedConnection(plan, url)).toMatchObject({
      host: "db.example.com",
      port: 25060,
      username: "me",
      password: "p@ss",
      database: "shop",
      tls: true,
      url,
    });
  });

  it("is reached by a name where the machine's loopback is not the instance's", () => {
    const url = "postgresql://me:p%40ss@localhost:5433/shop?sslmode=require";
    const inner = attachedConnection(plan, url, "db");
    expect(inner).toMatchObject({ host: "db", port: 5433, password: "p@ss", loopback: "localhost" });
    expect(inner.url).toBe("postgresql://me:p%40ss@db:5433/shop?sslmode=require");
    expect(withHost(inner.url!, "localhost")).toBe(url);
    expect(attachedConnection(plan, "redis://[::1]", "db")).toMatchObject({
      url: "redis://db",
      loopback: "[::1]",
    });
    expect(attachedConnection(plan, url).url).toBe(url);
    expect(attachedConnection(plan, "redis://localhost.example", "db")).toMatchObject({
      host: "localhost.example",
    });
  });

  it("fills in the engine's port", () => {
    expect(attachedConnection(plan, "postgresql://me@host/shop")).toMatchObject({ port: 5432, tls: false });
  });
});
