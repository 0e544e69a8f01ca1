import { expect, test } from "vitest";
import type { SitePlan } from "../plan/plan.ts";
import { chooseRestarted } from "./choose-restarted.ts";
import { appPlan, jobPlan } from "./testing/plans.ts";

const documents = { indexDocument: "index.html", errorDocument: "404.html", catchallDocument: null };
const site = (name: string): SitePlan => ({ name, build: "app", ...documents });

test("takes the components asked for, or all that run", () => {
  const plan = appPlan("shop", 8080, { sites: [site("docs")] });
  expect(chooseRestarted(plan, [])).toEqual(["web"]);
  expect(chooseRestarted(plan, ["web"])).toEqual(["web"]);
});

test("says of an app of static sites that nothing of it runs, and what builds them again", () => {
  const plan = appPlan("shop", 8080, { components: [], sites: [site("web"), site("docs")] });
  expect(() => chooseRestarted(plan, [])).toThrow(
    expect.objectContaining({
      code: "NOTHING_TO_RESTART",
      fault: "usage",
      message: "Nothing of shop runs: its components are static sites (web, docs)",
      hint: "`ashore up --force-build` builds them again",
    }),
  );
});

test("says of a static site, of what is unknown and of an app of jobs why there is nothing to restart", () => {
  const plan = appPlan("shop", 8080, { sites: [site("docs")] });
  expect(() => chooseRestarted(plan, ["web", "docs"])).toThrow("docs is a static site, nothing of it runs");
  expect(() => chooseRestarted(plan, ["nobody"])).toThrow(
    expect.objectContaining({ code: "NO_SUCH_COMPONENT", hint: "It has web, docs" }),
  );
  const jobs = [jobPlan("migrate", "PRE_DEPLOY")];
  expect(() => chooseRestarted(appPlan("shop", 8080, { components: [], jobs }), [])).toThrow(
    "it has jobs only",
  );
});
