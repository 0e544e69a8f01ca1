import { generateKeyPair, randomBytes, randomInt, X509Certificate } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import type { pki } from "node-forge";
import type { Machine } from "./family.ts";
import { writeWhole } from "../base/write-whole.ts";
import { readIfThere } from "./files.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
// The longest that clients on Apple's systems accept.
const SERVER_DAYS = 825;
const makeKeys = promisify(generateKeyPair);

/** The home's own certificate authority, which signs the certificates of its databases. */
export interface Authority {
  /** PEM; what CA_CERT is bound to. */
  readonly certificate: string;
  readonly fingerprint: string;
  issue(names: readonly string[], now: number): Promise<ServerCertificate>;
}

interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The home's authority; apps that come first at the same time get the same one. */
export function authorityOf(machine: Pick<Machine, "home" | "clock" | "oneAtATime">): Promise<Authority> {
  return machine.oneAtATime("authority", () => openAuthority(machine.home, machine.clock.now()));
}

/** Reads the authority of `<home>/authority`, or makes it on first use. Its key never leaves that directory. */
export async function openAuthority(home: string, now: number): Promise<Authority> {
  const directory = join(home, "authority");
  const files = { key: join(directory, "key.pem"), certificate: join(directory, "certificate.pem") };
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const [key, certificate] = await Promise.all([readIfThere(files.key), readIfThere(files.certificate)]);
  if (key !== undefined && certificate !== undefined) return withKey(certificate, key);
  const made = await makeAuthority(now);
  await writeWhole(files.key, made.key, { flush: true });
  await writeWhole(files.certificate, made.certificate, { flush: true });
  return withKey(made.certificate, made.key);
}

function withKey(certificate: string, key: string): Authority {
  return {
    certificate,
    fingerprint: new X509Certificate(certificate).fingerprint256,
    issue: (names, now) => issueServerCertificate({ certificate, key }, names, now),
  };
}

async function makeAuthority(now: number): Promise<{ certificate: string; key: string }> {
  const { default: forge } = await import("node-forge");
  const keys = await rsaKeys();
  const certificate = await draft(keys.publicKey, AUTHORITY_DAYS, now);
  const subject = [{ name: "commonName", value: "Ashore database authority" }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    { name: "subjectKeyIdentifier" },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(keys.privateKey), forge.md.sha256.create());
  return { certificate: withLineFeeds(forge.pki.certificateToPem(certificate)), key: keys.privateKey };
}

async function issueServerCertificate(
  authority: { certificate: string; key: string },
  names: readonly string[],
  now: number,
): Promise<ServerCertificate> {
  const { default: forge } = await import("node-forge");
  const issuer = forge.pki.certificateFromPem(authority.certificate);
  const keys = await rsaKeys();
  const certificate = await draft(keys.publicKey, SERVER_DAYS, now);
  certificate.setSubject([{ name: "commonName", value: (names[0] ?? "localhost").slice(0, 64) }]);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: "basicConstraints", cA: false, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames: names.map(alternativeName) },
    { name: "subjectKeyIdentifier" },
    {
      name: "authorityKeyIdentifier",
      keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes(),
    },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(authority.key), forge.md.sha256.create());
  return {
    certificate: withLineFeeds(forge.pki.certificateToPem(certificate)),
    key: keys.privateKey,
    expiresAt: certificate.validity.notAfter.getTime(),
  };
}

async function draft(publicKey: string, days: number, now: number): Promise<pki.Certificate> {
  const { default: forge } = await import("node-forge");
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = serialNumber();
  certificate.validity.notBefore = new Date(now - DAY_MS);
  certificate.validity.notAfter = new Date(now + days * DAY_MS);
  return certificate;
}

/** Sixteen bytes as hex; the first one from 1 to 127, as DER wants its positive numbers without padding. */
function serialNumber(): string {
  return Buffer.concat([Buffer.of(randomInt(1, 128)), randomBytes(15)]).toString("hex");
}

function rsaKeys(): Promise<{ publicKey: string; privateKey: string }> {
  return makeKeys("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

function alternativeName(name: string): { type: number; value?: string; ip?: string } {
  // Types 7 and 2 of RFC 5280's GeneralName.
  return isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name };
}

/** PEM with the line ends of this system; forge writes those of another one. */
function withLineFeeds(pem: string): string {
  return pem.replaceAll("\r\n", "\n");
}
