/** How npm and Node, pip, git, ssh and curl, Go, and wget say that a host name leads nowhere. */
const COMPLAINTS = [
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)/,
  /host='([\w.-]+)'.*(?:Name or service not known|Temporary failure in name resolution|Failed to resolve)/,
  /Could not resolve host(?:name)?:? '?([\w.-]+)/,
  /dial tcp: lookup ([\w.-]+).*(?:no such host|server misbehaving|i\/o timeout)/,
  /unable to resolve host address ['‘]([\w.-]+)/,
];

/** The host a line of a build's output says it could not find, or null. */
export function unreachedHost(line: string): string | null {
  for (const complaint of COMPLAINTS) {
    const host = complaint.exec(line)?.[1];
    if (host !== undefined) return host;
  }
  return null;
}
