import type { Problem } from "../base/problem.ts";

/** `POST /ashore/v1/spec`: what a spec says that whoever brings it up has to know. */
export interface SpecRequest {
  /** Absolute path, as it is named in problems. */
  readonly specFile: string;
  readonly specText: string;
}

/** Of a spec whose text can be read; other texts are answered with ProblemsAnswer. */
export interface SpecAnswer {
  /** The app's name. */
  readonly app: string;
  /** Names of components and databases, as written. */
  readonly components: readonly string[];
  /** Names of the values that the spec leaves to its user. */
  readonly needed: readonly string[];
  /** What the spec alone shows, errors too. */
  readonly problems: readonly Problem[];
}

/** `POST /ashore/v1/up`: makes the app be what the directory says. Idempotent. */
export interface UpRequest {
  /** Absolute directory of the checkout. */
  readonly directory: string;
  /** Absolute path of the spec, as it is named in problems. */
  readonly specFile: string;
  readonly specText: string;
  /** Values for secrets and placeholders: --env-file over .do/ashore.env over the environment, names asked for only. */
  readonly values: Readonly<Record<string, string>>;
  /** From `.do/ashore.yaml`: database name → URL, with variables filled in. */
  readonly attach: Readonly<Record<string, string>>;
  /** TCP port of the router's public listener; null: the one the app had before, or 8080. */
  readonly port: number | null;
  /** Rebuild even if artifacts exist. */
  readonly forceBuild: boolean;
}

export interface UpAnswer {
  readonly app: string;
  readonly appId: string;
  /** Id of the deployment that was started or is under way for the same content; null: nothing to do. */
  readonly deploymentId: string | null;
  readonly changes: readonly ChangeItem[];
  /** Warnings and notices; errors come as ProblemsAnswer. */
  readonly problems: readonly Problem[];
}

/** One line of what an `up` does or would do. */
export interface ChangeItem {
  readonly kind: "build" | "component" | "site" | "job" | "database" | "routes";
  readonly name: string;
  readonly action: "create" | "change" | "keep" | "remove";
  /** One sentence. */
  readonly reason: string;
}

/** `POST /ashore/v1/plan` with an UpRequest: the same without doing anything. */
export interface PlanAnswer {
  /** The plan paper as it is; its shape is documented with plan/plan.ts. */
  readonly plan: unknown;
  readonly changes: readonly ChangeItem[];
  readonly problems: readonly Problem[];
}
