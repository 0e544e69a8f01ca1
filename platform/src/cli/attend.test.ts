import { expect, test } from "vitest";
import type { AppStatus, InstanceStatus } from "../wire/index.ts";
import { pastInstances } from "./attend.ts";
import { shop } from "./testing/scripted-control-plane.ts";

function instance(id: string, state: InstanceStatus["state"]): InstanceStatus {
  return { id, state, pid: 1, startedAt: "", restarts: 0, memoryBytes: 0, memoryLimitBytes: 0, logFile: "" };
}

test("takes for past what belongs to an earlier deployment and does not stay", () => {
  const base = shop("/shop");
  const instances = [instance("api-2-kept0", "healthy"), instance("api-2-drain", "draining")];
  const status: AppStatus = {
    ...base,
    deployment: {
      id: "d",
      number: 3,
      phase: "ACTIVE",
      cause: "",
      createdAt: "",
      updatedAt: "",
      failure: null,
    },
    components: base.components.map((component) => ({ ...component, instances })),
  };
  const isPast = pastInstances(status);
  const ids = ["api-1-older", "api-2-drain", "api-2-kept0", "api-3-fresh", "my-api-4-later", "migrate"];
  expect(ids.filter(isPast)).toEqual(["api-1-older", "api-2-drain"]);
});
