import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { portInCommand } from "./port-in-command.ts";

const start = '{\n"scripts":{"start":"next start -p 3000"}}';

function messages(service: object, files: Record<string, string> = {}): string[] {
  return messagesOf(portInCommand, { spec: { name: "app", services: [{ name: "web", ...service }] }, files });
}

it("shows the line of package.json or of the Procfile that names the port", () => {
  const message = "it is started on port 3000, but http_port is 8080";
  expect(messages({}, { "package.json": start })).toEqual([`package.json:2 ${message}`]);
  expect(messages({}, { Procfile: "web: gunicorn -b :3000 app" })).toEqual([`Procfile:1 ${message}`]);
  expect(messages({ run_command: "gunicorn -b :3000 app" })).toEqual([message]);
});

it.each([
  ["a port that is open inside", { internal_ports: [3000], run_command: "gunicorn -b :3000 app" }],
  ["one of several addresses that is open", { run_command: "gunicorn -b :3000 -b :8080 app" }],
  ["a port that a variable names", { run_command: "PORT=3000 next start -p ${PORT:-3000}" }],
  ["programs that run at once", { run_command: "node api.js --port 3000 & caddy run" }],
  ["a port of something else", { run_command: "wait-for-it db --port 5432 && node server.js" }],
])("says nothing of %s", (_, service) => {
  expect(messages(service)).toEqual([]);
});
