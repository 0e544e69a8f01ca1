export type * from "./app-spec.ts";
