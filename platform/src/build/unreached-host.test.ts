import { expect, test } from "vitest";
import { unreachedHost } from "./unreached-host.ts";

test.each([
  ["Error: getaddrinfo ENOTFOUND binaries.example.com", "binaries.example.com"],
  [
    "npm error network request failed, reason: getaddrinfo EAI_AGAIN registry.example.com",
    "registry.example.com",
  ],
  [
    "HTTPSConnectionPool(host='pypi.example.com', port=443): [Errno -2] Name or service not known'",
    "pypi.example.com",
  ],
  [
    "fatal: unable to access 'https://git.example.com/a/': Could not resolve host: git.example.com",
    "git.example.com",
  ],
  ["ssh: Could not resolve hostname git.example.com: Name or service not known", "git.example.com"],
  ["curl: (6) Could not resolve host: example.com", "example.com"],
  [
    'Get "https://proxy.example.com/a": dial tcp: lookup proxy.example.com on 1.1.1.1:53: no such host',
    "proxy.example.com",
  ],
  ["wget: unable to resolve host address ‘example.com’", "example.com"],
])("finds the host in %s", (line, host) => {
  expect(unreachedHost(line)).toBe(host);
});

test("finds none in other lines about hosts", () => {
  expect(unreachedHost("Looking in indexes: https://packages.example.com/simple")).toBeNull();
  expect(unreachedHost("error TS2307: Cannot find module './host'")).toBeNull();
});
