import { describe, expect, it } from "vitest";
import type { Mention } from "../facts.ts";
import { findMentions } from "./find-mentions.ts";

/** Each mention as `line:column kind name=value`. */
function said(file: string, text: string): string[] {
  return findMentions(file, text).map(shown);
}

function shown({ kind, name, value, line, column }: Mention): string {
  return `${line}:${column} ${kind} ${name}${value === null ? "" : `=${value}`}`;
}

describe("findMentions", () => {
  it("gives each mention its file", () => {
    expect(findMentions("api/a.ts", 'import "x";')).toEqual([
      { kind: "import", name: "x", value: null, file: "api/a.ts", line: 1, column: 9 },
    ]);
  });

  it("says nothing of other files", () => {
    expect(said("a.txt", "process.env.A")).toEqual([]);
  });

  it("reads a server in TypeScript", () => {
    const text = `import express, { type Request } from "express";
import type { Pool as PoolType } from "pg-types";
import { migrate } from "drizzle-orm/node-postgres/migrator";
const { Pool } = require('pg');
// const old = process.env.OLD_NAME;
const port = Number(process.env.PORT) || 3000;
const url = process.env["DATABASE_URL"] ?? "postgres://localhost/app";
const { REDIS_HOST, REDIS_PORT: redisPort = "6379", ...rest } = process.env;
process.env.TZ = "UTC";
const pool = new Pool({ ssl: { rejectUnauthorized: false }, max: 20 });
const app = express();
app.get("/health", (req, res) => res.send(\`up since \${process.env.STARTED || clock()}\`));
app.listen(port, "127.0.0.1");
`;
    expect(said("src/server.ts", text)).toEqual([
      "1:40 import express",
      "3:26 import drizzle-orm=node-postgres/migrator",
      "4:27 require pg",
      "6:33 env PORT",
      "7:26 env DATABASE_URL=postgres://localhost/app",
      "8:9 env REDIS_HOST",
      "8:21 env REDIS_PORT=6379",
      "10:61 pool max=20",
      "12:10 route /health",
      "12:67 env STARTED=",
      "13:12 listen =127.0.0.1",
    ]);
  });

  it("knows other forms of JavaScript", () => {
    const text = `import { execSync } from "node:child_process";
const aws = await import("@aws-sdk/client-s3");
const upload = multer({ limits, dest: "uploads/" });
const names = Buffer.from("names"), rows = supabase.from('rows');
const users = pgTable("users", { id: serial("id") });
const db = knex({ client: "pg", pool: { min: 0, max: 7 } });
api.get("/asked", { params });
api.get("/answered", async (c) => c.text("x"));
server.listen(8080);
fastify.listen(parseInt(process.env.PORT!, 10), "0.0.0.0");
`;
    expect(said("a.js", text)).toEqual([
      "1:27 import node:child_process",
      "2:27 import @aws-sdk/client-s3",
      "3:33 setting dest=uploads/",
      "5:24 model users",
      "6:49 pool max=7",
      "8:10 route /answered",
      "9:15 listen 8080",
      "10:16 listen =0.0.0.0",
      "10:37 env PORT",
    ]);
  });

  it("reads the script of a Vue component", () => {
    const text = `<template><p>Don't</p></template>
<script setup>
import { ref } from 'vue'
</script>
`;
    expect(said("App.vue", text)).toEqual(["3:22 import vue"]);
  });

  it("reads Django's settings", () => {
    const text = `"""
Settings. DEBUG = True would be wrong.
from here import nothing
"""
import os, dj_database_url
from pathlib import Path
from .base import *

DEBUG = os.getenv("DEBUG", "False") == "True"  # off
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ.get("HOSTS", ",".join(str(host) for host in HOSTS)).split(",")
os.environ["TZ"] = "UTC"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    # "storages",
    'shop',
]
if DEBUG:
    STATIC_ROOT = None
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DB_NAME") or "app.db",
    }
}


class Limits:
    MOST = 3
`;
    expect(said("shop/settings.py", text)).toEqual([
      "5:8 import os",
      "5:12 import dj_database_url",
      "6:6 import pathlib=Path",
      '9:1 setting DEBUG=os.getenv("DEBUG", "False") == "True"',
      "9:20 env DEBUG=False",
      '10:1 setting SECRET_KEY=os.environ["SECRET_KEY"]',
      "10:26 env SECRET_KEY",
      '11:1 setting ALLOWED_HOSTS=os.environ.get("HOSTS", ",".join(str(host) for host in HOSTS)).split(",")',
      "11:33 env HOSTS=",
      "13:1 setting INSTALLED_APPS=[",
      "14:6 setting INSTALLED_APPS=django.contrib.staticfiles",
      "16:6 setting INSTALLED_APPS=shop",
      "19:5 setting STATIC_ROOT=None",
      "20:1 setting DATABASES={",
      "22:10 setting ENGINE=django.db.backends.sqlite3",
      "23:33 env DB_NAME=app.db",
    ]);
  });

  it("knows the fallbacks of Python's settings libraries", () => {
    const text = `import environ
env = environ.Env(DEBUG=(bool, False), HOSTS=(list, []))
DEBUG = env("DEBUG")
HOSTS = env.list("HOSTS")
KEY = env("KEY")
RATE = config("RATE", cast=int)
SIZE = config("SIZE", cast=int, default=10)
NAME = config(
    "NAME",
    "shop",
)
`;
    const variables = said("shop/settings.py", text).filter((line) => line.includes(" env "));
    expect(variables).toEqual([
      "3:14 env DEBUG=False",
      "4:19 env HOSTS=",
      "5:12 env KEY",
      "6:16 env RATE",
      "7:16 env SIZE=10",
      "9:6 env NAME=shop",
    ]);
  });

  it("reads a Python server and Django's models", () => {
    const text = `from django.db import models
from django.views.static import (
    serve,
)
import uvicorn


class Base(models.Model):
    made = models.DateTimeField()

    class Meta:
        abstract = True


class Order(models.Model):
    total = models.IntegerField()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
engine = create_engine(url, pool_size=20)


@app.get("/health")
def health(request):
    return request.environ.get("REMOTE_ADDR")


uvicorn.run("main:app", host="127.0.0.1", port=8000)
app.run(host="0.0.0.0", port=int(os.environ["PORT"]))
`;
    expect(said("main.py", text)).toEqual([
      "1:6 import django=db models",
      "2:6 import django=views.static serve",
      "5:8 import uvicorn",
      "15:7 model Order",
      "19:24 env DJANGO_SETTINGS_MODULE=shop.settings",
      "20:29 pool pool_size=20",
      "23:11 route /health",
      "28:48 listen 8000=127.0.0.1",
      "29:30 listen =0.0.0.0",
      "29:46 env PORT",
    ]);
  });

  it("reads Go", () => {
    const text = `package main

func main() {
	url := os.Getenv("DATABASE_URL") // os.Getenv("OLD")
	db.SetMaxOpenConns(10)
	http.ListenAndServe(":8080", nil)
	listener, err := net.Listen("tcp", "localhost:9000")
	engine.Run("127.0.0.1:3000")
}
`;
    expect(said("main.go", text)).toEqual([
      "4:20 env DATABASE_URL",
      "5:5 pool SetMaxOpenConns=10",
      "6:24 listen 8080",
      "7:48 listen 9000=localhost",
      "8:24 listen 3000=127.0.0.1",
    ]);
  });

  it("reads Ruby", () => {
    const text = `# ENV["OLD"]
host = ENV["HOST"]
port = ENV.fetch("PORT", 3000)
rate = ENV.fetch('RATE') { 5 }
name = ENV["NAME"] || "shop"
`;
    expect(said("config/app.rb", text)).toEqual([
      "2:13 env HOST",
      "3:19 env PORT=3000",
      "4:19 env RATE=5",
      "5:13 env NAME=shop",
    ]);
  });

  it("reads PHP", () => {
    const text = `<?php
return ['key' => env('APP_KEY'), 'debug' => env('APP_DEBUG', false), 'host' => getenv("HOST") ?: 'localhost'];
`;
    expect(said("config/app.php", text)).toEqual([
      "2:23 env APP_KEY",
      "2:50 env APP_DEBUG=",
      "2:88 env HOST=localhost",
    ]);
  });

  it("reads a Prisma schema", () => {
    const text = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model User {
  id   Int  @id
  data Json @default("{}") // @@map("no")

  @@map("app-users")
}

model Old {
  @@ignore
}

model Post {
  id Int @id
}
`;
    expect(said("prisma/schema.prisma", text)).toEqual([
      "2:3 setting provider=postgresql",
      "3:19 env DATABASE_URL",
      "6:7 model app-users=User",
      "17:7 model Post=Post",
    ]);
  });

  it("reads migrations in SQL", () => {
    const text = `-- CREATE TABLE old (id int);
CREATE TABLE "User" ("id" SERIAL);
create table if not exists public."app-orders" (id int);
CREATE TABLE \`items\` (id int);
ALTER TABLE "new_User" RENAME TO "Person";
alter table if exists only shop.a rename to b;
ALTER TABLE a RENAME COLUMN b TO c;
ALTER INDEX a RENAME TO d;
`;
    expect(said("prisma/migrations/1/migration.sql", text)).toEqual([
      "2:15 table User",
      "3:36 table app-orders",
      "4:15 table items",
      "5:35 table Person",
      "6:45 table b",
    ]);
  });

  it("counts columns with the line ends of Windows", () => {
    expect(said("a.py", 'A = 1\r\nB = os.environ["C"]\r\n\r\nDEBUG = True\r\n')).toEqual([
      "2:17 env C",
      "4:1 setting DEBUG=True",
    ]);
  });
});
