import { isPlaceholder } from "./placeholder.ts";

/** Ends of names under which a secret is kept. */
const SECRET_NAME =
  /(?:^|_)(?:SECRET|SECRET_?KEY(?:_BASE)?|SECRET_ACCESS_KEY|PASSWORD|PASSWD|(?:DB|DATABASE|REDIS|SMTP|MAIL|EMAIL)_PASS|PASSPHRASE|TOKEN|API_?KEY|PRIVATE_?KEY|ENCRYPTION_KEY|SIGNING_KEY)(?:_(?:PROD|PRODUCTION|LIVE|STAGING|DEV))?$/i;
/** What is sent to browsers, or is meant to be known. */
const PUBLIC_NAME =
  /^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|PUBLIC|VITE|REACT_APP|VUE_APP|NG_APP|GATSBY)_|PUBLIC|PUBLISHABLE|SEARCH|MAPS|FIREBASE/i;
const PUBLIC_VALUE = /^(?:pk[._]|phc_|AIza)/;
const WORDS = /^[A-Za-z]+(?:[-_. ][A-Za-z]+)*$/;
const SHORTEST = 8;

/** Texts that a service hands out as a secret, by how they look. */
const TOKENS: readonly (readonly [RegExp, string])[] = [
  [/\b[rs]k_live_[A-Za-z0-9]{16,}/, "a Stripe key"],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{36,})/, "a GitHub token"],
  [/\bglpat-[\w-]{20}/, "a GitLab token"],
  [/\bAKIA[0-9A-Z]{16}\b/, "an AWS key"],
  [/\bxox[abprs]-[\w-]{20,}/, "a Slack token"],
  [/\bhooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/, "a Slack webhook"],
  [/\bSG\.[\w-]{16,}\.[\w-]{16,}/, "a SendGrid key"],
  [/\bsk-(?:ant|proj|svcacct)-[\w-]{20,}/, "an API key"],
  [/\bdo[opr]_v1_[0-9a-f]{64}\b/, "a DigitalOcean token"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
];
const WITH_PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?<password>[^\s/@]+)@(?<host>[^\s/:?#,@]+)/gi;

/** What a variable's value seems to be if it is a secret in clear text; null if it is none. Never the value itself. */
export function secretIn(key: string, value: string): string | null {
  if (value.includes("${") || /\{\{|EXAMPLE/.test(value) || isPlaceholder(value)) return null;
  const token = TOKENS.find(([pattern]) => pattern.test(value));
  if (token) return token[1];
  if (hasPassword(value)) return "a URL with a password";
  return isSecretName(key) && looksRandom(value) ? "a secret" : null;
}

function isSecretName(key: string): boolean {
  return SECRET_NAME.test(key) && !PUBLIC_NAME.test(key);
}

/** No word, number, path, address, template or list; whether it is hard to guess is not asked. */
function looksRandom(value: string): boolean {
  if (value.length < SHORTEST || /\s/.test(value) || PUBLIC_VALUE.test(value)) return false;
  return !WORDS.test(value) && !/^[\d.,:-]+$|^[./~[{<$]|:\/\/|^__\w+__$/.test(value);
}

/** A host without a dot is this machine or another component of the app. */
function hasPassword(value: string): boolean {
  return [...value.matchAll(WITH_PASSWORD)].some(({ groups: { password = "", host = "" } = {} }) => {
    const isElsewhere =
      host.includes(".") && !/^127\.|^0\.0\.0\.0$|(?:^|\.)example\.\w+$|\.local$/.test(host);
    return isElsewhere && !WORDS.test(password);
  });
}
