/**
 * `GET /ashore/v1/apps/{name}/logs?component=&type=run|build|deploy&tail=N&follow=true`: newline-delimited JSON,
 * one line of output each. `tail` counts per component; -1 is everything. A followed stream survives
 * redeployments and goes on with the new instances. Of a job, `run` and `deploy` both give what its runs printed.
 */
export interface LogLine {
  readonly component: string;
  /** Instance or job run id, "" for builds. */
  readonly instance: string;
  readonly text: string;
}
