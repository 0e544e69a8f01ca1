export { checkApp } from "./check-app.ts";
export type { Example, Rule } from "./rule.ts";
export { rules } from "./rules.ts";
