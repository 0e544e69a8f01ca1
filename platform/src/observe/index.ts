export { readLogs, type LogQuery, type LoggedLine } from "./logs.ts";
