import { customType, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { createId } from "../../base/id.ts";

/** UUIDv7, made by the application, so that ids sort by time and need no extension. */
export const id = () => uuid("id").primaryKey().$defaultFn(createId);

/** A moment with its zone, as a Date in code. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const createdAt = () => moment("created_at").notNull().defaultNow();

/** Text that holds one of a fixed set of words; the table adds the check. */
export const word = <Word extends string>(name: string) => text(name).$type<Word>();

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
