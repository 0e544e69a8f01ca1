/**
 * `GET /ashore/v1/apps/{name}/session`: held open by a foreground `up`; the answer is a stream of newline-delimited
 * SessionBeat. When the connection ends for whatever reason and no other session holds the app, the app is
 * taken down.
 */
export interface SessionBeat {
  /** RFC 3339. */
  readonly at: string;
}
