/** Ends the script that root runs around the box; the box replaces it. */
export const BOX_FOLLOWS = 'exec "$@" # the box follows';

/** Ends the last script inside; the command replaces it. The text is among the arguments of all stages before. */
export const COMMAND_FOLLOWS = 'exec "$@" # the command follows';

/**
 * True if the command is not there yet, so that nothing sent now would reach it.
 * @param parent arguments of the box's first process
 * @param children those of its children, each with NUL behind; "" while one is just becoming another program
 */
export function isBeingSetUp(parent: string, children: readonly string[]): boolean {
  if (children.length === 0 || parent.includes(BOX_FOLLOWS)) return true;
  return children.some((child) => child === "" || child.includes(COMMAND_FOLLOWS));
}
