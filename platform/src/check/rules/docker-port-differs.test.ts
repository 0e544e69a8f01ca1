import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { dockerPortDiffers } from "./docker-port-differs.ts";

function messages(Dockerfile: string, service: object = {}): string[] {
  const services = [{ name: "web", dockerfile_path: "Dockerfile", ...service }];
  return messagesOf(dockerPortDiffers, { spec: { name: "app", services }, files: { Dockerfile } });
}

const fixed = "FROM python\nEXPOSE 5000\nCMD flask run --host 0.0.0.0 --port 5000\n";

it("finds a command that keeps to the exposed port", () => {
  expect(messages(fixed)).toEqual(["the Dockerfile serves port 5000, but http_port is 8080"]);
  expect(
    messages("FROM node\nEXPOSE 4000/tcp\nCMD \\\n  # why\n  serve -l tcp://0.0.0.0:4000\n"),
  ).toHaveLength(1);
});

it.each([
  ["a port that only EXPOSE names", "FROM node\nEXPOSE 3000\nCMD node server.js\n", {}],
  ["a Dockerfile that speaks of PORT", `${fixed}ENV PORT=8080\n`, {}],
  ["several ports", `${fixed}EXPOSE 8080\n`, {}],
  ["a port that is open inside", fixed, { internal_ports: [5000] }],
  ["a command of the spec", fixed, { run_command: "flask run" }],
])("says nothing of %s", (_, text, service) => {
  expect(messages(text, service)).toEqual([]);
});
