import { expect, it } from "vitest";
import { chromiumFlags } from "./chromium-flags.ts";

const ground = { isRoot: false, hasUserNamespaces: true, sharedMemoryBytes: 2 ** 30 };

it("keeps the sandbox and shared memory where they work", () => {
  const flags = chromiumFlags(ground);
  expect(flags).toContain("--headless=new");
  expect(flags).toContain("--disable-quic");
  expect(flags).not.toContain("--no-sandbox");
  expect(flags).not.toContain("--disable-dev-shm-usage");
});

it("gives the sandbox up as root, or where no namespace can be made", () => {
  expect(chromiumFlags({ ...ground, isRoot: true })).toContain("--no-sandbox");
  expect(chromiumFlags({ ...ground, hasUserNamespaces: false })).toContain("--no-sandbox");
});

it("does without shared memory where it is small", () => {
  expect(chromiumFlags({ ...ground, sharedMemoryBytes: 64 * 2 ** 20 })).toContain("--disable-dev-shm-usage");
  expect(chromiumFlags({ ...ground, sharedMemoryBytes: null })).toContain("--disable-dev-shm-usage");
});

it("never puts everything into one process", () => {
  const flags = chromiumFlags({ isRoot: true, hasUserNamespaces: false, sharedMemoryBytes: null });
  expect(flags).not.toContain("--single-process");
  expect(flags).not.toContain("--no-zygote");
});
