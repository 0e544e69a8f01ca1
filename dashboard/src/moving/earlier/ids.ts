import { createHash } from "node:crypto";
import type { RewrittenId } from "../source.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Gives ids, and remembers which old ones could not be kept. */
export interface Ids {
  /** The old id where it is a UUID, otherwise one derived from it. */
  keep(kind: string, oldId: string, atMs: number): string;
  /** For a row that the earlier system had no row for. */
  derive(kind: string, name: string, atMs: number): string;
  rewritten(): readonly RewrittenId[];
}

export function createIds(): Ids {
  const rewritten = new Map<string, RewrittenId>();
  return {
    keep: (kind, oldId, atMs) => {
      if (UUID.test(oldId)) return oldId.toLowerCase();
      const newId = deriveId(kind, oldId, atMs);
      rewritten.set(`${kind} ${oldId}`, { kind, oldId, newId });
      return newId;
    },
    derive: deriveId,
    rewritten: () => [...rewritten.values()],
  };
}

/**
 * A UUIDv7 whose random part is a hash of the name: it sorts by time as all our ids do, and comes out the same in every
 * run, so that an interrupted copy and a later check agree on it without asking anyone.
 */
export function deriveId(kind: string, name: string, atMs: number): string {
  const bytes = createHash("sha256").update(`${kind}\n${name}`).digest().subarray(0, 16);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
