const SERIES_UP_TO = 3;
const FRACTION_TERMS = 100;

/** How likely a standard normal value is above x; to 1e-12 of the answer. */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  const density = Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);
  return x <= SERIES_UP_TO ? 0.5 - density * series(x) : density / continuedFraction(x);
}

// Abramowitz and Stegun 26.2.11: x + x³/3 + x⁵/(3·5) + …
function series(x: number): number {
  let sum = x;
  let term = x;
  for (let k = 3; term > sum * Number.EPSILON; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum;
}

// Abramowitz and Stegun 26.2.14: x + 1/(x + 2/(x + 3/(x + …)))
function continuedFraction(x: number): number {
  let value = x;
  for (let k = FRACTION_TERMS; k >= 1; k -= 1) value = x + k / value;
  return value;
}
