/** What is measured several times. */
interface Repeated {
  readonly siteId: string;
  readonly samples: number;
}

/**
 * The order of the samples of a batch: round by round over all targets, sites alternating within a round. Samples that
 * follow each other share a disturbance of the host; so it falls on many series a little instead of on one as a whole.
 */
export function interleave<Target extends Repeated>(
  targets: readonly Target[],
): readonly { readonly target: Target; readonly index: number }[] {
  const round = alternateSites(targets);
  const rounds = Math.max(0, ...targets.map(({ samples }) => samples));
  return Array.from({ length: rounds }, (_, index) =>
    round.filter(({ samples }) => index < samples).map((target) => ({ target, index })),
  ).flat();
}

function alternateSites<Target extends Repeated>(targets: readonly Target[]): readonly Target[] {
  const bySite = Map.groupBy(targets, ({ siteId }) => siteId);
  const longest = Math.max(0, ...[...bySite.values()].map((some) => some.length));
  return Array.from({ length: longest }, (_, index) =>
    [...bySite.values()].flatMap((some) => some[index] ?? []),
  ).flat();
}
