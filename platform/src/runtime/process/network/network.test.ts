import { describe, expect, it } from "vitest";
import { namesOf } from "../label.ts";
import { allocateNetwork, blockOf, cardAddress, chooseBase, nextInstanceHost } from "./allocation.ts";
import { dropsByPolicy } from "./firewall.ts";
import { hostsFile } from "./hosts-file.ts";
import type { NetworkRecord } from "./network-record.ts";
import { nftRules } from "./nft-rules.ts";
import { reachableServers } from "./resolv-conf.ts";

const request = (app: string, ...services: string[]): NetworkRecord["request"] => ({
  app,
  services: services.map((name) => ({ name, ports: [8080] })),
  databases: ["db"],
  publicHosts: [`${app}.localhost`],
});
const networkOf = (app: string, ...services: string[]): NetworkRecord =>
  allocateNetwork(request(app, ...services), "10.200", [])!;

describe("chooseBase", () => {
  it("avoids every route and name server, whether it lies inside a block or around it", () => {
    expect(chooseBase([], 0)).toBe("10.200");
    expect(chooseBase([blockOf("10.200.7.0/24"), blockOf("10.201.1.9")], 0)).toBe("10.202");
    expect(chooseBase([blockOf("10.192.0.0/10"), blockOf("192.168.0.0/16")], 0)).toBe("10.100");
  });

  it("starts elsewhere for another seed", () => {
    expect(chooseBase([], 7)).toBe("10.207");
    expect(chooseBase([blockOf("10.207.0.0/16")], 7)).toBe("10.208");
  });

  it("gives up when the whole range is taken", () => {
    expect(chooseBase([blockOf("10.0.0.0/8")], 0)).toBeUndefined();
  });
});

describe("allocateNetwork", () => {
  it("keeps the numbers of services that stay, and gives a new one a free number", () => {
    const first = networkOf("shop", "web", "redis");
    expect(first.services).toEqual({ web: 2, redis: 3 });
    const second = allocateNetwork(request("shop", "api", "redis"), "10.200", [first]);
    expect(second).toMatchObject({ index: 0, services: { api: 4, redis: 3 } });
  });

  it("gives each app a range of its own and fills gaps", () => {
    const others = [networkOf("a"), { ...networkOf("c"), index: 2 }];
    expect(allocateNetwork(request("b"), "10.200", others)?.index).toBe(1);
  });

  it("refuses more services than there are addresses", () => {
    const many = Array.from({ length: 70 }, (_, index) => `s${index}`);
    expect(allocateNetwork(request("shop", ...many), "10.200", [])).toBeUndefined();
  });
});

describe("nextInstanceHost", () => {
  it("looks from the given number on, then from the start, and ends when all are used", () => {
    expect(nextInstanceHost([100, 101], 100)).toBe(102);
    expect(nextInstanceHost([254], 254)).toBe(64);
    const all = Array.from({ length: 191 }, (_, index) => 64 + index);
    expect(nextInstanceHost(all, 0)).toBeUndefined();
  });
});

describe("cardAddress", () => {
  it("is a locally administered address that holds the IP address", () => {
    expect(cardAddress("10.200.3.64")).toBe("02:a5:0a:c8:03:40");
  });
});

describe("hostsFile", () => {
  it("names services at their own addresses and all else at the gateway, a service's name first", () => {
    const network = networkOf("shop", "web", "db");
    const text = hostsFile(network, { name: "web-1-abcde", address: "10.200.0.64" });
    const lines = text.trim().split("\n").reverse();
    const names = new Map(lines.map((line) => [line.split("\t")[1], line.split("\t")[0]]));
    expect(Object.fromEntries(names)).toMatchObject({
      "web-1-abcde": "10.200.0.64",
      web: "10.200.0.2",
      db: "10.200.0.3",
      "host.ashore.internal": "10.200.0.1",
      "shop.localhost": "10.200.0.1",
    });
  });

  it("leads everything to the loopback in shared mode", () => {
    const shared = { ...networkOf("shop", "web"), base: null };
    expect(hostsFile(shared, { name: "web-1", address: "127.0.0.1" })).toContain("127.0.0.1\tweb\n");
  });
});

describe("nftRules", () => {
  it("masks the inner addresses and lets no app into another's range", () => {
    const names = namesOf("/home/x/.ashore");
    const networks = [networkOf("a"), { ...networkOf("b"), index: 1 }];
    const text = nftRules(names, networks);
    const all = "{ 10.200.0.0/24, 10.200.1.0/24 }";
    expect(text).toContain(`ip saddr ${all} ip daddr != ${all} masquerade`);
    expect(text).toContain(`iifname "${names.bridge(1)}" ip daddr ${all} ip daddr != 10.200.1.0/24 drop`);
  });
});

describe("namesOf", () => {
  it("gives two homes different names, none longer than the kernel's 15 characters", () => {
    const [one, two] = [namesOf("/a"), namesOf("/b")];
    expect(one.label).not.toBe(two.label);
    expect(one.cable(255, 254).length).toBeLessThanOrEqual(15);
    expect(one.bridge(255).length).toBeLessThanOrEqual(15);
  });
});

describe("reachableServers", () => {
  it("leaves out resolvers on the machine's own loopback", () => {
    const text =
      "# nameserver 9.9.9.9\nnameserver 127.0.0.53\nsearch lan\n nameserver 192.0.2.53\nnameserver ::1\n";
    expect(reachableServers(text)).toEqual(["192.0.2.53"]);
  });
});

describe("dropsByPolicy", () => {
  it("reads the policy from nft and from iptables", () => {
    expect(dropsByPolicy("type filter hook forward priority filter; policy drop;")).toBe(true);
    expect(dropsByPolicy("-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n")).toBe(true);
    expect(dropsByPolicy("-P FORWARD ACCEPT\n-A FORWARD -j DROP\n")).toBe(false);
  });
});
