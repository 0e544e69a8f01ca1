import type {
  AppRecord,
  DeploymentRecord,
  EventRecord,
  InstanceRecord,
  JobRunRecord,
  StoredEventBody,
} from "../records.ts";
import type { Store } from "../store.ts";
import { openDatabase, type Database } from "./database.ts";

const ENDED_PHASES = "('ACTIVE','SUPERSEDED','ERROR','CANCELED')";

/** The store in one SQLite file; `:memory:` for tests. */
export function sqliteStore(file: string): Store {
  const db = openDatabase(file);
  return {
    ...apps(db),
    ...deployments(db),
    ...instances(db),
    ...jobRuns(db),
    ...events(db),
    ...small(db),
    close: () => db.close(),
  };
}

type AppQueries = Pick<Store, "app" | "apps" | "saveApp" | "forgetApp">;

function apps(db: Database): AppQueries {
  return {
    app: (name) => parsed<AppRecord>(db.one("SELECT record FROM apps WHERE name = ?", name)),
    apps: () => db.all("SELECT record FROM apps ORDER BY name").map(record<AppRecord>),
    saveApp: (app) =>
      db.run("INSERT OR REPLACE INTO apps (name, record) VALUES (?, ?)", app.name, JSON.stringify(app)),
    forgetApp: (name) =>
      db.transaction(() => {
        for (const table of ["deployments", "instances", "job_runs", "events", "secrets"]) {
          db.run(`DELETE FROM ${table} WHERE app = ?`, name);
        }
        db.run("DELETE FROM apps WHERE name = ?", name);
      }),
  };
}

type DeploymentQueries = Pick<
  Store,
  | "deployment"
  | "deployments"
  | "saveDeployment"
  | "nextDeploymentNumber"
  | "trimDeployments"
  | "commitRelease"
>;

function deployments(db: Database): DeploymentQueries {
  return {
    deployment: (id) => parsed<DeploymentRecord>(db.one("SELECT record FROM deployments WHERE id = ?", id)),
    deployments: (app, limit) =>
      db
        .all("SELECT record FROM deployments WHERE app = ? ORDER BY number DESC LIMIT ?", app, limit)
        .map(record<DeploymentRecord>),
    saveDeployment: (deployment) => saveDeployment(db, deployment),
    nextDeploymentNumber: (app) => {
      const row = db.one("SELECT coalesce(max(number), 0) + 1 AS next FROM deployments WHERE app = ?", app);
      return Number(row?.["next"]);
    },
    trimDeployments: (app, keep) =>
      db.run(
        `DELETE FROM deployments WHERE app = ? AND phase IN ${ENDED_PHASES} AND phase <> 'ACTIVE' AND number <=
           (SELECT coalesce(max(number), 0) FROM deployments WHERE app = ?) - ?`,
        app,
        app,
        keep,
      ),
    commitRelease: (change) =>
      db.transaction(() => {
        saveDeployment(db, change.deployment);
        if (change.previous) saveDeployment(db, { ...change.previous, phase: "SUPERSEDED" });
        db.run(
          "UPDATE apps SET record = json_set(record, '$.liveDeployment', ?) WHERE name = ?",
          change.deployment.id,
          change.app,
        );
        for (const id of change.draining) {
          db.run("UPDATE instances SET record = json_set(record, '$.desired', 'draining') WHERE id = ?", id);
        }
      }),
  };
}

type InstanceQueries = Pick<Store, "instances" | "saveInstance" | "forgetInstance">;

function saveDeployment(db: Database, deployment: DeploymentRecord): void {
  db.run(
    "INSERT OR REPLACE INTO deployments (id, app, number, phase, record) VALUES (?, ?, ?, ?, ?)",
    deployment.id,
    deployment.app,
    deployment.number,
    deployment.phase,
    JSON.stringify(deployment),
  );
}

function instances(db: Database): InstanceQueries {
  return {
    instances: (app) =>
      db.all("SELECT record FROM instances WHERE app = ? ORDER BY id", app).map(record<InstanceRecord>),
    saveInstance: (entry) =>
      db.run(
        "INSERT OR REPLACE INTO instances (id, app, record) VALUES (?, ?, ?)",
        entry.instance.id,
        entry.instance.app,
        JSON.stringify(entry),
      ),
    forgetInstance: (id) => db.run("DELETE FROM instances WHERE id = ?", id),
  };
}

function jobRuns(db: Database): Pick<Store, "jobRuns" | "saveJobRun"> {
  return {
    jobRuns: (app, limit) =>
      db
        .all(
          "SELECT record FROM job_runs WHERE app = ? ORDER BY started_at DESC, id DESC LIMIT ?",
          app,
          limit,
        )
        .map(record<JobRunRecord>),
    saveJobRun: (run) =>
      db.run(
        "INSERT OR REPLACE INTO job_runs (id, app, started_at, record) VALUES (?, ?, ?, ?)",
        run.id,
        run.app,
        run.startedAt,
        JSON.stringify(run),
      ),
  };
}

function events(db: Database): Pick<Store, "appendEvent" | "eventsAfter"> {
  return {
    appendEvent: (event) => {
      const row = db.one(
        "INSERT INTO events (at, app, deployment, body) VALUES (?, ?, ?, ?) RETURNING seq",
        event.at,
        event.app,
        event.deploymentId,
        JSON.stringify(event.body),
      );
      return { ...event, seq: Number(row?.["seq"]) };
    },
    eventsAfter: (app, seq, deploymentId) =>
      db
        .all(
          `SELECT seq, at, deployment, body FROM events
           WHERE app = ? AND seq > ? AND (? IS NULL OR deployment = ?) ORDER BY seq`,
          app,
          seq,
          deploymentId,
          deploymentId,
        )
        .map((row) => eventOf(app, row)),
  };
}

type SmallQueries = Pick<Store, "secret" | "saveSecret" | "setting" | "saveSetting">;

function small(db: Database): SmallQueries {
  return {
    secret: (app, name) => {
      const row = db.one("SELECT fingerprint, ciphertext FROM secrets WHERE app = ? AND name = ?", app, name);
      return row && { fingerprint: String(row["fingerprint"]), ciphertext: String(row["ciphertext"]) };
    },
    saveSecret: (app, name, secret) =>
      db.run(
        "INSERT OR REPLACE INTO secrets (app, name, fingerprint, ciphertext) VALUES (?, ?, ?, ?)",
        app,
        name,
        secret.fingerprint,
        secret.ciphertext,
      ),
    setting: (key) => {
      const row = db.one("SELECT value FROM settings WHERE key = ?", key);
      return row && String(row["value"]);
    },
    saveSetting: (key, value) =>
      db.run("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", key, value),
  };
}

function eventOf(app: string, row: Record<string, unknown>): EventRecord {
  return {
    seq: Number(row["seq"]),
    at: Number(row["at"]),
    app,
    deploymentId: row["deployment"] as string | null,
    body: JSON.parse(String(row["body"])) as StoredEventBody,
  };
}

function record<T>(row: Record<string, unknown>): T {
  return JSON.parse(String(row["record"])) as T;
}

function parsed<T>(row: Record<string, unknown> | undefined): T | undefined {
  return row && record<T>(row);
}
