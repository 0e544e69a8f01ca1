CREATE TABLE notes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  text text NOT NULL CHECK (text <> ''),
  words integer,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX notes_uncounted ON notes (created_at) WHERE words IS NULL;
