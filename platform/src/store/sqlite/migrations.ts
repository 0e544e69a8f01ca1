/** Applied in order, each in a transaction of its own; `user_version` counts them. Never edit one that was released. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE apps (
    name TEXT PRIMARY KEY, record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE deployments (
    id TEXT PRIMARY KEY, app TEXT NOT NULL, number INTEGER NOT NULL, phase TEXT NOT NULL, record TEXT NOT NULL,
    UNIQUE (app, number)
  ) STRICT;
  CREATE TABLE instances (
    id TEXT PRIMARY KEY, app TEXT NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX instances_of_app ON instances (app);
  CREATE TABLE job_runs (
    id TEXT PRIMARY KEY, app TEXT NOT NULL, started_at INTEGER NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX job_runs_of_app ON job_runs (app, started_at);
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, app TEXT NOT NULL, deployment TEXT, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_of_app ON events (app, seq);
  CREATE TABLE secrets (
    app TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL, ciphertext TEXT NOT NULL,
    PRIMARY KEY (app, name)
  ) STRICT;
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
];
