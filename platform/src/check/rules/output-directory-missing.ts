import type { Rule } from "../rule.ts";
import { buildLines } from "../command/build-lines.ts";
import { outputOf } from "../node/site-output.ts";

/** What the platform looks for when the spec names no directory. */
const SCANNED = ["_static", "dist", "public", "build"];

/** The result is put somewhere else once it is built. */
const MOVES = /\b(?:mv|cp|rsync|ln|cpx|cpy|copyfiles|shx|ncp|copy|move|rename|touch)\b/;

export const outputDirectoryMissing: Rule = {
  name: "output-directory-missing",
  severity: "warning",
  what: "A static site's build puts its result where it is not looked for",
  why: "Without output_dir the first of _static, dist, public and build is published, whatever is in it.",
  fix: "set output_dir to the directory that the build writes",
  failing: {
    spec: { name: "app", static_sites: [{ name: "site" }] },
    files: {
      "package.json": '{"scripts":{"build":"next build"},"dependencies":{"next":"15"}}',
      "package-lock.json": "",
      "next.config.mjs": 'export default { output: "export" }\n',
    },
  },
  passing: {
    spec: { name: "app", static_sites: [{ name: "site", output_dir: "out" }] },
    files: {
      "package.json": '{"scripts":{"build":"next build"},"dependencies":{"next":"15"}}',
      "package-lock.json": "",
      "next.config.mjs": 'export default { output: "export" }\n',
    },
  },
  *check(app) {
    for (const { entry, sourced, lines } of buildLines(app)) {
      if (entry.kind !== "static_site" || sourced === null) continue;
      if (entry.component.output_dir !== undefined) continue;
      const written = lines.map(({ line }) => line).join("\n");
      if (MOVES.test(written)) continue;
      const output = outputOf(
        lines.flatMap(({ processes }) => processes),
        sourced.facts,
      );
      if (output === null || SCANNED.includes(output.directory)) continue;
      const field = `${entry.field}.output_dir`;
      yield output.needsServer
        ? {
            field,
            message: `${output.tool} makes a server in ${output.directory}, no site`,
            hint: output.needsServer,
          }
        : {
            field,
            message: `${output.tool} writes ${output.directory}, which is not looked for`,
            hint: `set output_dir: ${output.directory}`,
          };
    }
  },
};
