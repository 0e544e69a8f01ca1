import type { RuleText } from "../base/problem.ts";
import { parseRules, specRules } from "../spec/index.ts";
import { rules } from "./rules.ts";

/** Every rule that judges a spec's text, the spec, or the spec with its sources, in the order of judging. */
export const ruleCatalogue: readonly RuleText[] = [...parseRules, ...specRules, ...rules];
