import { systemClock, type Clock } from "../../base/clock.ts";
import { PlatformError } from "../../base/errors.ts";
import { startPiped, type Argv, type PipedChild } from "../../base/exec.ts";
import type { Instance, InstanceExit, InstanceState, Listening } from "../../plan/instance.ts";
import type { AppNetwork, NetworkRequest, Runtime, RuntimeDescription, StartRequest } from "../runtime.ts";
import type { Behave } from "./behaviour.ts";
import { startFakeInstance, type FakeInstance } from "./fake-instance.ts";
import { openFakeNetwork } from "./fake-network.ts";

const MEMORY_BYTES = 50_000_000;
const CRASH: InstanceExit = { code: 1, outOfMemory: false };
const UNKNOWN: InstanceExit = { code: null, outOfMemory: false };

/**
 * A runtime without processes that keeps the contract: instances live until they are stopped, really listen on
 * 127.0.0.1 and write their log. Use one object for several control planes in a row to try adoption.
 */
export class FakeRuntime implements Runtime {
  /** Every request `start` was given, in order, also those that failed. */
  readonly started: StartRequest[] = [];
  readonly #instances = new Map<string, FakeInstance>();
  readonly #networks = new Map<string, AppNetwork>();
  readonly #behave: Behave;
  readonly #clock: Clock;
  #starting = 0;

  constructor(behave: Behave = () => ({}), clock: Clock = systemClock) {
    this.#behave = behave;
    this.#clock = clock;
  }

  /** Number of starts under way. */
  starting(): number {
    return this.#starting;
  }

  /** Instances that run now, oldest first. */
  running(): readonly Instance[] {
    const fakes = [...this.#instances.values()];
    return fakes.filter((fake) => fake.state().state === "running").map((fake) => fake.instance);
  }

  /** Ends a running instance as a crash would. */
  async crash(id: string, exit: InstanceExit = CRASH): Promise<void> {
    await this.#instances.get(id)?.end(exit);
  }

  /** Names of apps whose network is open. */
  networks(): readonly string[] {
    return [...this.#networks.keys()];
  }

  describe(): Promise<RuntimeDescription> {
    return Promise.resolve({ runtime: "fake", network: "shared", isolation: [], notes: [] });
  }

  async openNetwork(request: NetworkRequest): Promise<AppNetwork> {
    const network = await openFakeNetwork(request, this.#networks.get(request.app));
    this.#networks.set(request.app, network);
    return network;
  }

  closeNetwork(app: string): Promise<void> {
    this.#networks.delete(app);
    return Promise.resolve();
  }

  async start(request: StartRequest): Promise<Instance> {
    this.started.push(request);
    const behaviour = this.#behave(request);
    if (behaviour.failsToStart !== undefined) {
      throw new PlatformError("INSTANCE_NOT_STARTED", behaviour.failsToStart);
    }
    this.#starting += 1;
    try {
      if (behaviour.startsInMs !== undefined) await this.#clock.sleep(behaviour.startsInMs);
      const fake = await startFakeInstance(request, behaviour, this.started.length, this.#clock);
      this.#instances.set(request.id, fake);
      return fake.instance;
    } finally {
      this.#starting -= 1;
    }
  }

  inspect({ id }: Instance): Promise<InstanceState> {
    return Promise.resolve(this.#instances.get(id)?.state() ?? { state: "exited", exit: UNKNOWN });
  }

  awaitExit({ id }: Instance, signal: AbortSignal): Promise<InstanceExit> {
    const { promise, resolve, reject } = Promise.withResolvers<InstanceExit>();
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    void (this.#instances.get(id)?.ended ?? Promise.resolve(UNKNOWN)).then(resolve);
    return promise.finally(() => signal.removeEventListener("abort", abort));
  }

  listening({ id }: Instance): Promise<readonly Listening[]> {
    return Promise.resolve(this.#instances.get(id)?.listeners.listening() ?? []);
  }

  locate(instance: Instance): Promise<Instance> {
    return Promise.resolve(instance);
  }

  async stop({ id }: Instance, graceMs: number): Promise<InstanceExit> {
    const exit = await this.#instances.get(id)?.terminate(graceMs);
    this.#instances.delete(id);
    return exit ?? UNKNOWN;
  }

  /** Really runs the command, on this machine, with the instance's variables. */
  async exec({ id }: Instance, command: readonly string[], _terminal: boolean): Promise<PipedChild> {
    const fake = this.#instances.get(id);
    if (fake?.state().state !== "running") {
      throw new PlatformError("INSTANCE_NOT_RUNNING", `${id} is not running`, { fault: "usage" });
    }
    const argv = [...command] as unknown as Argv;
    return startPiped(argv, { env: { PATH: "/usr/local/bin:/usr/bin:/bin", ...fake.request.env } });
  }

  memory({ id }: Instance): Promise<number> {
    return Promise.resolve(this.#instances.has(id) ? MEMORY_BYTES : 0);
  }

  async sweep(keep: readonly string[]): Promise<readonly string[]> {
    const doomed = [...this.#instances.values()].filter((fake) => !keep.includes(fake.instance.id));
    for (const { instance } of doomed) await this.stop(instance, 0);
    return doomed.map(({ instance }) => instance.id);
  }
}

/** A fake runtime whose instances do what `behave` says of each start; without it they are well-behaved. */
export function fakeRuntime(behave?: Behave, clock?: Clock): FakeRuntime {
  return new FakeRuntime(behave, clock);
}
