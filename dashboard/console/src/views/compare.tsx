import { useSearchParams } from "wouter";
import type { Comparison } from "../../../src/api/shapes/judging.ts";
import { Empty } from "../components/empty.tsx";
import { LinkButton } from "../components/button.tsx";
import { Loaded } from "../components/loaded.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SkeletonRows } from "../components/skeleton.tsx";
import { useComparison } from "../queries/measurements.ts";
import { Choice } from "./compare/choice.tsx";
import { MeasureBetter } from "./compare/measure-better.tsx";
import { MetricComparison } from "./compare/metric-comparison.tsx";
import { RequestChanges } from "./compare/request-changes.tsx";
import { Sides } from "./compare/sides.tsx";

export default function Compare() {
  const [params] = useSearchParams();
  const a = params.get("a");
  const b = params.get("b");
  if (a === null || b === null) {
    return (
      <>
        <PageHead title="Compare" />
        <Choice />
      </>
    );
  }
  return <Compared key={`${a} ${b}`} a={a} b={b} />;
}

interface ComparedProps {
  readonly a: string;
  readonly b: string;
}

function Compared({ a, b }: ComparedProps) {
  const comparison = useComparison(a, b);
  return (
    <>
      <PageHead
        title="Compare"
        actions={
          <>
            <LinkButton href={`/compare?a=${b}&b=${a}`} icon="swap">
              Swap sides
            </LinkButton>
            <LinkButton href="/compare">Choose others</LinkButton>
            {comparison.data && <MeasureBetter measurementId={b} />}
          </>
        }
      />
      <Loaded query={comparison} skeleton={<SkeletonRows rows={10} />}>
        {(data) => <ComparisonBody comparison={data} />}
      </Loaded>
    </>
  );
}

function ComparisonBody({ comparison }: { readonly comparison: Comparison }) {
  const { verdict, caveats, metrics, requests } = comparison;
  return (
    <>
      <section className="panel verdict" aria-label="Verdict">
        <p className="verdict__sentence">{verdict}</p>
        {caveats.length > 0 && (
          <ul className="verdict__caveats">
            {caveats.map((caveat) => (
              <li key={caveat}>{caveat}</li>
            ))}
          </ul>
        )}
      </section>
      <Sides comparison={comparison} />
      {metrics.length === 0 ? (
        <Empty title="The two have no metric in common" />
      ) : (
        <MetricComparison comparison={comparison} />
      )}
      <RequestChanges requests={requests} />
    </>
  );
}
