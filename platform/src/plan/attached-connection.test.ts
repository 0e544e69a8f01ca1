import { describe, expect, it } from "vitest";
import { attachedConnection } from "./attached-connection.ts";

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

  it("fills in the engine's port", () => {
    expect(attachedConnection(plan, "postgresql://me@host/shop")).toMatchObject({ port: 5432, tls: false });
  });
});
