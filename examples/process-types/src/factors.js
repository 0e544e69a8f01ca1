/** The largest number that is taken apart in a few milliseconds. */
export const LARGEST = 1_000_000_000_000;

/** Prime factors in ascending order; the number itself when it is prime. */
export function factorsOf(number) {
  const factors = [];
  let rest = number;
  for (let divisor = 2; divisor * divisor <= rest; divisor += 1) {
    while (rest % divisor === 0) {
      factors.push(divisor);
      rest /= divisor;
    }
  }
  return rest > 1 ? [...factors, rest] : factors;
}
