import type { FastifyInstance } from "fastify";
import { basename, dirname } from "node:path";
import { readLogs } from "../../observe/index.ts";
import type { JobRunRecord } from "../../store/records.ts";
import type { JobRunEvent } from "../../wire/index.ts";
import { jobRun } from "../app-status.ts";
import { findApp } from "../find-app.ts";
import type { ApiParts } from "../parts.ts";
import { gone, sendLines } from "../stream.ts";

export function jobRoutes(app: FastifyInstance, parts: ApiParts): void {
  app.post<{ Params: { app: string; job: string } }>(
    "/ashore/v1/apps/:app/jobs/:job/runs",
    async (request, reply) => {
      const { name } = findApp(parts, request.params.app);
      const signal = gone(request);
      const started = Promise.withResolvers<JobRunRecord>();
      const options = { trigger: "MANUAL", signal, onStart: started.resolve } as const;
      const ended = parts.conductor.runJob(name, request.params.job, options);
      ended.catch(started.reject);
      // Errors before the run exists are answered as such; afterwards the stream has begun.
      const run = await started.promise;
      await sendLines(reply, runLines(parts, run, ended), signal);
    },
  );
}

async function* runLines(
  parts: ApiParts,
  run: JobRunRecord,
  ended: Promise<JobRunRecord>,
): AsyncGenerator<JobRunEvent> {
  const end = new AbortController();
  const settled = ended.finally(() => end.abort());
  settled.catch(() => undefined);
  const instance = basename(run.logFile, ".log");
  const directories = { [run.job]: dirname(run.logFile) };
  const query = { directories: () => directories, clock: parts.clock };
  let count = 0;
  for await (const line of readLogs({ ...query, tail: -1, follow: true, signal: end.signal })) {
    if (line.instance !== instance) continue;
    count += 1;
    yield { type: "line", text: line.text };
  }
  const result = await settled;
  // The follower may have been stopped between the last line and its next look.
  let skip = count;
  for await (const line of readLogs({ ...query, tail: -1, follow: false, signal: AbortSignal.any([]) })) {
    if (line.instance !== instance) continue;
    skip -= 1;
    if (skip < 0) yield { type: "line", text: line.text };
  }
  yield { type: "end", run: jobRun(result) };
}
