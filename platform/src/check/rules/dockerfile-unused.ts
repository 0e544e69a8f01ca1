import { componentsOf } from "../../spec/index.ts";
import { dockerfileOf } from "../docker.ts";
import { sourcedEntries, type CheckedApp, type Rule } from "../rule.ts";

export const dockerfileUnused: Rule = {
  name: "dockerfile-unused",
  severity: "notice",
  what: "A component's directory has a Dockerfile that is not used",
  why: "Without dockerfile_path the files of the directory decide how it is built, and the Dockerfile does not count.",
  fix: "set dockerfile_path if the Dockerfile is meant",
  failing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: {
      "package.json": '{"scripts":{"start":"node ."}}',
      "package-lock.json": "",
      Dockerfile: "FROM node:22\n",
    },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: { "package.json": '{"scripts":{"start":"node ."}}', "package-lock.json": "" },
  },
  *check(app) {
    const seen = new Set(usedDockerfiles(app));
    for (const { facts, field } of sourcedEntries(app)) {
      const place = `${facts.source} ${facts.directory === "" ? "" : `${facts.directory}/`}Dockerfile`;
      if (!("Dockerfile" in facts.texts) || seen.has(place)) continue;
      seen.add(place);
      yield {
        field: `${field}.dockerfile_path`,
        message: "its directory has a Dockerfile, which nothing uses",
      };
    }
  },
};

/** Another component of the same source may be what the Dockerfile is for. */
function usedDockerfiles(app: CheckedApp): string[] {
  return componentsOf(app.spec).flatMap((entry) => {
    const path = dockerfileOf(app, entry);
    return path === undefined ? [] : `${app.facts?.components[entry.component.name]?.source} ${path}`;
  });
}
