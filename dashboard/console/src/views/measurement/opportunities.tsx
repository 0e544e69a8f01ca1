import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { formatValue } from "../../../../src/judging/format-value.ts";

type Opportunity = NonNullable<Measurement["details"]>["opportunities"][number];

export function Opportunities({ rows }: { readonly rows: readonly Opportunity[] }) {
  return (
    <Panel title="Opportunities" hint="What would save time or bytes, as Lighthouse estimates it">
      {rows.length === 0 ? (
        <Empty title="Lighthouse sees none" />
      ) : (
        <ul className="opportunities">
          {rows.map((row) => (
            <li key={row.id}>
              <div>
                <p className="opportunities__title">{row.title}</p>
                <p className="muted">{row.description}</p>
              </div>
              <p className="opportunities__saving">{savingWords(row)}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function savingWords({ savingsMs, savingsBytes }: Opportunity): string {
  const parts = [
    savingsMs !== null && savingsMs > 0 && formatValue("lcp", savingsMs),
    savingsBytes !== null && savingsBytes > 0 && formatValue("bytes-total", savingsBytes),
  ];
  return parts.filter((part) => part !== false).join(", ");
}
