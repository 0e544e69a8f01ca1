import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { FailedAudits } from "./failed-audits.tsx";
import { LargestResources } from "./largest-resources.tsx";
import { Opportunities } from "./opportunities.tsx";
import { ThirdParties } from "./third-parties.tsx";

/** What the representative sample says about the why. */
export function Details({ measurement: { details, state } }: { readonly measurement: Measurement }) {
  if (details === null) return <NoDetails state={state} />;
  return (
    <>
      {details.lcpElement !== null && <LcpElement element={details.lcpElement} />}
      <Opportunities rows={details.opportunities} />
      <LargestResources rows={details.largestResources} />
      <ThirdParties rows={details.thirdParties} />
      <FailedAudits rows={details.failedAudits} />
    </>
  );
}

function NoDetails({ state }: Pick<Measurement, "state">) {
  if (state !== "done") return null;
  return (
    <Empty title="The details are gone">
      <p>They are removed after the time that stands under Settings; the values above stay.</p>
    </Empty>
  );
}

type Element = NonNullable<NonNullable<Measurement["details"]>["lcpElement"]>;

function LcpElement({ element: { selector, snippet } }: { readonly element: Element }) {
  return (
    <Panel title="Largest element" hint="What Largest Contentful Paint waited for">
      <p>
        <code>{selector}</code>
      </p>
      <pre className="snippet" tabIndex={0} aria-label="Its markup">
        <code>{snippet}</code>
      </pre>
    </Panel>
  );
}
