import type { Rule } from "../rule.ts";

export const sourceReadInPart: Rule = {
  name: "source-read-in-part",
  severity: "notice",
  what: "The source has more files of code than are read",
  why: "So that the check stays quick, it reads 2,000 files at most, those nearest to the top first.",
  fix: "give components a source_dir of their own, or keep generated code out of git",
  failing: { spec: { name: "app", services: [{ name: "web", health_check: {} }] }, files: {}, unread: 7 },
  passing: { spec: { name: "app", services: [{ name: "web", health_check: {} }] }, files: {} },
  *check({ facts }) {
    for (const { code } of Object.values(facts?.sources ?? {})) {
      if (code.unread === 0) continue;
      yield { field: "", message: `${code.read} files of code were read, ${code.unread} were not` };
    }
  },
};
