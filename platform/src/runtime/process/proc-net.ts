/** A listening socket of /proc/PID/net/tcp or tcp6. */
export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

const LISTEN = "0A";

/** Parses the text of /proc/PID/net/tcp or tcp6; the kernel prints addresses as words of the machine's byte order. */
export function parseListening(text: string): ListeningSocket[] {
  return text
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN)
    .map((fields) => {
      const [address, port] = (fields[1] ?? "").split(":");
      return {
        address: readAddress(address ?? ""),
        port: Number.parseInt(port ?? "0", 16),
        inode: fields[9] ?? "",
      };
    });
}

/** True if only the instance itself can reach a socket on this address. */
export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => Array.from(Buffer.from(word, "hex")).reverse());
  if (bytes.length === 4) return bytes.join(".");
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return mapped ? bytes.slice(12).join(".") : readSix(bytes);
}

function readSix(bytes: readonly number[]): string {
  if (bytes.every((byte) => byte === 0)) return "::";
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return "::1";
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return groups.join(":");
}
