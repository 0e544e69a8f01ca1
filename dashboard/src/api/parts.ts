import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { SecretBox } from "../access/secret-box.ts";
import type { Db } from "../database/database.ts";
import type { Role } from "../papers/states.ts";
import type { SampleQueue } from "../queue/queue.ts";
import type { ChangeFeed } from "./change-feed.ts";

/** What routes work with. */
export interface ApiParts {
  readonly db: Db;
  readonly queue: SampleQueue;
  /** null: no ENCRYPTION_KEY is set. */
  readonly secretBox: SecretBox | null;
  readonly changes: ChangeFeed;
  /** What people type to come here, without a slash at the end. */
  readonly publicUrl: string;
  readonly canSendMail: boolean;
}

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Who asks, once the guard has let them through. */
export interface Asker {
  readonly userId: string;
  readonly role: Role;
  readonly via: "session" | "token";
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The least role that may ask; `public` works before sign-in. The guard refuses to start without one. */
    role?: Role | "public";
  }
  interface FastifyRequest {
    /** null on public routes when nobody is signed in. */
    asker: Asker | null;
  }
}
