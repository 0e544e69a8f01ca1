import { componentsOf } from "../../spec/index.ts";
import { dockerfileOf } from "../docker.ts";
import type { Rule } from "../rule.ts";

const example = (dockerfile_path: string): Rule["failing"] => ({
  spec: { name: "app", services: [{ name: "web", dockerfile_path, health_check: {} }] },
  files: { "docker/Dockerfile": "FROM node:22\n" },
});

export const dockerfileMissing: Rule = {
  name: "dockerfile-missing",
  severity: "warning",
  what: "The Dockerfile that a component names is not in its source",
  why: "The path counts from the top of the repository, whatever source_dir says; without the file the build fails.",
  fix: "write its path from the top of the repository, and commit it",
  failing: example("docker/Dockerfile.prod"),
  passing: example("docker/Dockerfile"),
  *check(app) {
    for (const entry of componentsOf(app.spec)) {
      const path = dockerfileOf(app, entry);
      const source = app.facts?.components[entry.component.name]?.source ?? "";
      const files = app.facts?.sources[source]?.files;
      if (path === undefined || !files || files.includes(path)) continue;
      yield { field: `${entry.field}.dockerfile_path`, message: `there is no file ${path}` };
    }
  },
};
