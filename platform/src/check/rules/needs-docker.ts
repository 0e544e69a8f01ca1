import { componentsOf, imageProgram, type ComponentEntry } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";

export const needsDocker: Rule = {
  name: "needs-docker",
  severity: "error",
  what: "A component is built by a Dockerfile, or is an image other than redis or valkey",
  why: "This version has no Docker runtime.",
  fix: "Node, Python, Go and static files are built, and redis and valkey run, without Docker",
  failing: {
    spec: { name: "app", services: [{ name: "web", dockerfile_path: "Dockerfile" }] },
    files: { Dockerfile: "FROM node:22\n" },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "cache", image: { registry_type: "DOCKER_HUB", repository: "redis" } }],
    },
    files: {},
  },
  *check({ spec }) {
    for (const entry of componentsOf(spec)) {
      const found = dockerNeed(entry);
      if (found) {
        const message = `${found.what} needs the Docker runtime, which this version does not have`;
        yield { field: `${entry.field}.${found.field}`, message };
      }
    }
  },
};

function dockerNeed({ kind, component }: ComponentEntry): { field: string; what: string } | undefined {
  if (kind === "function") return undefined;
  if (kind !== "static_site" && component.image !== undefined) {
    if (imageProgram(component.image) !== null) return undefined;
    return { field: "image", what: "an image other than redis or valkey" };
  }
  return component.dockerfile_path === undefined
    ? undefined
    : { field: "dockerfile_path", what: "a Dockerfile" };
}
