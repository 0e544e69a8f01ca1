import type { Rule } from "../rule.ts";

export const failedDeployJobWaits: Rule = {
  name: "failed-deploy-job-waits",
  severity: "notice",
  what: "The app has a FAILED_DEPLOY job",
  why: "Its step stays pending in a deployment that succeeds, so on App Platform doctl --wait and Terraform wait for it until they give up.",
  fix: "deploy without --wait, or expect it to end with a timeout",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {} }],
      jobs: [{ name: "tell", kind: "FAILED_DEPLOY", run_command: "node tell.js" }],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {} }],
      jobs: [{ name: "tell", kind: "POST_DEPLOY", run_command: "node tell.js" }],
    },
    files: {},
  },
  *check({ spec }) {
    for (const [index, { kind }] of (spec.jobs ?? []).entries()) {
      if (kind !== "FAILED_DEPLOY") continue;
      yield {
        field: `jobs[${index}].kind`,
        message: "App Platform counts this job as pending in every deployment that succeeds",
      };
    }
  },
};
