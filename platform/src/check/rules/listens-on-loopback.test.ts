import { describe, expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { listensOnLoopback } from "./listens-on-loopback.ts";

function messages(service: object, files: Record<string, string> = {}): string[] {
  return messagesOf(listensOnLoopback, {
    spec: { name: "app", services: [{ name: "web", ...service }] },
    files,
  });
}

describe("listens-on-loopback", () => {
  it.each([
    "uvicorn main:app",
    "hypercorn main:app",
    "daphne -p 8080 src.asgi:application",
    "flask --app web run",
    "python manage.py runserver",
    "python manage.py runserver 8080",
    "gunicorn --bind 127.0.0.1:8080 app:app",
    "next start -H localhost",
    "vite preview --port 8080",
    "waitress-serve --host=127.0.0.1 app:app",
  ])("finds that %s is not reached", (run_command) => {
    expect(messages({ run_command })).toHaveLength(1);
  });

  it.each([
    "uvicorn main:app --host 0.0.0.0",
    "uvicorn main:app --uds /tmp/a.sock",
    "uvicorn main:app $OPTIONS",
    "uvicorn main:app & caddy run",
    "UVICORN_HOST=0.0.0.0 uvicorn main:app",
    "hypercorn -c hypercorn.toml main:app",
    "python manage.py runserver 0.0.0.0:$PORT",
    "gunicorn app:app",
    "gunicorn -b 127.0.0.1:9000 -b 0.0.0.0:8080 app:app",
    "next start",
    "vite preview --host",
    "vite build",
  ])("leaves %s alone", (run_command) => {
    expect(messages({ run_command })).toEqual([]);
  });

  it("trusts variables and configuration files", () => {
    const envs = [{ key: "UVICORN_HOST", value: "0.0.0.0" }];
    expect(messages({ run_command: "uvicorn main:app", envs })).toEqual([]);
    expect(messages({ run_command: "flask run" }, { ".flaskenv": "" })).toEqual([]);
    expect(
      messages({ run_command: "vite preview" }, { "vite.config.ts": "preview: { host: true }" }),
    ).toEqual([]);
  });

  it("judges an image by what is written only", () => {
    expect(messages({ dockerfile_path: "Dockerfile", run_command: "uvicorn main:app" })).toEqual([]);
    expect(messages({ dockerfile_path: "Dockerfile", run_command: "uvicorn a:b --host ::1" })).toHaveLength(
      1,
    );
  });

  it("looks into the file that is started", () => {
    const files = {
      "src/main.ts": 'app.listen(port, "127.0.0.1")\n',
      "src/admin.ts": 'app.listen(9000, "::1")\n',
    };
    expect(messages({ run_command: "node dist/main.js" }, files)).toEqual([
      "src/main.ts:1 its code listens on 127.0.0.1",
    ]);
    expect(messages({ run_command: "node dist/admin.js" }, files)).toEqual([]);
    expect(messages({ run_command: "node dist/other.js" }, files)).toEqual([]);
  });
});
