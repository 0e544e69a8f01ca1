import type { IncomingMessage, ServerResponse } from "node:http";
import type { StartRequest } from "../runtime.ts";

/** What a fake instance does; everything left out is as a well-behaved service does it. */
export interface FakeBehaviour {
  /** `start` rejects with this message. */
  readonly failsToStart?: string;
  /** Milliseconds that `start` takes. Default 0. */
  readonly startsInMs?: number;
  /** Written to the log at the start, a newline is added. */
  readonly prints?: string;
  /** False: never listens. Default: listens if it has ports. */
  readonly listens?: boolean;
  /** Milliseconds until it listens. Default 0. */
  readonly listensAfterMs?: number;
  /** Ends by itself with this code. */
  readonly exitsWith?: number;
  /** Milliseconds until it ends by itself. Default 0. */
  readonly exitsAfterMs?: number;
  readonly outOfMemory?: boolean;
  /** True: only KILL ends it, so `stop` takes the whole grace. */
  readonly ignoresTerm?: boolean;
  /** Exit code after TERM. Default 0. */
  readonly exitsOnTermWith?: number;
  /** Answers a request; default 200 with the instance's id. */
  readonly answers?: (request: IncomingMessage, response: ServerResponse) => void;
}

export type Behave = (request: StartRequest) => FakeBehaviour;
