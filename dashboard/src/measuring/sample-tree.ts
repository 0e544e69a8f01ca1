import { DIRECTORY_PREFIX, MARKER_VARIABLE } from "./sample-marker.ts";
import { readCommandLine, readProcesses, readVariable, type ProcessInfo } from "./processes.ts";

/**
 * The processes of one sample. A process is of the sample when its parent was, when it is in the root's process group,
 * when it carries the marker, or when its command line names the sample's directory: Chromium's helpers leave their
 * parents and write over their environment, but none escapes all four. Once seen, it stays known.
 */
export interface SampleTree {
  readonly rootPid: number;
  readonly marker: string;
  /** pid → start time. */
  readonly known: Map<number, number>;
}

export function createTree(rootPid: number, marker: string): SampleTree {
  return { rootPid, marker, known: new Map() };
}

/** What lives of the tree by parentage and group; cheap enough to be asked twice a second. */
export function readTree(tree: SampleTree): readonly ProcessInfo[] {
  return growTree(tree, readProcesses(), () => false);
}

/** What lives of the tree by every sign there is. */
export function searchTree(tree: SampleTree): readonly ProcessInfo[] {
  return growTree(tree, readProcesses(), (pid) => isMarked(pid, tree.marker));
}

/** Adds to the tree what belongs to it and gives the living; what has ended and only waits for its parent is left out. */
export function growTree(
  tree: SampleTree,
  processes: readonly ProcessInfo[],
  isSigned: (pid: number) => boolean,
): readonly ProcessInfo[] {
  const living = processes.filter(({ pid, state }) => state !== "Z" && state !== "X" && pid !== process.pid);
  const starts = new Map(living.map(({ pid, startTicks }) => [pid, startTicks]));
  const isKnown = (pid: number): boolean => tree.known.has(pid) && tree.known.get(pid) === starts.get(pid);
  const belongs = ({ pid, parentPid, groupId }: ProcessInfo): boolean =>
    isKnown(pid) || pid === tree.rootPid || groupId === tree.rootPid || isKnown(parentPid) || isSigned(pid);
  // Parents may stand behind their children in the list, so go on until a round adds nothing.
  for (let before = -1; before !== tree.known.size;) {
    before = tree.known.size;
    for (const one of living) if (belongs(one)) tree.known.set(one.pid, one.startTicks);
  }
  return living.filter(({ pid }) => isKnown(pid));
}

function isMarked(pid: number, marker: string): boolean {
  return (
    readVariable(pid, MARKER_VARIABLE) === marker || readCommandLine(pid).includes(DIRECTORY_PREFIX + marker)
  );
}
