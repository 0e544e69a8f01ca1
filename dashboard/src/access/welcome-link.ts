/** Where a one-time link leads. The token stands behind the #, which browsers send to no server and no proxy logs. */
export function welcomeLink(publicUrl: string, token: string): string {
  return `${publicUrl}/welcome#${token}`;
}
