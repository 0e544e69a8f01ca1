import { useState } from "react";
import { Empty } from "../../components/empty.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Panel } from "../../components/panel.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { AnomalyItem } from "../../components/anomaly-item.tsx";
import { useAnomalies } from "../../queries/budgets.ts";

const states = [
  { value: "open", label: "Open" },
  { value: "all", label: "All" },
] as const;

/** Changes for the worse that stand out of a series' own past. */
export function Anomalies({ siteId }: { readonly siteId: string | null }) {
  const [state, setState] = useState<"open" | "all">("open");
  const anomalies = useAnomalies(state);
  return (
    <Panel
      title="Regressions"
      hint="Found by comparing each series with its own past; measured again before anyone is told"
      actions={<Segmented legend="Which regressions" value={state} options={states} onChange={setState} />}
    >
      <Loaded query={anomalies} skeleton={<SkeletonRows rows={3} />}>
        {(all) => {
          const shown = siteId === null ? all : all.filter(({ site }) => site.id === siteId);
          if (shown.length === 0)
            return <Empty title={state === "open" ? "None is open" : "There was none yet"} />;
          return (
            <ul className="problems">
              {shown.map((anomaly) => (
                <AnomalyItem key={anomaly.id} anomaly={anomaly} named />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}
