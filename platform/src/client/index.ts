export { connect } from "./client.ts";
export type { Client } from "./client.ts";
export { ClientError, isDisconnected } from "./client-error.ts";
export type { ExecSession } from "./exec.ts";
