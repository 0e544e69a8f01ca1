/** What the build of a site leaves. */
export interface SiteOutput {
  readonly tool: string;
  /** Relative to the component's directory. */
  readonly directory: string;
  /** What to do if the result is no site but a server. */
  readonly needsServer?: string;
}
