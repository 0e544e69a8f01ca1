import { sql, type SQL } from "drizzle-orm";

/** The server's clock plus so many milliseconds: leases and delays must not hang on each machine's own clock. */
export function fromNow(milliseconds: number): SQL<Date> {
  return sql<Date>`now() + ${milliseconds} * interval '1 millisecond'`;
}
