/**
 * Twice the rank of every value among all of them, in their order. Equal values share the mean of their ranks, which
 * ends in one half at most: doubled, every rank is whole.
 */
export function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const smaller = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return 2 * smaller + equal + 1;
  });
}

/**
 * How many ways of choosing `size` of the doubled ranks have which sum: the exact distribution of a doubled rank sum
 * if it does not matter which values belong to which list. Ways are exact up to 2^53, and to 15 digits above.
 */
export function countRankSums(ranks: readonly number[], size: number): Float64Array {
  const width = total(ranks) + 1;
  // Row k holds the sums of k chosen ranks.
  const ways = new Float64Array((size + 1) * width);
  ways[0] = 1;
  for (const rank of ranks) {
    // Downwards, so that a rank is chosen once.
    for (let k = size; k >= 1; k -= 1) addRank(ways.subarray((k - 1) * width, (k + 1) * width), width, rank);
  }
  return ways.subarray(size * width);
}

function addRank(twoRows: Float64Array, width: number, rank: number): void {
  for (let sum = rank; sum < width; sum += 1) {
    const at = width + sum;
    twoRows[at] = (twoRows[at] ?? 0) + (twoRows[sum - rank] ?? 0);
  }
}

/** The sum of numbers. */
export function total(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
