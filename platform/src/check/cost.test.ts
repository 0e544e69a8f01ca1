import { expect, it } from "vitest";
import { costOf } from "./cost.ts";

const MIB = 1024 ** 2;

it("adds up sizes by instances, development databases and a dedicated address", () => {
  const cost = costOf({
    name: "app",
    services: [
      { name: "web", instance_size_slug: "apps-s-1vcpu-1gb", instance_count: 2 },
      { name: "cache", image: { registry_type: "DOCKER_HUB", registry: "library", repository: "redis" } },
    ],
    workers: [
      {
        name: "queue",
        instance_size_slug: "apps-d-1vcpu-1gb",
        autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 80 } } },
      },
    ],
    jobs: [{ name: "migrate", kind: "PRE_DEPLOY" }],
    static_sites: [{ name: "site" }],
    databases: [
      { name: "db", engine: "PG" },
      { name: "main", engine: "PG", production: true, cluster_name: "main" },
    ],
    egress: { type: "DEDICATED_IP" },
  });
  const prices = Object.fromEntries(cost.lines.map(({ name, usdPerMonth }) => [name, usdPerMonth]));
  expect(prices).toEqual({
    web: 24,
    cache: 5,
    queue: 34,
    migrate: null,
    site: 0,
    db: 7,
    main: null,
    "dedicated egress": 25,
    "Ashore itself": 0,
  });
  expect(cost.usdPerMonth).toBe(24 + 5 + 34 + 7 + 25);
  expect(cost.lines.find(({ name }) => name === "queue")?.note).toBe("up to $102 with 3 instances");
  expect(cost.memoryBytes).toBe((2 * 1024 + 512 + 1024 + 512 + 23 + 23 + 114) * MIB);
});

it("knows that an app of static sites alone is priced in its own way", () => {
  const [site] = costOf({ name: "app", static_sites: [{ name: "site" }] }).lines;
  expect(site).toMatchObject({ usdPerMonth: 0, note: "$3 each after the first three apps of an account" });
});

it("prices nothing by a size that it does not know", () => {
  const [web] = costOf({ name: "app", services: [{ name: "web", instance_size_slug: "huge" }] }).lines;
  expect(web).toMatchObject({ usdPerMonth: null, size: "huge", note: "not a size of App Platform" });
});
