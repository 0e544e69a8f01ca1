import type { batches, measurements, NotificationEvent, pages, sites } from "../database/schema/index.ts";

/** A finished measurement with what it is about. */
export interface Judged {
  readonly measurement: typeof measurements.$inferSelect;
  readonly batch: typeof batches.$inferSelect;
  readonly page: typeof pages.$inferSelect;
  readonly site: typeof sites.$inferSelect;
  readonly publicUrl: string;
}

/** What receivers are told of a change in this measurement. */
export function eventOf(
  { measurement, page, site, publicUrl }: Judged,
  change: Pick<NotificationEvent, "kind" | "state" | "previousState" | "metric" | "value" | "sentence">,
): NotificationEvent {
  return {
    ...change,
    site: { id: site.id, name: site.name },
    page: { id: page.id, label: page.label, url: page.url },
    profile: measurement.profile,
    link: `${publicUrl}/measurements/${measurement.id}`,
    at: new Date().toISOString(),
  };
}
