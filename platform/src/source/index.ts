export { findSpec, SPEC_PATHS } from "./find-spec.ts";
export { readFacts, type ReadFactsOptions } from "./read-facts.ts";
