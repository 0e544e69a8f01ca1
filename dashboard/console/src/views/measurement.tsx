import { Link } from "wouter";
import type { Measurement } from "../../../src/api/shapes/measuring.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { ExternalLink } from "../components/external-link.tsx";
import { Loaded } from "../components/loaded.tsx";
import { AbsoluteMoment, Moment } from "../components/moment.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SkeletonRows } from "../components/skeleton.tsx";
import { MeasurementTag } from "../components/state-tags.tsx";
import { Tag } from "../components/tag.tsx";
import { profileWords, triggerWords } from "../format/words.ts";
import { useStartBatch } from "../queries/batches.ts";
import { useMeasurement } from "../queries/measurements.ts";
import { useMay } from "../queries/session.ts";
import { Attempts } from "./measurement/attempts.tsx";
import { Details } from "./measurement/details.tsx";
import { Filmstrip } from "./measurement/filmstrip.tsx";
import { MetricTable } from "./measurement/metric-table.tsx";
import { Report } from "./measurement/report.tsx";
import { SampleTable } from "./measurement/sample-table.tsx";
import { Verdict } from "./measurement/verdict.tsx";

export default function MeasurementView({ id }: { readonly id: string }) {
  const measurement = useMeasurement(id);
  const { data } = measurement;
  return (
    <>
      <PageHead
        title={data ? `${data.site.name}, ${data.page.label}` : measurement.error ? "Measurement" : null}
        above={data && <Place measurement={data} />}
        below={data && <Facts measurement={data} />}
        actions={data && <Actions measurement={data} />}
      />
      <Loaded query={measurement} skeleton={<SkeletonRows rows={12} />}>
        {(loaded) => <MeasurementBody measurement={loaded} />}
      </Loaded>
    </>
  );
}

function MeasurementBody({ measurement }: { readonly measurement: Measurement }) {
  return (
    <>
      <Verdict measurement={measurement} />
      <MetricTable measurement={measurement} />
      <SampleTable measurement={measurement} />
      <Attempts measurement={measurement} />
      <Filmstrip frames={measurement.filmstrip} />
      <Details measurement={measurement} />
      <Report measurement={measurement} />
    </>
  );
}

function Place({ measurement: { site, pageId, profile } }: { readonly measurement: Measurement }) {
  return (
    <>
      <Link href={`/sites/${site.id}?page=${pageId}&profile=${profile}`}>{site.name}</Link> / Measurement
    </>
  );
}

function Facts({ measurement }: { readonly measurement: Measurement }) {
  const { page, profile, trigger, createdAt, finishedAt, state, noisy, lighthouseVersion, chromiumVersion } =
    measurement;
  const at = finishedAt ?? createdAt;
  return (
    <>
      <MeasurementTag state={state} />
      {noisy && <Tag tone="average">Noisy</Tag>}
      <span>{profileWords[profile]}</span>
      <span>
        <AbsoluteMoment at={at} /> (<Moment at={at} />)
      </span>
      <span>{triggerWords[trigger]}</span>
      <ExternalLink href={page.url}>{page.url}</ExternalLink>
      {lighthouseVersion !== null && <span>Lighthouse {lighthouseVersion}</span>}
      {chromiumVersion !== null && <span>Chromium {chromiumVersion}</span>}
    </>
  );
}

function Actions({ measurement: { id, pageId, previousId, state } }: { readonly measurement: Measurement }) {
  const start = useStartBatch();
  const mayEdit = useMay("editor");
  return (
    <>
      {previousId !== null && state !== "open" && (
        <LinkButton href={`/compare?a=${previousId}&b=${id}`} icon="swap">
          Compare with the previous
        </LinkButton>
      )}
      {mayEdit && (
        <Button
          look="primary"
          icon="play"
          busy={start.isPending}
          onClick={() => start.mutate({ scope: "page", pageId })}
        >
          Measure again
        </Button>
      )}
    </>
  );
}
