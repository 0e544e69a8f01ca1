import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Clock } from "../../base/clock.ts";
import type { Instance, InstanceExit, InstanceState } from "../../plan/instance.ts";
import type { StartRequest } from "../runtime.ts";
import type { FakeBehaviour } from "./behaviour.ts";
import { ADDRESS, fakeListeners, type FakeListeners } from "./fake-listeners.ts";

const KILLED: InstanceExit = { code: 137, outOfMemory: false };

/** One fake copy of a component: real sockets on the loopback, no process. */
export class FakeInstance {
  readonly request: StartRequest;
  readonly instance: Instance;
  /** Resolves when it has ended. */
  readonly ended: Promise<InstanceExit>;
  readonly listeners: FakeListeners;
  readonly #behaviour: FakeBehaviour;
  readonly #clock: Clock;
  readonly #resolve: (exit: InstanceExit) => void;
  #exit: InstanceExit | null = null;

  constructor(request: StartRequest, instance: Instance, parts: FakeParts) {
    const { promise, resolve } = Promise.withResolvers<InstanceExit>();
    this.request = request;
    this.instance = instance;
    this.listeners = parts.listeners;
    this.#behaviour = parts.behaviour;
    this.#clock = parts.clock;
    this.ended = promise;
    this.#resolve = resolve;
  }

  state(): InstanceState {
    return this.#exit ? { state: "exited", exit: this.#exit } : { state: "running" };
  }

  /** Does what the behaviour says, at once or later. */
  async live(): Promise<void> {
    const {
      listens = true,
      listensAfterMs,
      exitsWith,
      exitsAfterMs = 0,
      outOfMemory = false,
    } = this.#behaviour;
    const open = (): Promise<void> => this.listeners.open();
    if (listens && listensAfterMs === undefined) await open();
    else if (listens) this.#later(listensAfterMs ?? 0, open);
    if (exitsWith !== undefined) this.#later(exitsAfterMs, () => this.end({ code: exitsWith, outOfMemory }));
  }

  /** Closes its sockets and ends; the first end counts. */
  async end(exit: InstanceExit): Promise<InstanceExit> {
    if (this.#exit) return this.#exit;
    this.#exit = exit;
    await this.listeners.close();
    this.#resolve(exit);
    return exit;
  }

  async terminate(graceMs: number): Promise<InstanceExit> {
    const { ignoresTerm = false, exitsOnTermWith = 0 } = this.#behaviour;
    if (!ignoresTerm) return this.end({ code: exitsOnTermWith, outOfMemory: false });
    await Promise.race([this.#clock.sleep(graceMs), this.ended]);
    return this.end(KILLED);
  }

  #later(ms: number, act: () => Promise<unknown>): void {
    void this.#clock.sleep(ms).then(() => (this.#exit ? undefined : act()));
  }
}

interface FakeParts {
  readonly listeners: FakeListeners;
  readonly behaviour: FakeBehaviour;
  readonly clock: Clock;
}

export async function startFakeInstance(
  request: StartRequest,
  behaviour: FakeBehaviour,
  number: number,
  clock: Clock,
): Promise<FakeInstance> {
  const listeners = await fakeListeners(request.id, request.ports, behaviour);
  const { id, app, component, logFile } = request;
  const identity = { bootId: "fake", pid: number, startTicks: number };
  const where = { address: ADDRESS, ports: listeners.ports };
  const instance: Instance = { id, app, component, ...where, identity, logFile, startedAt: clock.now() };
  await mkdir(dirname(logFile), { recursive: true });
  await appendFile(logFile, behaviour.prints === undefined ? "" : `${behaviour.prints}\n`);
  const fake = new FakeInstance(request, instance, { listeners, behaviour, clock });
  await fake.live();
  return fake;
}
