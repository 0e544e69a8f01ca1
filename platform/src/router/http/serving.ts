import type { AppRoutes, CorsPolicy, RouteRule, RouteTable, RouteTarget } from "../../base/route-table.ts";
import type { Log } from "../../base/log.ts";
import { compileTable, type FindRule } from "../match.ts";
import type { LiveBackend } from "../upstream/targets.ts";
import { compileCors, type Cors } from "./cors.ts";

/** Names that only instances know. */
const INTERNAL = ".ashore.internal";

/** A rule as a request meets it. */
export interface LiveRule {
  readonly app: string;
  readonly target: RouteTarget;
  readonly cors: Cors | null;
}

/** Everything requests are answered from; replaced as a whole, in one assignment, by each table. */
export interface Serving {
  readonly find: FindRule<LiveRule>;
  /** Names that people reach apps by, the first one of each app in front. */
  readonly hosts: readonly string[];
  readonly backends: ReadonlyMap<string, LiveBackend>;
}

export function compileServing(
  table: RouteTable,
  backends: ReadonlyMap<string, LiveBackend>,
  log: Log,
): Serving {
  const prepare = (rule: RouteRule, app: AppRoutes): LiveRule => ({
    app: app.app,
    target: rule.target,
    cors: rule.cors && compileRuleCors(rule.cors, app.app, log),
  });
  return { find: compileTable(table, prepare), hosts: publicHosts(table), backends };
}

function publicHosts({ apps }: RouteTable): string[] {
  const hosts = apps.map((app) => app.hosts.filter((host) => !host.endsWith(INTERNAL)));
  return [...hosts.flatMap((names) => names.slice(0, 1)), ...hosts.flatMap((names) => names.slice(1))];
}

function compileRuleCors(policy: CorsPolicy, app: string, log: Log): Cors {
  return compileCors(policy, (regex) =>
    log.warn("A CORS origin pattern is not a valid RE2 expression and matches nothing", { app, regex }),
  );
}
