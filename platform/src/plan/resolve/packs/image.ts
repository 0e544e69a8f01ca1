import type { ImageSource } from "../../../spec/index.ts";
import type { Pack } from "../../plan.ts";

/** The program of this machine that stands in for a well-known image, or null for any other image. */
export function resolveImage(image: ImageSource): Extract<Pack, { kind: "machine-program" }> | null {
  const name = (image.repository ?? "").toLowerCase().split("/").at(-1);
  if (name !== "redis" && name !== "valkey") return null;
  return {
    kind: "machine-program",
    program: name,
    version: /^v?(\d+(?:\.\d+)*)/.exec(image.tag ?? "")?.[1] ?? null,
  };
}
