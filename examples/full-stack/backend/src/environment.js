/** The variable's value; without one the process ends with a line that names it. */
export function required(name) {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is not set`);
  process.exit(78);
}
