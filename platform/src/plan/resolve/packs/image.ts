import { imageProgram, type ImageSource } from "../../../spec/index.ts";
import type { Pack } from "../../plan.ts";

/** The program of this machine that stands in for a well-known image, or null for any other image. */
export function resolveImage(image: ImageSource): Extract<Pack, { kind: "machine-program" }> | null {
  const program = imageProgram(image);
  if (program === null) return null;
  return {
    kind: "machine-program",
    program,
    version: /^v?(\d+(?:\.\d+)*)/.exec(image.tag ?? "")?.[1] ?? null,
  };
}
