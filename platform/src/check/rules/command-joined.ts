import { componentsOf } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";

const SHELL = /^\s*(?:exec\s+)?(?:\S*\/)?(?:env\s+)?(?:ba|da|a|z)?sh\s+-\w*c\b/;

export const commandJoined: Rule = {
  name: "command-joined",
  severity: "notice",
  what: "The run_command of an image or a Dockerfile is more than one command",
  why: "It takes the place of the image's entrypoint, and reports contradict each other on whether App Platform runs it in a shell there.",
  fix: "wrap it in sh -c '…', or put it into a script of the image",
  failing: {
    spec: {
      name: "app",
      workers: [
        {
          name: "cache",
          image: { repository: "redis" },
          run_command: "mkdir -p /data && redis-server --dir /data",
        },
      ],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      workers: [
        {
          name: "cache",
          image: { repository: "redis" },
          run_command: "sh -c 'mkdir -p /data && redis-server --dir /data'",
        },
      ],
    },
    files: {},
  },
  *check({ spec }) {
    for (const { kind, component, field } of componentsOf(spec)) {
      if (kind === "function" || kind === "static_site") continue;
      const isPacked = component.image === undefined && component.dockerfile_path === undefined;
      if (isPacked || !isJoined(component.run_command ?? "")) continue;
      yield { field: `${field}.run_command`, message: "more than one command, which needs a shell" };
      return;
    }
  },
};

function isJoined(command: string): boolean {
  if (SHELL.test(command)) return false;
  const bare = command.replace(/\\\r?\n/g, " ").replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, "");
  return /&&|\||;|\n/.test(bare.trim());
}
