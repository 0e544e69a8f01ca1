import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exec, type Environment } from "../base/exec.ts";
import { openAuthority } from "./authority.ts";
import { findProgram } from "./files.ts";

const openssl = await findProgram("openssl", process.env as Environment);

describe("openAuthority", () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "ashore-authority-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it("makes one authority per home and finds it again", async () => {
    const made = await openAuthority(home, Date.now());
    const again = await openAuthority(home, Date.now());
    expect(again.certificate).toBe(made.certificate);
    expect(again.fingerprint).toBe(made.fingerprint);
    expect((await stat(join(home, "authority"))).mode & 0o777).toBe(0o700);
    expect(await readFile(join(home, "authority/key.pem"), "utf8")).toContain("PRIVATE KEY");
  });

  it("issues certificates for names and addresses, signed by it and usable for servers only", async () => {
    const now = Date.now();
    const authority = await openAuthority(home, now);
    const issued = await authority.issue(["db", "127.0.0.1", "::1"], now);
    const [server, root] = [
      new X509Certificate(issued.certificate),
      new X509Certificate(authority.certificate),
    ];
    expect(server.checkIssued(root) && server.verify(root.publicKey)).toBe(true);
    expect([server.ca, root.ca]).toEqual([false, true]);
    expect(server.checkHost("db")).toBe("db");
    expect([server.checkIP("127.0.0.1"), server.checkIP("::1")]).toEqual(["127.0.0.1", "::1"]);
    expect(server.checkHost("elsewhere")).toBeUndefined();
    expect(Math.abs(Date.parse(server.validTo) - issued.expiresAt)).toBeLessThan(1000);
  });

  it.skipIf(openssl === undefined)("passes openssl's strict checks (skipped without openssl)", async () => {
    const authority = await openAuthority(home, Date.now());
    const issued = await authority.issue(["db"], Date.now());
    await writeFile(join(home, "server.pem"), issued.certificate);
    const files = ["-CAfile", join(home, "authority/certificate.pem"), join(home, "server.pem")];
    const flags = ["-x509_strict", "-purpose", "sslserver", "-verify_hostname", "db"];
    const outcome = await exec([openssl ?? "", "verify", ...flags, ...files]);
    expect(outcome.stdout + outcome.stderr).toContain("server.pem: OK");
  });
});
