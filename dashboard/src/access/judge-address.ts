import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

export type AddressVerdict =
  { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

type V6 = InstanceType<typeof ipaddr.IPv6>;

const kindNames: Readonly<Record<string, string>> = {
  unspecified: "an unspecified address",
  broadcast: "a broadcast address",
  multicast: "a multicast address",
  linkLocal: "a link-local address",
  loopback: "a loopback address",
  carrierGradeNat: "an address inside a carrier's network",
  private: "a private address",
  uniqueLocal: "a private address",
};

// RFC 8215 leaves to each network where in this prefix the IPv4 address stands, so it cannot be judged.
const localTranslation: [V6, number] = [ipaddr.IPv6.parse("64:ff9b:1::"), 48];
const globalUnicast: [V6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/** Judges an IP literal: only globally routable unicast is allowed. An IPv4 address inside an IPv6 one decides. */
export function judgeAddress(address: string): AddressVerdict {
  const bare = withoutBrackets(address);
  if (isIP(bare) === 0) return { allowed: false, reason: `${address} is not an IP address` };
  const parsed = ipaddr.parse(bare);
  const kind = parsed.kind() === "ipv4" ? describe(parsed.range()) : describeV6(parsed as V6);
  return kind === null ? { allowed: true } : { allowed: false, reason: `${bare} is ${kind}` };
}

/** A host name in its one form: lower case, no brackets, no final dot; an IPv6 address in its shortest spelling. */
export function canonicalHost(hostname: string): string {
  const bare = withoutBrackets(hostname).toLowerCase();
  if (isIP(bare) === 6) return ipaddr.parse(bare).toString();
  return bare.replace(/\.$/, "");
}

export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

/** null: nothing against it. */
function describe(range: string): string | null {
  return range === "unicast" ? null : (kindNames[range] ?? "a reserved address");
}

function describeV6(address: V6): string | null {
  const embedded = embeddedV4(address);
  if (embedded.length > 0) {
    const kinds = embedded.map((bytes) => describe(new ipaddr.IPv4(bytes).range()));
    return kinds.find((kind) => kind !== null) ?? null;
  }
  const kind = describe(address.range());
  return kind === null && !address.match(globalUnicast) ? "a reserved address" : kind;
}

/** Every IPv4 address a packet to this one may end up at, or come by. */
function embeddedV4(address: V6): number[][] {
  const bytes = address.toByteArray();
  const last = bytes.slice(12);
  switch (address.range()) {
    case "ipv4Mapped":
    case "rfc6145":
      return [last];
    case "rfc6052":
      return address.match(localTranslation) ? [] : [last];
    case "6to4":
      return [bytes.slice(2, 6)];
    case "teredo":
      // The server's address, and the client's with every bit turned over (RFC 4380, 4).
      return [bytes.slice(4, 8), last.map((byte) => byte ^ 0xff)];
    default:
      return isV4Compatible(address, bytes) ? [last] : [];
  }
}

function isV4Compatible(address: V6, bytes: readonly number[]): boolean {
  return address.range() === "unicast" && bytes.slice(0, 12).every((byte) => byte === 0);
}
