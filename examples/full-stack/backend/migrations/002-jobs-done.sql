CREATE TABLE jobs_done (
  id text PRIMARY KEY,
  kind text NOT NULL,
  done_at timestamptz NOT NULL DEFAULT now()
);
