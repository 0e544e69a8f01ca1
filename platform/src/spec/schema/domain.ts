import { accepted, choice, flag, requiredText, section, text } from "./field.ts";

const domainTypes = ["UNSPECIFIED", "DEFAULT", "PRIMARY", "ALIAS"] as const;

// Both patterns that the platform publishes: one allows xn-- labels anywhere, the other digits in the last label.
const domainPattern =
  /^(((xn--)?[a-zA-Z0-9]+(-+[a-zA-Z0-9]+)*\.)+((xn--)?[a-zA-Z0-9]{2,}|xn--[a-zA-Z0-9-]+))\.?$/;

export const domain = section({
  domain: requiredText("Host name.", {
    min: 4,
    max: 253,
    pattern: [domainPattern, "a full host name such as www.example.com"],
  }),
  type: choice("PRIMARY is the name that APP_URL and APP_DOMAIN give.", domainTypes),
  wildcard: flag("Also takes every name below it.", { default: false }),
  zone: text("Zone in which records are made.", { support: accepted("no DNS record is made") }),
  certificate: text("Certificate to use.", {
    support: accepted("this machine makes no certificates for it yet"),
  }),
  minimum_tls_version: text('Oldest TLS version that is served, `"1.2"` or `"1.3"`.', {
    support: accepted("this machine serves no TLS for it yet"),
  }),
});
