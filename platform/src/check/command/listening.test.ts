import { expect, it } from "vitest";
import { listeningOf } from "./listening.ts";
import { processesIn } from "./processes.ts";

it.each([
  ["next start -p 3000", ["null:3000"]],
  ["next start -H localhost", ["localhost:null"]],
  ["PORT=3000 node server.js", ["null:3000"]],
  ["PORT=3000 next start -p $PORT", ["null:$PORT", "null:3000"]],
  ["gunicorn -b 0.0.0.0:8000 --bind=[::]:8001 app:app", ["0.0.0.0:8000", ":::8001"]],
  ["gunicorn -b :8000 app:app", ["null:8000"]],
  ["uvicorn main:app --host 0.0.0.0 --port 80", ["0.0.0.0:80"]],
  ["python manage.py runserver 0.0.0.0:8000", ["0.0.0.0:8000"]],
  ["python manage.py runserver 8000", ["null:8000"]],
  ["python -m http.server 8000", ["null:8000"]],
  ["serve -s build -l tcp://0.0.0.0:5000", ["0.0.0.0:5000"]],
  ["rails server -b 0.0.0.0 -p3000", ["0.0.0.0:3000"]],
  ["vite preview --host", [":null"]],
  ["psql -p 5432 --port 5432", []],
  ["redis-server --port 6379", []],
])("finds where %s listens", (line, expected) => {
  const [process] = processesIn(line);
  expect(listeningOf(process!).map(({ host, port }) => `${host}:${port}`)).toEqual(expected);
});
