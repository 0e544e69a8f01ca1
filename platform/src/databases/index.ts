export { databaseClient, type ClientOptions } from "./client.ts";
export type { MachineOptions } from "./family.ts";
export { machineDatabases } from "./machine-databases.ts";
