export type { MachineOptions } from "./family.ts";
export { machineDatabases } from "./machine-databases.ts";
