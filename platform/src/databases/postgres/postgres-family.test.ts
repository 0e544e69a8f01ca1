import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { exec, type Environment } from "../../base/exec.ts";
import { databasesConformance, eventually, openBench, type Bench } from "../databases.conformance.ts";
import { findProgram } from "../files.ts";
import { connectionUrl } from "../../plan/connection-url.ts";
import { newestInstalled, postgres, query } from "./postgres.conformance.ts";

const ANCHOR = { name: "anchor", user: "anchor", database: "anchor" };
const psql = await findProgram("psql", process.env as Environment);
const installed = await newestInstalled();

describe.skipIf(installed === undefined)("PostgreSQL of this machine (skipped without one)", () => {
  databasesConformance("as every family", postgres(installed ?? 0, "/nonexistent"));
});

describe.skipIf(installed === undefined)("a PostgreSQL cluster (skipped without one installed)", () => {
  const major = String(installed);
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench({ engine: "PG", version: major });
    await bench.databases.ensure(bench.request(ANCHOR));
  });
  // The cluster stays, as making one is what takes long; all but the anchor leaves it.
  afterEach(async () => {
    for (const { name } of await bench.databases.list("shop")) {
      if (name !== ANCHOR.name) await bench.databases.destroy("shop", name);
    }
  });
  afterAll(() => bench.remove());

  it("refuses a client without TLS in PostgreSQL's own words", async () => {
    const connection = await bench.databases.ensure(bench.request());
    await expect(query(connection, "select 1", { ssl: false })).rejects.toThrow(
      /no pg_hba.conf entry for host .* no encryption/,
    );
  });

  it("shows a certificate of our authority for the host, and for no other name", async () => {
    const connection = await bench.databases.ensure(bench.request({ listen: ["127.0.0.2"] }));
    const { caCertificate: ca } = connection;
    const dial = (servername: string): Promise<unknown> =>
      query(connection, "select 1", { ssl: { ca, servername } });
    await dial("db");
    await dial("localhost");
    await expect(dial("elsewhere")).rejects.toThrow(/altnames/i);
    await expect(query(connection, "select 1", { ssl: { servername: "db" } })).rejects.toThrow(/certificate/);
  });

  it("renews its certificate without a restart when it gets a further host", async () => {
    await bench.databases.ensure(bench.request());
    const before = await bench.identity(`postgres-${major}`);
    const connection = await bench.databases.ensure(bench.request({ host: "orders-db" }));
    const ssl = { ca: connection.caCertificate, servername: "orders-db" };
    await eventually(() =>
      query({ ...connection, host: "127.0.0.1" }, "select 1", { ssl }).then(
        () => true,
        () => false,
      ),
    );
    expect(await bench.identity(`postgres-${major}`)).toEqual(before);
  });

  it("gives each component a role that owns its database and enters no other", async () => {
    const one = await bench.databases.ensure(bench.request());
    const two = await bench.databases.ensure(
      bench.request({ name: "other", user: "other", database: "other data", password: "x" }),
    );
    expect(two.port).toBe(one.port);
    await query(two, "create table public.mine (id int); create extension citext");
    await query(one, "drop schema public cascade; create schema public");
    const denied = query({ ...one, database: "other data" }, "select 1");
    await expect(denied).rejects.toThrow(/permission denied for database/);
    await expect(query({ ...one, database: "postgres" }, "select 1")).rejects.toThrow(/permission denied/);
    await expect(query(one, "create database more")).rejects.toThrow(/permission denied/);
    const powers =
      "select rolsuper or rolcreaterole or rolreplication as any from pg_roles where rolname = user";
    expect(await query(one, powers)).toEqual([{ any: false }]);
  });

  it("keeps a component's tables when its user changes", async () => {
    const one = await bench.databases.ensure(bench.request());
    await query(one, "create table kept (id int); insert into kept values (7)");
    const changed = await bench.databases.ensure(bench.request({ user: "db-owner" }));
    expect(await query(changed, "update kept set id = 8 returning id")).toEqual([{ id: 8 }]);
  });

  it("keeps a shared server up until its last database is stopped, and drops only the one that goes", async () => {
    await bench.databases.stop("shop");
    const one = await bench.databases.ensure(bench.request());
    const other = { name: "other", user: "other", database: "other" };
    const two = await bench.databases.ensure(bench.request(other));
    await bench.databases.stop("shop", "db");
    expect(await query(two, "select 1 as one")).toEqual([{ one: 1 }]);
    expect((await bench.databases.list("shop")).map(({ name, state }) => [name, state])).toEqual([
      ["anchor", "stopped"],
      ["db", "stopped"],
      ["other", "running"],
    ]);
    await bench.databases.destroy("shop", "db");
    await expect(query(one, "select 1")).rejects.toThrow(/authentication failed|does not exist/);
    await bench.databases.stop("shop", "other");
    expect(await bench.running(`postgres-${major}`)).toBe(0);
  });

  it("gives a server of its own to a database whose user name is taken", async () => {
    const one = await bench.databases.ensure(bench.request({ user: "doadmin" }));
    const clash = bench.request({ name: "second", user: "doadmin", database: "second", password: "b" });
    const two = await bench.databases.ensure(clash);
    expect(two.port).not.toBe(one.port);
    await bench.databases.ensure(bench.request({ user: "doadmin" }));
    expect((await bench.databases.ensure(clash)).port).toBe(two.port);
    await Promise.all([query(one, "select 1"), query(two, "select 1")]);
  });

  it("starts after a reboot left a pid file that names somebody else's process", async () => {
    const connection = await bench.databases.ensure(bench.request());
    await query(connection, "create table kept (id int)");
    await bench.databases.stop("shop");
    const pidFile = join(bench.home, `apps/shop/databases/postgres-${major}/data/postmaster.pid`);
    await writeFile(pidFile, `${process.ppid}\n${pidFile}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`);
    const again = await bench.databases.ensure(bench.request());
    expect(await query(again, "select count(*)::int as rows from kept")).toEqual([{ rows: 0 }]);
  });

  it("sets up several databases asked for at once on one server", async () => {
    const names = ["one", "two", "three"];
    const connections = await Promise.all(
      names.map((name) => bench.databases.ensure(bench.request({ name, user: name, database: name }))),
    );
    expect(new Set(connections.map(({ port }) => port)).size).toBe(1);
    for (const connection of connections) await query(connection, "select 1");
  });

  it("leaves keys, passwords and data to its owner alone, and no password in its log", async () => {
    await bench.databases.ensure(bench.request({ password: "do-not-log-me" }));
    await bench.databases.ensure(bench.request({ password: "nor-log-me" }));
    const directory = join(bench.home, `apps/shop/databases/postgres-${major}`);
    for (const name of ["server-key.pem", "admin-password", "state.json", "postgres.log"]) {
      expect([name, (await stat(join(directory, name))).mode & 0o077]).toEqual([name, 0]);
    }
    expect((await stat(join(bench.home, "authority/key.pem"))).mode & 0o077).toBe(0);
    expect(await readFile(join(directory, "postgres.log"), "utf8")).not.toMatch(/log-me/);
  });

  it.skipIf(psql === undefined)("opens to psql by its URL (skipped without psql)", async () => {
    const connection = await bench.databases.ensure(bench.request());
    const url = connectionUrl({ ...connection, host: "127.0.0.1" });
    const outcome = await exec([psql ?? "false", url, "-Atc", "select current_user"]);
    expect(outcome).toMatchObject({ stdout: "db\n", stderr: "", code: 0 });
  });

  it("refuses names that belong to the cluster itself", async () => {
    for (const change of [{ user: "ashore_admin" }, { database: "template1" }]) {
      const attempt = bench.databases.ensure(bench.request(change));
      await expect(attempt).rejects.toMatchObject({ code: "DATABASE_NAME_RESERVED", fault: "usage" });
    }
  });
});
