export interface CacheSettings {
  readonly port: number;
  readonly addresses: readonly string[];
  readonly password: string;
}

/**
 * The server's whole configuration. It reads it from its standard input, so that neither arguments nor a file it
 * could open hold the password. Paths are relative to its data directory, where it is started.
 */
export function cacheConf(settings: CacheSettings): string {
  return [
    `bind ${settings.addresses.join(" ")}`,
    `port ${settings.port}`,
    `requirepass ${quote(settings.password)}`,
    "daemonize no",
    // Each write is in the system's hands before it is answered, so a killed server loses nothing.
    "appendonly yes",
    "appendfsync everysec",
    'save ""',
    // What App Platform's caches do when full; queues demand it.
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}

/** Its own quoted form, in which every byte may stand as \xHH. */
function quote(text: string): string {
  const bytes = [...Buffer.from(text, "utf8")];
  return `"${bytes.map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}"`;
}
