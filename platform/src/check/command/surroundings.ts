/** What surrounds a line. */
export interface Surroundings {
  /** Scripts of the package.json in whose directory it runs. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly script: string | null;
  readonly lane: string;
  /** How many scripts may still be looked into: they may call each other in circles. */
  readonly depth: number;
}
