import type { CorsPolicy, HostMatch, PathMatch } from "../base/route-table.ts";

/**
 * Everything resolved from a spec and the facts of its sources, before anything is done. Plain JSON: it is
 * printed by `ashore plan --json`, stored with each deployment, and compared with the next one.
 * Secret values appear only as the ciphertext they are stored as.
 */
export interface Plan {
  readonly app: string;
  /** For `${APP_ID}`. */
  readonly appId?: string;
  readonly publicAddress: PublicAddress;
  /** Host names the router answers for this app, the printed one first. */
  readonly hosts: readonly string[];
  /** One per distinct set of build inputs. */
  readonly builds: readonly BuildPlan[];
  readonly components: readonly ComponentPlan[];
  readonly sites: readonly SitePlan[];
  readonly jobs: readonly JobPlan[];
  readonly databases: readonly DatabasePlan[];
  readonly routes: readonly RoutePlan[];
}

/** Where the app is reached from the machine it runs on; `APP_URL` and friends come from here. */
export interface PublicAddress {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
}

/** One environment variable before its references are filled in. */
export interface EnvVar {
  readonly key: string;
  /** Text with `${…}` references, or the whole ciphertext `EV[1:…]` of a secret. */
  readonly template: string;
  readonly secret: boolean;
}

/** What one build does; two components with equal inputs share one build. */
export interface BuildPlan {
  /** Unique in the plan: the name of the first component that uses it. */
  readonly name: string;
  /** Every component, job and site that runs what it makes. */
  readonly components: readonly string[];
  readonly inputs: BuildInputs;
}

/** All that decides what a build makes; the artifact's id is a hash of this (and of decrypted build env). */
export interface BuildInputs {
  readonly source: BuildSource;
  /** Run in order, e.g. node before python; the last one decides the default process. */
  readonly packs: readonly Pack[];
  /** The spec's extra command; it runs after the packs' own build. */
  readonly buildCommand: string | null;
  /** Build-time variables in order, app level merged under component level, PORT not among them. */
  readonly env: readonly EnvVar[];
  /** What a static site publishes; null for anything that runs. */
  readonly output: SiteOutput | null;
  readonly memoryBytes: number;
  readonly timeoutMs: number;
}

export interface BuildSource {
  /** Id of the SourceFacts it is taken from. */
  readonly source: string;
  /** Component's directory relative to the source's root, "" for the root itself. */
  readonly directory: string;
  /** Hash of the files the build can see: those below `directory`, or all when it reaches outside. */
  readonly treeHash: string;
  /** True if `treeHash` covers the whole source, which the build then sees around its directory. Absent: false. */
  readonly reachesOutside?: boolean;
  readonly commit: string | null;
}

export type Pack =
  | {
      readonly kind: "node";
      readonly manager: "npm" | "yarn" | "pnpm";
      readonly managerVersion: string | null;
      /** `engines.node`, `.nvmrc` or `.node-version`; null: the default major. */
      readonly nodeRange: string | null;
      readonly lockfile: string | null;
      /** Name of the script run after the install (`heroku-postbuild` or `build`), if it exists. */
      readonly buildScript: string | null;
      readonly startScript: boolean;
      readonly prune: boolean;
    }
  | {
      readonly kind: "python";
      readonly manager: "pip" | "pipenv" | "poetry" | "uv";
      readonly requirements: string | null;
      /** From `runtime.txt` or `.python-version`, e.g. `3.10.4`; null: the default. */
      readonly version: string | null;
      /** manage.py relative to the component's directory when `collectstatic` is to run, else null. */
      readonly collectstatic: string | null;
    }
  | { readonly kind: "go"; readonly version: string | null; readonly packages: readonly string[] }
  /** Nothing to install: files as they are, processes from the Procfile or the spec. */
  | { readonly kind: "files" }
  /** A program of this machine in place of a well-known image. */
  | {
      readonly kind: "machine-program";
      readonly program: "redis" | "valkey";
      readonly version: string | null;
    };

export interface SiteOutput {
  /** `output_dir` relative to the component's directory; null: scan `_static`, `dist`, `public`, `build`, else the directory itself. */
  readonly directory: string | null;
}

/** Something that runs all the time: a service or a worker. */
export interface ComponentPlan {
  readonly kind: "service" | "worker";
  readonly name: string;
  /** Name of its BuildPlan. */
  readonly build: string;
  /** Run by `sh -c`; null: the artifact's process of `processType`. */
  readonly runCommand: string | null;
  readonly processType: "web" | "worker";
  readonly env: readonly EnvVar[];
  readonly instances: number;
  readonly size: Size;
  readonly ports: ComponentPorts;
  readonly protocol: "http1" | "http2";
  /** Null only for a component with no port to probe. */
  readonly readiness: CheckPlan | null;
  readonly liveness: CheckPlan | null;
  readonly drainMs: number;
  readonly graceMs: number;
  /** True if two instances may never run at once because they share a data directory. */
  readonly exclusive: boolean;
  /** Absolute path inside the instance that survives restarts and `down`; null: nothing does. */
  readonly dataPath: string | null;
}

export interface ComponentPorts {
  /** The public or first reachable port; null for workers and port-less services. */
  readonly http: number | null;
  /** `internal_ports`, without `http`. */
  readonly internal: readonly number[];
  /** PORT put into the environment, null when the user defines it or the component has none. */
  readonly inject: number | null;
}

export interface Size {
  readonly slug: string;
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** A health check with every default filled in; times in milliseconds. */
export interface CheckPlan {
  readonly kind: "tcp" | "http";
  readonly port: number;
  /** Only for http. */
  readonly path: string | null;
  readonly initialDelayMs: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

export interface SitePlan {
  readonly name: string;
  readonly build: string;
  readonly indexDocument: string;
  readonly errorDocument: string;
  readonly catchallDocument: string | null;
}

export interface JobPlan {
  readonly name: string;
  readonly build: string;
  readonly kind: "PRE_DEPLOY" | "POST_DEPLOY" | "FAILED_DEPLOY" | "SCHEDULED";
  readonly schedule: { readonly cron: string; readonly timeZone: string } | null;
  readonly timeoutMs: number;
  readonly graceMs: number;
  readonly runCommand: string | null;
  readonly env: readonly EnvVar[];
  readonly size: Size;
}

export type Engine = "PG" | "MYSQL" | "REDIS" | "VALKEY" | "MONGODB" | "KAFKA" | "OPENSEARCH";

export interface DatabasePlan {
  readonly name: string;
  readonly engine: Engine;
  /** Major version as the spec writes it, or the default of the engine. */
  readonly version: string;
  readonly database: string;
  readonly user: string;
  /** URL of `.do/ashore.yaml` (as ciphertext) when the database runs elsewhere; null: we run one. */
  readonly attachedUrl: string | null;
}

export interface RoutePlan {
  readonly host: HostMatch | null;
  readonly path: PathMatch;
  readonly target:
    | {
        readonly kind: "component";
        /** A service or a static site. */
        readonly name: string;
        readonly prefix: "trim" | "keep" | { readonly rewrite: string };
      }
    | {
        readonly kind: "redirect";
        readonly uri: string | null;
        readonly authority: string | null;
        readonly port: number | null;
        /** Null: the spec names none. */
        readonly scheme: "http" | "https" | null;
        readonly code: 300 | 301 | 302 | 303 | 304 | 307 | 308;
      };
  readonly cors: CorsPolicy | null;
}
