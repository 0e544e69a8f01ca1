/** Share of pairs in which b is larger, less the share in which a is: 1 if every b is above every a, 0 if no side leads. */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number {
  let lead = 0;
  for (const before of a) for (const after of b) lead += Math.sign(after - before);
  return lead / (a.length * b.length);
}
