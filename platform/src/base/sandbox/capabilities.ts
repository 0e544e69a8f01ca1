/** What this machine and our own rights allow; found out by `probeHost`, made by hand in tests. */
export interface HostCapabilities {
  readonly isRoot: boolean;
  /** Our own user and group, under which commands run when no other uid is asked for. */
  readonly uid: number;
  readonly gid: number;
  /** Absolute paths of programs that were found and really worked here; null: not to be used. */
  readonly programs: {
    readonly bwrap: string | null;
    readonly setpriv: string | null;
    readonly unshare: string | null;
    readonly nsenter: string | null;
    readonly script: string | null;
    readonly ip: string | null;
    readonly nft: string | null;
    /** Only to open the way through a firewall that another program (Docker, ufw) closed. */
    readonly iptables: string | null;
  };
  /** True if named network namespaces, veth pairs, bridges and our NAT rules can be made. */
  readonly networkNamespaces: boolean;
  /** True if overlayfs can be mounted over the scratch directory's file system. */
  readonly overlay: boolean;
  readonly cgroup: CgroupCapability | null;
  /** What of the machine's own files a sandbox shows, read-only. */
  readonly view: HostView;
}

/** Where groups can be made; each path is an existing, writable directory of that hierarchy. */
export interface CgroupCapability {
  readonly version: 1 | 2;
  /** By controller; in version 2 they are all the same directory. Null: no such limit here. */
  readonly memory: string | null;
  readonly cpu: string | null;
  readonly pids: string | null;
  /** A cgroup2 directory, where `cgroup.kill` exists; with version 1 often a mount without controllers. */
  readonly kill: string | null;
  /** Version 1 only: used when there is no `cgroup.kill`. */
  readonly freezer: string | null;
}

export interface HostView {
  /** Directories of the root, such as /usr, that are bound as they are. */
  readonly directories: readonly string[];
  /** Entries of the root that are links, such as /bin → usr/bin. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Files and directories of /etc, /sys and /var that programs need. */
  readonly entries: readonly string[];
}
