/** Where things stand below `<home>`. */
export interface Paths {
  /** One directory per instance. */
  readonly instances: string;
  readonly networks: string;
  instance(id: string): InstancePaths;
  network(app: string): string;
}

export interface InstancePaths {
  readonly directory: string;
  readonly record: string;
  /** JSON lines of bubblewrap or our wrapper: `child-pid`, `exit-code`. */
  readonly status: string;
  /** Script of the environment; unlinked as soon as it is open. */
  readonly environment: string;
  /** The instance's writable copy of its artifact. */
  readonly workspace: string;
  readonly upper: string;
  readonly work: string;
  readonly temporary: string;
  readonly hosts: string;
  readonly resolv: string;
  readonly passwd: string;
  readonly group: string;
}

export function pathsOf(home: string): Paths {
  const instances = `${home}/run`;
  const networks = `${home}/network`;
  return {
    instances,
    networks,
    instance: (id) => instancePaths(`${instances}/${id}`),
    network: (app) => `${networks}/${app}.json`,
  };
}

function instancePaths(directory: string): InstancePaths {
  return {
    directory,
    record: `${directory}/instance.json`,
    status: `${directory}/status`,
    environment: `${directory}/environment`,
    workspace: `${directory}/workspace`,
    upper: `${directory}/upper`,
    work: `${directory}/work`,
    temporary: `${directory}/tmp`,
    hosts: `${directory}/hosts`,
    resolv: `${directory}/resolv.conf`,
    passwd: `${directory}/passwd`,
    group: `${directory}/group`,
  };
}
