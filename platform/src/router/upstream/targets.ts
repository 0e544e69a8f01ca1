import type { Backend, RouteTable, Target } from "../../base/route-table.ts";
import { Http1Pool } from "./http1-pool.ts";
import { Http2Session } from "./http2-session.ts";
import type { Upstream } from "./upstream.ts";

/** Requests, upgrades and forwarded connections under way to one target. */
export class InFlight {
  readonly id: string;
  count = 0;
  /** False once no table names the target any more. */
  isRouted = true;
  private readonly onFall: (flights: InFlight) => void;

  constructor(id: string, onFall: (flights: InFlight) => void) {
    this.id = id;
    this.onFall = onFall;
  }

  begin(): void {
    this.count++;
  }

  end(): void {
    this.count--;
    this.onFall(this);
  }
}

export interface LiveTarget {
  readonly target: Target;
  readonly flights: InFlight;
  readonly upstream: Upstream;
}

export interface LiveBackend {
  readonly id: string;
  readonly protocol: Backend["protocol"];
  readonly targets: readonly LiveTarget[];
  /** When it lost its last target, by the monotonic clock in ms; 0 if it never had one. */
  readonly emptySinceMs: number;
  /** Where the search for the least loaded target begins, so that equals take turns. */
  turn: number;
}

/** All targets of the table in force and those that still have requests under way. */
export class LiveTargets {
  private readonly flights = new Map<string, InFlight>();
  private readonly upstreams = new Map<string, Upstream>();
  private readonly drains = new Set<() => void>();
  private backends: ReadonlyMap<string, LiveBackend> = new Map();

  /** Makes the live backends of a table; targets keep their counts and connections. */
  apply(table: RouteTable): ReadonlyMap<string, LiveBackend> {
    const made = Object.values(table.backends).map((backend) => this.revive(backend));
    this.backends = new Map(made.map((backend) => [backend.id, backend]));
    this.dropUnnamed(table);
    return this.backends;
  }

  flightsOf(id: string): InFlight {
    const known = this.flights.get(id) ?? new InFlight(id, (fallen) => this.onFall(fallen));
    this.flights.set(id, known);
    return known;
  }

  inFlight(): Record<string, number> {
    return Object.fromEntries([...this.flights].map(([id, { count }]) => [id, count]));
  }

  /** Resolves when none of the targets has anything under way, or after `timeoutMs`. @returns what was left */
  drain(ids: readonly string[], timeoutMs: number): Promise<number> {
    const left = (): number => ids.reduce((sum, id) => sum + (this.flights.get(id)?.count ?? 0), 0);
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.drains.delete(check);
        resolve(left());
      };
      const check = (): void => {
        if (left() === 0) settle();
      };
      const timer = setTimeout(settle, timeoutMs);
      this.drains.add(check);
      check();
    });
  }

  private revive(backend: Backend): LiveBackend {
    const before = this.backends.get(backend.id);
    const hadTargets = before !== undefined && before.targets.length > 0;
    const targets = backend.targets.map((target) => ({
      target,
      flights: this.flightsOf(target.id),
      upstream: this.upstreamOf(target, backend.protocol),
    }));
    const emptySinceMs = hadTargets ? performance.now() : (before?.emptySinceMs ?? 0);
    return { id: backend.id, protocol: backend.protocol, targets, emptySinceMs, turn: 0 };
  }

  private upstreamOf(target: Target, protocol: Backend["protocol"]): Upstream {
    const key = upstreamKey(target, protocol);
    const known = this.upstreams.get(key) ?? openUpstream(target, protocol);
    this.upstreams.set(key, known);
    return known;
  }

  private dropUnnamed(table: RouteTable): void {
    const named = Object.values(table.backends).flatMap(({ targets, protocol }) =>
      targets.map((target) => ({ id: target.id, key: upstreamKey(target, protocol) })),
    );
    const forwarded = table.forwards.flatMap((forward) => forward.targets.map((target) => target.id));
    const ids = new Set([...named.map(({ id }) => id), ...forwarded]);
    const keys = new Set(named.map(({ key }) => key));
    for (const [id, known] of this.flights) {
      known.isRouted = ids.has(id);
      if (!known.isRouted && known.count === 0) this.flights.delete(id);
    }
    for (const [key, upstream] of this.upstreams) {
      if (keys.has(key)) continue;
      upstream.retire();
      this.upstreams.delete(key);
    }
  }

  private onFall(fallen: InFlight): void {
    if (fallen.count === 0 && !fallen.isRouted) this.flights.delete(fallen.id);
    for (const check of this.drains) check();
  }
}

/** Connections to one target of the given protocol. */
export function openUpstream(
  target: Pick<Target, "address" | "port">,
  protocol: Backend["protocol"],
): Upstream {
  return protocol === "http2"
    ? new Http2Session(target.address, target.port)
    : new Http1Pool(target.address, target.port);
}

/**
 * Takes the target with the fewest requests under way and counts the request, in one step, so that no table
 * can come between the two. @returns undefined if there is none that was not tried
 */
export function claim(backend: LiveBackend, tried: readonly LiveTarget[]): LiveTarget | undefined {
  const { targets } = backend;
  let best: LiveTarget | undefined;
  for (let i = 0; i < targets.length; i++) {
    const candidate = targets[(backend.turn + i) % targets.length];
    if (!candidate || tried.includes(candidate)) continue;
    if (!best || candidate.flights.count < best.flights.count) best = candidate;
  }
  if (targets.length > 1) backend.turn = (backend.turn + 1) % targets.length;
  best?.flights.begin();
  return best;
}

function upstreamKey(target: Target, protocol: Backend["protocol"]): string {
  return [target.id, protocol, target.address, target.port].join(" ");
}
