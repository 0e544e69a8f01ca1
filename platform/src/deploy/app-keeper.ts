import { messageOf } from "../base/errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { DeploymentRecord } from "../store/records.ts";
import type { DeployContext } from "./context.ts";
import { watchDatabases } from "./database-watch.ts";
import { deploy } from "./deploy.ts";
import { membersOf, newLiveApp, type LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";
import { openAppNetwork } from "./app-network.ts";
import { laneOf } from "./lane.ts";
import { samePlan, type AppKeeper, type House } from "./keeper.ts";
import { startSchedule, type Schedule } from "./schedule.ts";
import { takeDown } from "./take-down.ts";

export function appKeeper(house: House, name: string): AppKeeper {
  const live = newLiveApp(name);
  const attendance = attendanceOf(house.parts, live);
  const lane = laneOf({
    deploy: (deployment, signal) => runDeployment(house, keeper, deployment, signal),
    takeDown: (data) => takeDown(house, keeper, data),
  });
  const keeper: AppKeeper = {
    live,
    get running() {
      return lane.running();
    },
    get schedule() {
      return attendance.schedule();
    },
    start: lane.start,
    takeDown: lane.end,
    settled: lane.settled,
    isAsPlanned: (plan) => isAsPlanned(house.parts, live, plan),
    attend: attendance.begin,
    stopAttending: attendance.end,
    isIdle: () => lane.isFree() && live.release === null,
  };
  return keeper;
}

interface Attendance {
  schedule(): Schedule | null;
  begin(): void;
  end(): void;
}

function attendanceOf(parts: Parts, live: LiveApp): Attendance {
  let schedule: Schedule | null = null;
  const end = (): void => {
    schedule?.stop();
    schedule = null;
    live.background.abort();
  };
  const begin = (): void => {
    end();
    live.background = new AbortController();
    schedule = startSchedule(parts, live);
    watchDatabases(parts, live, live.background.signal);
  };
  return { schedule: () => schedule, begin, end };
}

async function runDeployment(
  house: House,
  keeper: AppKeeper,
  deployment: DeploymentRecord,
  signal: AbortSignal,
): Promise<void> {
  const { parts } = house;
  const { live } = keeper;
  if (!signal.aborted) markWanted(parts, live.name);
  const base = { previous: live.release, release: deployment, signal, app: live };
  const context: DeployContext = { ...house, ...base, started: [], replaced: [], stoppedFirst: [] };
  try {
    const failure = await deploy(context);
    if (failure === null) await afterSuccess(house, keeper, base.previous === null);
    // Nothing was live before: leave nothing behind of a first attempt either. Who cancelled it takes care of that.
    else if (!live.release && !signal.aborted) await takeDown(house, keeper, false);
  } catch (error) {
    parts.log.error("after a deployment", { app: live.name, error: messageOf(error) });
  }
}

// A take-down that was waited for has noted the contrary.
function markWanted({ store }: Parts, app: string): void {
  const record = store.app(app);
  if (record && record.wanted !== "up") store.saveApp({ ...record, wanted: "up" });
}

async function afterSuccess(house: House, keeper: AppKeeper, isFirst: boolean): Promise<void> {
  keeper.attend();
  if (isFirst) await introduce(house, keeper.live);
  await collect(house.parts, keeper.live);
}

/** Lets the instances of the other apps know the new one's names. */
async function introduce({ parts, apps }: House, live: LiveApp): Promise<void> {
  const others = apps().filter((app) => app !== live);
  for (const other of others) if (other.release) await openAppNetwork(parts, other, other.release.plan);
}

async function collect(parts: Parts, live: LiveApp): Promise<void> {
  parts.store.trimDeployments(live.name, parts.policy.keptDeployments);
  const inUse = Object.values(live.release?.artifacts ?? {}).map((artifact) => artifact.id);
  await parts.builder.collect(live.name, inUse, parts.policy.keptArtifacts).catch((error: unknown) => {
    parts.log.warn("old artifacts could not be collected", { app: live.name, error: String(error) });
  });
}

async function isAsPlanned(parts: Parts, live: LiveApp, plan: Plan): Promise<boolean> {
  if (!live.release || !samePlan(live.release.plan, plan)) return false;
  const isServing = plan.components.every(
    (component) => membersOf(live, component.name, "serving").length === component.instances,
  );
  if (!isServing) return false;
  const serving = live.members.filter(({ state }) => state === "serving");
  const states = await Promise.all(serving.map(({ record }) => parts.runtime.inspect(record.instance)));
  const databases = await parts.databases.list(live.name);
  const ours = plan.databases.filter((database) => database.attachedUrl === null);
  return (
    states.every(({ state }) => state === "running") &&
    ours.every(({ name }) => databases.some((one) => one.name === name && one.state === "running"))
  );
}
