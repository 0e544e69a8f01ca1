import { expect, test } from "vitest";
import { findSize, instanceSizes } from "./sizes.ts";

test("finds the default size without a slug", () => {
  expect(findSize()).toMatchObject({ slug: "apps-s-1vcpu-0.5gb", memoryBytes: 512 * 1024 ** 2 });
});

test("finds sizes by their old names and nothing by a wrong one", () => {
  expect(findSize("professional-xs")).toMatchObject({ legacy: true, singleInstanceOnly: false });
  expect(findSize("huge")).toBeUndefined();
});

test("has the memory and the kind of CPU that each slug names", () => {
  for (const { slug, memoryBytes, cpus, cpuType, legacy } of instanceSizes) {
    if (legacy) continue;
    const [, kind, vcpus, gib] = /^apps-([sd])-(\d+)vcpu-([\d.]+)gb/.exec(slug) ?? [];
    expect([slug, memoryBytes, cpus, cpuType]).toEqual([
      slug,
      Number(gib) * 1024 ** 3,
      Number(vcpus),
      kind === "d" ? "DEDICATED" : "SHARED",
    ]);
  }
});

test("lets only dedicated CPUs follow the load", () => {
  for (const { cpuType, scalable } of instanceSizes) expect(scalable).toBe(cpuType === "DEDICATED");
});
