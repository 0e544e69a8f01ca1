import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { listensOnOtherPort } from "./listens-on-other-port.ts";

const run = "node server.js";

function messages(files: Record<string, string>, run_command: string | undefined = run): string[] {
  const service = { name: "web", ...(run_command === "" ? {} : { run_command }) };
  return messagesOf(listensOnOtherPort, { spec: { name: "app", services: [service] }, files });
}

it("finds a fixed port in JavaScript, Python and Go", () => {
  expect(messages({ "server.js": "app.listen(3000)" })).toHaveLength(1);
  expect(messages({ "app.py": 'app.run(host="0.0.0.0", port=5000)' }, "python app.py")).toHaveLength(1);
  expect(messages({ "go.mod": "", "main.go": 'http.ListenAndServe(":9000", nil)' }, "")).toHaveLength(1);
});

it.each([
  ["code that reads PORT", { "server.js": "app.listen(3000)", "config.js": "process.env.APP_PORT" }],
  ["code that listens twice", { "server.js": "app.listen(3000); admin.listen(4000)" }],
  ["a file that is not what is started", { "mock.js": "app.listen(3000)" }],
  ["a port for metrics", { "server.js": "metrics.listen(9090)" }],
  [
    "a library that reads variables",
    { "package.json": '{"dependencies":{"convict":"6"}}', "server.js": "app.listen(3000)" },
  ],
])("says nothing of %s", (_, files) => {
  expect(messages(files as Record<string, string>)).toEqual([]);
});

it("leaves a port to the command that names one, and Python's to its server", () => {
  expect(messages({ "server.js": "app.listen(3000)" }, "node server.js --port 8080")).toEqual([]);
  expect(messages({ "app.py": 'app.run(host="0.0.0.0", port=5000)' }, "gunicorn app:app")).toEqual([]);
});
