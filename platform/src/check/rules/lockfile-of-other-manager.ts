import { lockfilesOf } from "../lockfiles.ts";
import { manifestOf } from "../manifest.ts";
import { sourcedEntries, type Rule } from "../rule.ts";

export const lockfileOfOtherManager: Rule = {
  name: "lockfile-of-other-manager",
  severity: "warning",
  what: "The lock file is not of the manager that package.json names",
  why: "The lock file decides which manager installs, so other versions may be installed than on your machine.",
  fix: "commit the lock file of that manager and remove the other one",
  failing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: {
      "package.json": '{"packageManager":"pnpm@9.1.0","scripts":{"start":"node ."}}',
      "package-lock.json": "",
    },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: {
      "package.json": '{"packageManager":"pnpm@9.1.0","scripts":{"start":"node ."}}',
      "pnpm-lock.yaml": "",
    },
  },
  *check(app) {
    for (const { facts, field } of sourcedEntries(app)) {
      const named = manifestOf(facts)?.packageManager ?? null;
      const [lock] = lockfilesOf(facts);
      if (named === null || !lock || lock[1] === named) continue;
      yield {
        field: `${field}.source_dir`,
        message: `package.json names ${named}, but ${lock[0]} makes ${lock[1]} install`,
      };
    }
  },
};
