import { manifestOf } from "../manifest.ts";
import { sourcedEntries, type Rule } from "../rule.ts";

const ONLY_BUILD =
  /^\s*(?:(?:npm (?:ci|i|install)|yarn(?: install)?|pnpm (?:i|install))(?: --?[\w=-]+)*\s*(?:&&|;)\s*)?(?:npm run build|yarn(?: run)? build|pnpm(?: run)? build)\s*$/;

export const builtTwice: Rule = {
  name: "built-twice",
  severity: "notice",
  what: "The build command runs the build script, which the build has run by itself",
  why: "Where package.json has a build script it runs after the install; the build command follows it and adds to it.",
  fix: "leave build_command out",
  failing: {
    spec: { name: "app", services: [{ name: "web", build_command: "npm run build", health_check: {} }] },
    files: {
      "package.json": '{"scripts":{"build":"node build.js","start":"node ."}}',
      "package-lock.json": "",
    },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: {
      "package.json": '{"scripts":{"build":"node build.js","start":"node ."}}',
      "package-lock.json": "",
    },
  },
  *check(app) {
    for (const { facts, component, field } of sourcedEntries(app)) {
      const scripts = manifestOf(facts)?.scripts ?? {};
      if (!("build" in scripts) || "heroku-postbuild" in scripts) continue;
      if (!ONLY_BUILD.test(component.build_command ?? "")) continue;
      yield {
        field: `${field}.build_command`,
        message: "the build runs the build script of package.json twice",
      };
    }
  },
};
