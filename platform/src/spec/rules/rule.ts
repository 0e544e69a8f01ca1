import type { RuleText, Severity } from "../../base/problem.ts";
import type { AppSpec } from "../app-spec.ts";

export interface Finding {
  readonly severity: Severity;
  readonly field: string;
  /** What is wrong, to be read after the field's name. */
  readonly message: string;
  readonly hint: string;
}

/** One thing that can be wrong with a spec that parsed. Pure. */
export interface Rule extends RuleText {
  /** Examples for the documentation, which are its tests as well. */
  readonly failing: AppSpec;
  readonly passing: AppSpec;
  readonly check: (spec: AppSpec) => Iterable<Finding>;
}

/** App Platform would refuse it, or we do. */
export function error(field: string, message: string, hint = ""): Finding {
  return { severity: "error", field, message, hint };
}

/** It is likely a mistake, or may be refused. */
export function warning(field: string, message: string, hint = ""): Finding {
  return { severity: "warning", field, message, hint };
}

/** It is fine, and its author may want to know what becomes of it. */
export function notice(field: string, message: string, hint = ""): Finding {
  return { severity: "notice", field, message, hint };
}
