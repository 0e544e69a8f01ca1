import { isDeepStrictEqual } from "node:util";
import { PlatformError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { RouterStatus, RouteTable } from "../base/route-table.ts";
import { TcpForwards } from "./forward/tcp-forwards.ts";
import { makeFront } from "./http/front.ts";
import { compileServing, type Serving } from "./http/serving.ts";
import { HttpListeners } from "./listeners.ts";
import { probe } from "./probe.ts";
import type { ProbeOutcome, ProbeRequest, Router } from "./router.ts";
import { staticFiles } from "./static/static-files.ts";
import { loadTable, saveTable, tableFile } from "./table-file.ts";
import { checkTable } from "./table-shape.ts";
import { LiveTargets } from "./upstream/targets.ts";

const NOTHING: Serving = { find: () => ({ kind: "unknown_host" }), hosts: [], backends: new Map() };

export interface LocalRouterOptions {
  /** The Ashore home; the table is kept at `router/table.json` in it. */
  readonly home: string;
  readonly log: Log;
}

/** The router itself, in this process. */
export class LocalRouter implements Router {
  private readonly file: string;
  private readonly log: Log;
  private readonly targets = new LiveTargets();
  private readonly forwards = new TcpForwards((id) => this.targets.flightsOf(id));
  private readonly listeners: HttpListeners;
  private table: RouteTable | undefined;
  private serving = NOTHING;
  private last: Promise<unknown> = Promise.resolve();

  constructor({ home, log }: LocalRouterOptions) {
    this.file = tableFile(home);
    this.log = log;
    this.listeners = new HttpListeners(
      makeFront({ serving: () => this.serving, staticFiles: staticFiles(log) }),
    );
  }

  apply(table: RouteTable): Promise<void> {
    // One at a time: two tables must not open and close listeners over each other.
    const mine = this.last.then(() => this.applyNow(checkTable(table)));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Answers from the table kept on disk, if there is a good one. */
  async restore(): Promise<void> {
    const loaded = await loadTable(this.file);
    if (loaded.kind === "broken") {
      const { keptAt, reason } = loaded;
      this.log.error("The route table on disk is broken; it was kept aside", { keptAt, reason });
    }
    if (loaded.kind !== "table") return;
    this.answerFrom(loaded.table);
    await this.listeners.openPatiently(loaded.table.listeners);
    await this.forwards.apply(loaded.table.forwards);
    for (const { listen, reason } of this.problems()) {
      this.log.warn("Cannot listen yet", { address: listen.address, port: listen.port, reason });
    }
    this.log.info("Restored the route table", { version: loaded.table.version });
  }

  current(): Promise<RouteTable | undefined> {
    return Promise.resolve(this.table);
  }

  status(): Promise<RouterStatus> {
    return Promise.resolve({
      pid: process.pid,
      version: this.table?.version ?? 0,
      listeners: this.listeners.bound(),
      problems: this.problems(),
      inFlight: this.targets.inFlight(),
    });
  }

  drain(targets: readonly string[], timeoutMs: number): Promise<number> {
    return this.targets.drain(targets, timeoutMs);
  }

  probe(request: ProbeRequest): Promise<ProbeOutcome> {
    return probe(request);
  }

  /** Takes no new connections and resolves when what is under way has ended, or `forceAfterMs` is over. */
  async close(forceAfterMs: number): Promise<void> {
    await this.last;
    await this.listeners.close(forceAfterMs);
    this.forwards.close();
    this.targets.apply({ version: 0, listeners: [], apps: [], backends: {}, forwards: [] });
  }

  private async applyNow(table: RouteTable): Promise<void> {
    if (this.table && isDeepStrictEqual(this.table, table)) return;
    refuseOlder(this.table, table);
    const prepared = await this.listeners.prepare(table.listeners);
    try {
      await saveTable(this.file, table);
    } catch (error) {
      await prepared.rollBack();
      throw error;
    }
    this.answerFrom(table);
    prepared.commit();
    await this.forwards.apply(table.forwards);
    this.log.info("Applied a route table", { version: table.version, apps: table.apps.length });
  }

  /** The swap: one synchronous step, between two requests. */
  private answerFrom(table: RouteTable): void {
    this.serving = compileServing(table, this.targets.apply(table), this.log);
    this.table = table;
  }

  private problems(): RouterStatus["problems"] {
    return [...this.listeners.problems(), ...this.forwards.problems()];
  }
}

function refuseOlder(table: RouteTable | undefined, next: RouteTable): void {
  if (!table || next.version > table.version) return;
  throw new PlatformError(
    "ROUTER_TABLE_OLDER",
    `The router already has version ${table.version} of the route table and refuses version ${next.version}`,
    { hint: "Number the next table from what the router says is current." },
  );
}
