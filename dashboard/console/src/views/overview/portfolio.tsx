import type { Overview } from "../../../../src/api/shapes/overview.ts";
import { BandMark } from "../../components/band-mark.tsx";
import { plural } from "../../format/quantity.ts";

const bands = [
  ["good", "Good"],
  ["average", "Average"],
  ["poor", "Poor"],
] as const;

/** How all series stand together: one bar, and what its parts are. */
export function Portfolio({ overview }: { readonly overview: Overview }) {
  const total = bands.reduce((sum, [band]) => sum + overview.bands[band], overview.bands.none);
  const problems = countAll(overview);
  return (
    <section className="panel portfolio" aria-label="All series together">
      <div className="portfolio__bar" aria-hidden="true">
        {bands.map(([band]) => (
          <span
            key={band}
            className={`portfolio__part portfolio__part--${band}`}
            style={{ flexGrow: overview.bands[band] }}
          />
        ))}
        <span className="portfolio__part" style={{ flexGrow: overview.bands.none }} />
      </div>
      <ul className="portfolio__legend">
        {bands.map(([band, word]) => (
          <li key={band}>
            <BandMark band={band} />
            <strong>{overview.bands[band]}</strong> {word.toLowerCase()}
          </li>
        ))}
        {overview.bands.none > 0 && (
          <li>
            <BandMark band={null} />
            <strong>{overview.bands.none}</strong> not measured yet
          </li>
        )}
        <li className="portfolio__total muted">
          {plural(total, "series", "series")} (page and profile) ·{" "}
          {problems === 0 ? "no open problems" : plural(problems, "open problem")}
        </li>
      </ul>
    </section>
  );
}

function countAll({ sites }: Overview): number {
  return sites.reduce((sum, { problems }) => {
    return (
      sum +
      problems.anomalies +
      problems.budgetsFailing +
      problems.budgetsWarning +
      problems.failedMeasurements
    );
  }, 0);
}
