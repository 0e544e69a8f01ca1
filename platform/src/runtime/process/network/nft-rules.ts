import { addressIn, type NetworkRecord } from "./network-record.ts";
import type { Names } from "../label.ts";

/**
 * Our whole table, replaced in one step. Instances reach the internet under the machine's address; from one app's
 * network nothing leads into another's, neither to instances nor to the addresses of its services.
 */
export function nftRules(names: Names, networks: readonly NetworkRecord[]): string {
  const own = networks.filter((network) => network.base !== null);
  const subnets = own.map((network) => `${addressIn(network, 0)}/24`);
  const all = `{ ${subnets.join(", ")} }`;
  const bridges = `"${names.interfacePrefix}b*"`;
  return `table ip ${names.table}
delete table ip ${names.table}
table ip ${names.table} {
  chain nat {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr ${all} ip daddr != ${all} masquerade
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
${own.map((network) => `    ${sameBridge(names.bridge(network.index))}\n`).join("")}    iifname ${bridges} oifname ${bridges} drop
  }
  chain input {
    type filter hook input priority filter; policy accept;
${own.map((network) => `    ${foreignAddress(names, network, all)}\n`).join("")}  }
}
`;
}

/** Removes the table, whether it is there or not. */
export function nftRemoval(names: Names): string {
  return `table ip ${names.table}\ndelete table ip ${names.table}\n`;
}

function sameBridge(bridge: string): string {
  return `iifname "${bridge}" oifname "${bridge}" accept`;
}

function foreignAddress(names: Names, network: NetworkRecord, all: string): string {
  const subnet = `${addressIn(network, 0)}/24`;
  return `iifname "${names.bridge(network.index)}" ip daddr ${all} ip daddr != ${subnet} drop`;
}
