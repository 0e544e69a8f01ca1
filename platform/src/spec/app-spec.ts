import type * as z from "zod";
import type { alert } from "./schema/alert.ts";
import type { app } from "./schema/app.ts";
import type { autoscaling, serviceTermination, termination } from "./schema/compute.ts";
import type { database } from "./schema/database.ts";
import type { domain } from "./schema/domain.ts";
import type { envVariable } from "./schema/env.ts";
import type { functionComponent } from "./schema/function.ts";
import type { healthCheck, livenessHealthCheck } from "./schema/health-check.ts";
import type { ingress, ingressMatch, ingressRedirect, ingressRule } from "./schema/ingress.ts";
import type { job } from "./schema/job.ts";
import type { logDestination } from "./schema/log-destination.ts";
import type { corsPolicy, route } from "./schema/routing.ts";
import type { service } from "./schema/service.ts";
import type { bitbucketSource, githubSource, gitlabSource, gitSource, imageSource } from "./schema/source.ts";
import type { staticSite } from "./schema/static-site.ts";
import type { worker } from "./schema/worker.ts";

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
type Paper<Schema extends z.ZodType> = DeepReadonly<z.infer<Schema>>;

/**
 * An app spec as the user wrote it, typed. Names are the spec's own. Empty text, 0 where 1 is the least, and null count
 * as left out, as they do for doctl; a required text that is missing is "" and has a problem.
 */
export type AppSpec = Paper<typeof app>;

export type Service = Paper<typeof service>;
export type StaticSite = Paper<typeof staticSite>;
export type Worker = Paper<typeof worker>;
export type Job = Paper<typeof job>;
export type FunctionComponent = Paper<typeof functionComponent>;
export type Database = Paper<typeof database>;

export type GitSource = Paper<typeof gitSource>;
export type GithubSource = Paper<typeof githubSource>;
export type GitlabSource = Paper<typeof gitlabSource>;
export type BitbucketSource = Paper<typeof bitbucketSource>;
export type ImageSource = Paper<typeof imageSource>;

export type EnvVariable = Paper<typeof envVariable>;
export type HealthCheck = Paper<typeof healthCheck>;
export type LivenessHealthCheck = Paper<typeof livenessHealthCheck>;
export type Autoscaling = Paper<typeof autoscaling>;
export type Termination = Paper<typeof termination>;
export type ServiceTermination = Paper<typeof serviceTermination>;
export type Route = Paper<typeof route>;
export type CorsSpec = Paper<typeof corsPolicy>;
export type Alert = Paper<typeof alert>;
export type LogDestination = Paper<typeof logDestination>;
export type Domain = Paper<typeof domain>;
export type Ingress = Paper<typeof ingress>;
export type IngressRule = Paper<typeof ingressRule>;
export type IngressMatch = Paper<typeof ingressMatch>;
export type IngressRedirect = Paper<typeof ingressRedirect>;
