import { PlatformError } from "../base/errors.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * The components that a restart starts anew: those asked for, or all that run.
 * @throws PlatformError `NO_SUCH_COMPONENT`, `NOTHING_TO_RESTART`
 */
export function chooseRestarted(plan: Plan, asked: readonly string[]): readonly string[] {
  const running = plan.components.map(({ name }) => name);
  for (const name of asked) if (!running.includes(name)) throw notRunning(plan, name);
  if (running.length === 0) throw nothingRuns(plan);
  return asked.length === 0 ? running : asked;
}

function notRunning({ app, components, sites }: Plan, name: string): PlatformError {
  if (sites.some((site) => site.name === name))
    return new PlatformError("NOTHING_TO_RESTART", `${name} is a static site, nothing of it runs`, {
      fault: "usage",
      hint: "`ashore up --force-build` builds it again",
    });
  return new PlatformError("NO_SUCH_COMPONENT", `No component ${name} runs in ${app}`, {
    fault: "usage",
    hint: `It has ${[...components, ...sites].map((one) => one.name).join(", ")}`,
  });
}

function nothingRuns({ app, sites }: Plan): PlatformError {
  if (sites.length === 0)
    return new PlatformError("NOTHING_TO_RESTART", `Nothing of ${app} runs: it has jobs only`, {
      fault: "usage",
      hint: "`ashore run JOB` runs one",
    });
  const names = sites.map(({ name }) => name).join(", ");
  const message = `Nothing of ${app} runs: its components are static sites (${names})`;
  return new PlatformError("NOTHING_TO_RESTART", message, {
    fault: "usage",
    hint: "`ashore up --force-build` builds them again",
  });
}
