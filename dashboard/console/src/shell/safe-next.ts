/** Where to go after sign-in: a path of this console, never an address of somebody else. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : "/";
}
