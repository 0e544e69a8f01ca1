const step = { serverDelayMs: 300, scriptWorkMs: 200, extraBytes: 100_000 };
const limits = { serverDelayMs: 60_000, scriptWorkMs: 60_000, extraBytes: 50_000_000 };

let speed = { serverDelayMs: 0, scriptWorkMs: 0, extraBytes: 0 };

export function readSpeed() {
  return speed;
}

/** What is not named goes back to 0. */
export function setSpeed(wanted) {
  speed = { serverDelayMs: 0, scriptWorkMs: 0, extraBytes: 0, ...checked(wanted) };
  return speed;
}

export function addSpeed(wanted) {
  const added = Object.keys(wanted).length === 0 ? step : checked(wanted);
  const sums = Object.entries(added).map(([name, value]) => [name, speed[name] + value]);
  speed = { ...speed, ...checked(Object.fromEntries(sums)) };
  return speed;
}

function checked(wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    if (!(name in limits)) throw new Error(`"${name}" is none of ${Object.keys(limits).join(", ")}.`);
    if (!Number.isInteger(value) || value < 0 || value > limits[name])
      throw new Error(`${name} is a whole number from 0 to ${limits[name]}.`);
  }
  return wanted;
}
