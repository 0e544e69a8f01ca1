import type {
  AppEvent,
  AppStatus,
  ControlStatus,
  DatabaseAccess,
  DownAnswer,
  DownRequest,
  ExecAnswer,
  JobRunEvent,
  LogLine,
  PlanAnswer,
  SessionBeat,
  ShutdownAnswer,
  SpecAnswer,
  SpecRequest,
  UpAnswer,
  UpRequest,
} from "../wire/index.ts";
import { openExec, type ExecSession } from "./exec.ts";
import { apiPath, request, requestStream } from "./http.ts";

/**
 * Every call of the control plane that the command line makes. Each rejects with ClientError, or with the signal's
 * reason when it aborts. Streams resolve once the server has answered and are then iterated.
 */
export interface Client {
  status(signal?: AbortSignal): Promise<ControlStatus>;
  shutdown(signal?: AbortSignal): Promise<ShutdownAnswer>;
  apps(signal?: AbortSignal): Promise<readonly AppStatus[]>;
  app(name: string, signal?: AbortSignal): Promise<AppStatus>;
  spec(body: SpecRequest, signal?: AbortSignal): Promise<SpecAnswer>;
  up(body: UpRequest, signal?: AbortSignal): Promise<UpAnswer>;
  plan(body: UpRequest, signal?: AbortSignal): Promise<PlanAnswer>;
  down(app: string, body: DownRequest, signal?: AbortSignal): Promise<DownAnswer>;
  /** `app` is its name, `id` its id: restart and exec are App Platform's own calls. Gives the deployment's id. */
  restart(id: string, components: readonly string[], signal?: AbortSignal): Promise<string>;
  databases(app: string, signal?: AbortSignal): Promise<readonly DatabaseAccess[]>;
  events(app: string, query: EventsQuery, signal?: AbortSignal): Promise<AsyncIterable<AppEvent>>;
  logs(app: string, query: LogsQuery, signal?: AbortSignal): Promise<AsyncIterable<LogLine>>;
  /** Holds the app up for as long as the stream is read or left open. */
  session(app: string, signal?: AbortSignal): Promise<AsyncIterable<SessionBeat>>;
  runJob(app: string, job: string, signal?: AbortSignal): Promise<AsyncIterable<JobRunEvent>>;
  exec(id: string, component: string, query: ExecQuery, signal?: AbortSignal): Promise<ExecSession>;
}

export interface EventsQuery {
  /** Sequence number after which events are wanted. */
  readonly after?: number;
  /** Id of the deployment; a followed stream ends with it. */
  readonly deployment?: string;
  readonly follow?: boolean;
}

export interface LogsQuery {
  readonly component?: string;
  readonly type?: "run" | "build" | "deploy";
  /** Lines per component; -1 is everything. */
  readonly tail?: number;
  readonly follow?: boolean;
}

export interface ExecQuery {
  readonly instance?: string;
  /** Words of the command; empty: a shell. */
  readonly command: readonly string[];
  readonly terminal: boolean;
}

const OURS = ["ashore", "v1"];

/** A client of the control plane behind a unix socket. Connects with each call, so it survives its restarts. */
export function connect(options: { readonly socketPath: string }): Client {
  const { socketPath } = options;
  return { ...controlCalls(socketPath), ...appCalls(socketPath), ...streamCalls(socketPath) };
}

function controlCalls(socketPath: string) {
  const get = getter(socketPath);
  const post = poster(socketPath);
  return {
    status: (signal?: AbortSignal) => get<ControlStatus>(apiPath([...OURS, "status"]), signal),
    shutdown: (signal?: AbortSignal) => post<ShutdownAnswer>(apiPath([...OURS, "shutdown"]), {}, signal),
    spec: (body: SpecRequest, signal?: AbortSignal) =>
      post<SpecAnswer>(apiPath([...OURS, "spec"]), body, signal),
    up: (body: UpRequest, signal?: AbortSignal) => post<UpAnswer>(apiPath([...OURS, "up"]), body, signal),
    plan: (body: UpRequest, signal?: AbortSignal) =>
      post<PlanAnswer>(apiPath([...OURS, "plan"]), body, signal),
  } satisfies Partial<Client>;
}

function appCalls(socketPath: string) {
  const get = getter(socketPath);
  const post = poster(socketPath);
  return {
    apps: async (signal) => {
      const { apps } = await get<{ apps: readonly AppStatus[] }>(apiPath([...OURS, "apps"]), signal);
      return apps;
    },
    app: async (name, signal) => {
      const { app } = await get<{ app: AppStatus }>(apiPath([...OURS, "apps", name]), signal);
      return app;
    },
    down: (app, body, signal) => post<DownAnswer>(apiPath([...OURS, "apps", app, "down"]), body, signal),
    restart: async (id, components, signal) => {
      const path = apiPath(["v2", "apps", id, "restart"]);
      const { deployment } = await post<{ deployment: { id: string } }>(path, { components }, signal);
      return deployment.id;
    },
    databases: async (app, signal) => {
      const path = apiPath([...OURS, "apps", app, "databases"]);
      const { databases } = await get<{ databases: readonly DatabaseAccess[] }>(path, signal);
      return databases;
    },
  } satisfies Partial<Client>;
}

function streamCalls(socketPath: string) {
  const stream = async <T>(method: "GET" | "POST", path: string, signal?: AbortSignal) =>
    (await requestStream(socketPath, { method, path, signal })) as AsyncIterable<T>;
  const ofApp = (app: string, ...rest: string[]): string[] => [...OURS, "apps", app, ...rest];
  return {
    events: (app, query, signal) =>
      stream<AppEvent>("GET", apiPath(ofApp(app, "events"), { ...query }), signal),
    logs: (app, query, signal) => stream<LogLine>("GET", apiPath(ofApp(app, "logs"), { ...query }), signal),
    session: (app, signal) => stream<SessionBeat>("GET", apiPath(ofApp(app, "session")), signal),
    runJob: (app, job, signal) =>
      stream<JobRunEvent>("POST", apiPath(ofApp(app, "jobs", job, "runs")), signal),
    exec: async (id, component, query, signal) => {
      const path = apiPath(["v2", "apps", id, "components", component, "exec"], {
        instance_name: query.instance,
        command: query.command,
        terminal: query.terminal,
      });
      const answer = await getter(socketPath)<ExecAnswer>(path, signal);
      return openExec(socketPath, answer.url, signal);
    },
  } satisfies Partial<Client>;
}

function getter(socketPath: string) {
  return async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    (await request(socketPath, { method: "GET", path, signal })) as T;
}

function poster(socketPath: string) {
  return async <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
    (await request(socketPath, { method: "POST", path, body, signal })) as T;
}
