import { lockfilesOf } from "../lockfiles.ts";
import { sourcedEntries, type Rule } from "../rule.ts";

export const twoLockfiles: Rule = {
  name: "two-lockfiles",
  severity: "warning",
  what: "A directory has lock files of two package managers",
  why: "Only one of them is followed; the other one is likely out of date, or it is the one you meant.",
  fix: "remove the lock file that you do not use",
  failing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: { "package.json": '{"scripts":{"start":"node ."}}', "package-lock.json": "", "yarn.lock": "" },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: { "package.json": '{"scripts":{"start":"node ."}}', "yarn.lock": "" },
  },
  *check(app) {
    for (const { facts, field } of sourcedEntries(app)) {
      const found = lockfilesOf(facts);
      const [first] = found;
      const other = found.find(([, manager]) => manager !== first?.[1]);
      if (!first || !other || !("package.json" in facts.texts)) continue;
      yield { field: `${field}.source_dir`, message: `${first[0]} is followed, ${other[0]} is not read` };
    }
  },
};
