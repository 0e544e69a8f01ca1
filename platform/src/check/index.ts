export { ruleCatalogue } from "./catalogue.ts";
export { checkApp } from "./check-app.ts";
export { costOf } from "./cost.ts";
export type { Cost, CostLine } from "./cost.ts";
