import type { ComponentFacts } from "../../../source/facts.ts";
import type { ComponentEntry } from "../../../spec/index.ts";
import type { EnvVar } from "../../plan.ts";

/** What detection looks at. */
export interface PackFacts extends Pick<ComponentFacts, "directory" | "entries" | "texts" | "managePy"> {
  readonly kind: ComponentEntry["kind"];
  /** Of the component in the spec. */
  readonly field: string;
  readonly slug: string | undefined;
  readonly runCommand: string | null;
  /** Build-time variables. */
  readonly buildEnv: readonly EnvVar[];
}
