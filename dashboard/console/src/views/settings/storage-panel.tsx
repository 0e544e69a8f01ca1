import type { Storage } from "../../../../src/api/shapes/operating.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { formatSize } from "../../format/quantity.ts";
import { useMay } from "../../queries/session.ts";
import { useRunRetention, useStorage } from "../../queries/settings.ts";

export function StoragePanel() {
  const storage = useStorage();
  const isAdmin = useMay("admin");
  return (
    <Panel title="Storage" actions={isAdmin && <RunRetention />}>
      <Loaded query={storage} skeleton={<SkeletonRows rows={2} />}>
        {(data) => <Facts storage={data} />}
      </Loaded>
    </Panel>
  );
}

function Facts({
  storage: { databaseBytes, reportBytes, samples, bytesPerSample },
}: {
  readonly storage: Storage;
}) {
  return (
    <dl className="facts">
      <div>
        <dt>Database</dt>
        <dd>{formatSize(databaseBytes)}</dd>
      </div>
      <div>
        <dt>of it reports</dt>
        <dd>{formatSize(reportBytes)}</dd>
      </div>
      <div>
        <dt>Samples</dt>
        <dd>{samples.toLocaleString("en")}</dd>
      </div>
      {bytesPerSample !== null && (
        <div>
          <dt>A sample, on average</dt>
          <dd>{formatSize(bytesPerSample)}</dd>
        </div>
      )}
    </dl>
  );
}

function RunRetention() {
  const run = useRunRetention();
  return (
    <ConfirmButton
      title="Remove what is too old now?"
      text="Reports, filmstrips and samples older than the saved number of days are removed. This cannot be undone."
      action="Remove now"
      busy={run.isPending}
      onConfirm={() => run.mutate(undefined)}
    >
      Remove old data now
    </ConfirmButton>
  );
}
