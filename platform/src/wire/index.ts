export type * from "./apps.ts";
export type * from "./control.ts";
export type * from "./events.ts";
export type * from "./exec.ts";
export type * from "./logs.ts";
export type * from "./problems.ts";
export type * from "./session.ts";
export type * from "./up.ts";
