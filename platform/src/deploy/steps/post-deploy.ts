import { report } from "../context.ts";
import { failureOf } from "../failure.ts";
import type { Step } from "../step.ts";
import { runJobsOfKind } from "./pre-deploy.ts";

/** POST_DEPLOY jobs. The release is live by now and stays so when one fails; the failure is shown. */
export const postDeploy: Step = {
  name: "post-deploy",
  phase: null,
  run: async (context) => {
    try {
      await runJobsOfKind(context, "POST_DEPLOY", "post-deploy");
    } catch (error) {
      const failure = failureOf(error);
      const message = [`The release stays live, but: ${failure.message}`, ...failure.lastLines].join("\n");
      report(context, { step: "post-deploy", component: failure.component, status: "error", message });
    }
  },
};
