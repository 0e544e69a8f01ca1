import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { secretBox } from "../../base/secret-box.ts";
import { LocalRouter } from "../../router/local-router.ts";
import type { Router } from "../../router/router.ts";
import type { Behave } from "../../runtime/fake/behaviour.ts";
import { fakeRuntime, type FakeRuntime } from "../../runtime/fake/fake-runtime.ts";
import { sqliteStore } from "../../store/sqlite/sqlite-store.ts";
import type { Store } from "../../store/store.ts";
import { conductor, type Conductor } from "../conductor.ts";
import { eventHub } from "../event-hub.ts";
import { defaultPolicy, type Parts, type Policy } from "../parts.ts";
import { shelfBuilder, sleepyDatabases, type SleepyDatabases } from "./small-parts.ts";

export interface HarnessOptions {
  /** What instances do, by their start request. */
  readonly behave?: Behave;
  readonly policy?: Partial<Policy>;
}

/** A conductor with real small parts: store in memory, router on free ports, instances without processes. */
export interface Harness {
  readonly parts: Parts;
  readonly runtime: FakeRuntime;
  readonly router: LocalRouter;
  readonly databases: SleepyDatabases;
  readonly store: Store;
  /** The control plane of now. */
  conductor: Conductor;
  /** Another control plane over the same store, router and instances, as after a crash of the first. */
  next(change?: { readonly router?: Router }): Conductor;
  /** Texts of the app's events so far. */
  happenings(app: string): string[];
  end(): Promise<void>;
}

/** Quick enough to be waited for. */
const QUICK: Partial<Policy> = {
  settleMs: 20,
  firstRestartMs: 10,
  longestRestartMs: 200,
  databaseCheckMs: 20,
  downDrainMs: 50,
  downGraceMs: 200,
};

export async function harness({ behave, policy }: HarnessOptions = {}): Promise<Harness> {
  const home = await mkdtemp(join(tmpdir(), "ashore-deploy-"));
  const store = sqliteStore(":memory:");
  const runtime = fakeRuntime(behave);
  const router = new LocalRouter({ home, log: silentLog });
  const databases = sleepyDatabases();
  const parts: Parts = {
    ...{ runtime, router, databases, store, builder: shelfBuilder(home), clock: systemClock, log: silentLog },
    events: eventHub(store, systemClock),
    box: secretBox(Buffer.alloc(32, 7)),
    paths: {
      logFile: (app, component, id) => join(home, app, component, `${id}.log`),
      buildLog: (app, build) => join(home, app, build, "build.log"),
      dataDirectory: (app, component) => join(home, app, "data", component),
      appDirectory: (app) => join(home, app),
    },
    policy: { ...defaultPolicy, ...QUICK, ...policy },
  };
  let life = new AbortController();
  const self: Harness = {
    ...{ parts, runtime, router, databases, store, conductor: conductor(mortal(parts, life.signal)) },
    next: (change) => {
      life.abort();
      life = new AbortController();
      return (self.conductor = conductor(mortal({ ...parts, ...change }, life.signal)));
    },
    happenings: (app) => store.eventsAfter(app, 0, null).map(({ body }) => JSON.stringify(body)),
    end: async () => {
      for (const { name } of store.apps()) await self.conductor.down(name, { data: false });
      life.abort();
      await runtime.sweep([]);
      await router.close(0);
      store.close();
      await rm(home, { recursive: true });
    },
  };
  return self;
}

/** The same parts for a control plane that can be killed: from then on nothing it does has an effect or an end. */
function mortal(parts: Parts, death: AbortSignal): Parts {
  const { runtime, router, databases, builder, clock } = parts;
  const wrapped = Object.entries({ runtime, router, databases, builder, clock }).map(([name, part]) => [
    name,
    mortalPart(part, death),
  ]);
  return { ...parts, ...(Object.fromEntries(wrapped) as Pick<Parts, "runtime">) };
}

function mortalPart<Part extends object>(part: Part, death: AbortSignal): Part {
  return new Proxy(part, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      const never = new Promise<never>(() => undefined);
      return (...args: unknown[]): unknown => (death.aborted ? never : value.apply(target, args));
    },
  });
}
