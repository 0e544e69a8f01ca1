import type { ImageSource } from "./app-spec.ts";

/** The program that is all of a well-known image, so that any machine which has it can stand in; null for others. */
export function imageProgram(image: ImageSource): "redis" | "valkey" | null {
  const name = (image.repository ?? "").toLowerCase().split("/").at(-1);
  return name === "redis" || name === "valkey" ? name : null;
}
