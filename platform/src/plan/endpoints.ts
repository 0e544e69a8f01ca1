/**
 * Where the parts of an app find each other at run time; it differs between runtimes, so the plan does not
 * hold it. Runtime and databases tell deploy, which fills the bindable variables with it.
 */
export interface Endpoints {
  /** By service name: host name or address, and spec port → port to dial. */
  readonly services: Readonly<Record<string, ServiceEndpoint>>;
  readonly databases: Readonly<Record<string, DatabaseConnection>>;
}

export interface ServiceEndpoint {
  readonly host: string;
  readonly ports: Readonly<Record<string, number>>;
}

/** How an instance reaches a database. */
export interface DatabaseConnection {
  readonly name: string;
  readonly engine: "PG" | "MYSQL" | "REDIS" | "VALKEY" | "MONGODB" | "KAFKA" | "OPENSEARCH";
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly tls: boolean;
  /** PEM of the authority that signed the server's certificate; "" if there is none. */
  readonly caCertificate: string;
  /** The URL as attached, when the user gave one; it is passed on as it is but for a loopback host. */
  readonly url: string | null;
  /**
   * Host of an attached database that listens on this machine's loopback, which is not the instances' own: they
   * dial `host` at the same port, and the router carries it over.
   */
  readonly loopback?: string;
}
