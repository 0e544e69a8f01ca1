import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

const COST = { N: 2 ** 15, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** scrypt, as `scrypt$N$r$p$salt$hash` with salt and hash in base64url. Takes about a tenth of a second. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** With null, for a user who is not there, it takes as long and is false: the time tells nobody who exists. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const { cost, salt, hash } = stored === null ? nobodys : parse(stored);
  const isSame = timingSafeEqual(await derive(password, salt, cost), hash);
  return isSame && stored !== null;
}

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

interface Stored {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const nobodys: Stored = { cost: COST, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES) };

function parse(stored: string): Stored {
  const [scheme, N, r, p, salt, hash] = stored.split("$");
  if (scheme !== "scrypt" || salt === undefined || hash === undefined)
    throw new Error("a stored password has a form we do not know");
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    hash: Buffer.from(hash, "base64url"),
  };
}

/** Composed forms first: keyboards differ in how they send the same letter. */
function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  // OpenSSL's limit is just below what these costs need.
  const options = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
}
