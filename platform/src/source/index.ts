export { readFacts } from "./read-facts.ts";
export { sourceRules } from "./source-rules.ts";
