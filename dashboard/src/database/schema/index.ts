export * from "./judging.ts";
export * from "./measuring.ts";
export * from "./people.ts";
export * from "./schedules.ts";
export * from "./sites.ts";
