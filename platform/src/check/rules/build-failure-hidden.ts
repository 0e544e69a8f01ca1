import type { Rule } from "../rule.ts";
import { buildLines, placeOfLine } from "../command/build-lines.ts";

/** A step whose failure is then taken for success. Outcomes of other steps may be meant to count for nothing. */
const HIDDEN =
  /(?:^|[;&|(\n])[ \t]*(?<step>[^\s;&|()][^;&|()\n]*)(?:\|\|[ \t]*(?:true|:|exit[ \t]+0)(?=[ \t]*(?:$|[;&)\n]))|;[ \t]*(?:true|:|exit[ \t]+0)\s*$)/g;
const BUILDS =
  /\b(?:tsc|webpack|rollup|esbuild|parcel|turbo|tailwindcss|hugo|make|collectstatic|(?:vite|next|nuxt|ng|nest|astro|gatsby|react-scripts|vue-cli-service|go|cargo|mvn|gradle)(?: run)? (?:build|package|install)|(?:npm|pnpm|bun) (?:ci|i|install)|pip3? install|yarn install|(?:npm|yarn|pnpm|bun)(?: run)? [\w:-]*build[\w:-]*|prisma generate)(?![\w-])/;

export const buildFailureHidden: Rule = {
  name: "build-failure-hidden",
  severity: "warning",
  what: "A build step is made to succeed whatever happens in it",
  why: "A broken build is then deployed, and what runs is incomplete or of an earlier build.",
  fix: "let the step fail, and correct what fails in it",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", build_command: "npx tsc --skipLibCheck || true", health_check: {} }],
    },
    files: { "package.json": '{"scripts":{"start":"node ."}}', "package-lock.json": "" },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", build_command: "rm -r dist || true; npx tsc", health_check: {} }],
    },
    files: { "package.json": '{"scripts":{"start":"node ."}}', "package-lock.json": "" },
  },
  *check(app) {
    for (const built of buildLines(app)) {
      for (const line of built.lines) {
        const step = hiddenStep(line.line);
        if (step === undefined) continue;
        const at = placeOfLine(built, line);
        const message = `a failure of ${step} is hidden`;
        yield { field: `${built.entry.field}.build_command`, message, ...(at && { at }) };
      }
    }
  },
};

function hiddenStep(line: string): string | undefined {
  return [...line.matchAll(HIDDEN)]
    .map(({ groups }) => (groups?.["step"] ?? "").trim())
    .find((step) => BUILDS.test(step));
}
