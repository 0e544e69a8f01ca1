import type { Discovered } from "../../../src/api/shapes/sites.ts";
import { pathOf } from "../format/words.ts";
import { plural } from "../format/quantity.ts";
import { Button } from "./button.tsx";
import { Checkbox } from "./field.tsx";

/** So few are quicker chosen one by one. */
const FEW = 2;

interface DiscoveredPagesProps {
  readonly found: Discovered;
  readonly chosen: ReadonlySet<string>;
  /** Pages that are there already. */
  readonly known?: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** The pages of a sitemap by route, to choose from. Pages of one route are built alike: a few of each suffice. */
export function DiscoveredPages({ found, chosen, known, onChange }: DiscoveredPagesProps) {
  const groups = [...Map.groupBy(found.pages, ({ group }) => group)];
  const toggle = (urls: readonly string[], isWanted: boolean) => {
    const next = new Set(chosen);
    for (const url of urls)
      if (isWanted) next.add(url);
      else next.delete(url);
    onChange(next);
  };
  return (
    <div className="discovered">
      <p className="muted">{foundSentence(found)}</p>
      {groups.map(([group, pages]) => (
        <fieldset key={group} className="discovered__group">
          <legend>
            <code>{group}</code> <span className="muted">{plural(pages.length, "page")}</span>
          </legend>
          {pages.length > FEW && (
            <GroupButtons name={group} urls={pages.map(({ url }) => url)} onToggle={toggle} />
          )}
          <ul>
            {pages.map(({ url }) => (
              <li key={url}>
                {known?.has(url) === true ? (
                  <span className="muted">{pathOf(url)} is there already</span>
                ) : (
                  <Checkbox
                    label={pathOf(url)}
                    checked={chosen.has(url)}
                    onChange={(checked) => toggle([url], checked)}
                  />
                )}
              </li>
            ))}
          </ul>
        </fieldset>
      ))}
    </div>
  );
}

interface GroupButtonsProps {
  readonly name: string;
  readonly urls: readonly string[];
  readonly onToggle: (urls: readonly string[], isWanted: boolean) => void;
}

function GroupButtons({ name, urls, onToggle }: GroupButtonsProps) {
  return (
    <div className="row-actions">
      <Button look="quiet" onClick={() => onToggle(urls, true)}>
        All<span className="visually-hidden"> of {name}</span>
      </Button>
      <Button look="quiet" onClick={() => onToggle(urls, false)}>
        None<span className="visually-hidden"> of {name}</span>
      </Button>
    </div>
  );
}

function foundSentence({ sitemap, total, pages }: Discovered): string {
  if (sitemap === null)
    return "The site has no sitemap, so only the page you named is listed. Add others by hand.";
  const shown = total > pages.length ? `, the first ${pages.length} are listed` : "";
  return `${plural(total, "page")} in ${sitemap}${shown}. A few of each route are suggested.`;
}
