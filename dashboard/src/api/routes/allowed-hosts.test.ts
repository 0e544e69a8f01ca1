import { expect, test } from "vitest";
import { normaliseHost } from "./allowed-hosts.ts";

test.each([
  ["Intranet.Example", "intranet.example"],
  [" host.example:8080 ", "host.example:8080"],
  ["http://x/", "x"],
  ["https://X.example:8443/path?q#h", "x.example:8443"],
  ["x.example:80", "x.example:80"],
  ["x.example.", "x.example"],
  ["10.0.0.7:3000", "10.0.0.7:3000"],
  ["0x7f.1", "127.0.0.1"],
  ["[FD00::0001]:8080", "[fd00::1]:8080"],
  ["fd00::1", "[fd00::1]"],
  ["bücher.example", "xn--bcher-kva.example"],
])("takes %s for %s", (text, host) => {
  expect(normaliseHost(text)).toBe(host);
});

test.each([
  "",
  "http://",
  "*.example",
  "a b",
  "user@x",
  "x:0",
  "x:99999",
  "x:port",
  "ftp://x",
  "[::1",
  "a,b",
  "::x::",
])("takes %s for no host", (text) => {
  expect(normaliseHost(text)).toBeNull();
});
