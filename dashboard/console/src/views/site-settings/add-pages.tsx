import { useState } from "react";
import type { Discovered, Site } from "../../../../src/api/shapes/sites.ts";
import { Button } from "../../components/button.tsx";
import { DiscoveredPages } from "../../components/discovered-pages.tsx";
import { TextField } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { plural } from "../../format/quantity.ts";
import { useAddPage } from "../../queries/pages.ts";
import { useDiscover } from "../../queries/sites.ts";

/** One page by its address, or several from the sitemap. */
export function AddPages({ site }: { readonly site: Site }) {
  const [found, setFound] = useState<Discovered | null>(null);
  const discover = useDiscover();
  return (
    <>
      <AddPageForm site={site} />
      <div className="find-pages">
        <Button
          icon="search"
          busy={discover.isPending}
          onClick={() => discover.mutate(site.origin, { onSuccess: setFound })}
        >
          Find pages from the sitemap
        </Button>
        {discover.error !== null && <p className="field__fault">{discover.error.message}</p>}
      </div>
      {found !== null && <FoundPages site={site} found={found} onDone={() => setFound(null)} />}
    </>
  );
}

function AddPageForm({ site }: { readonly site: Site }) {
  const [url, setUrl] = useState("");
  const [label, setLabel] = useState("");
  const add = useAddPage(site.id, () => {
    setUrl("");
    setLabel("");
  });
  const faults = faultsOf(add.error);
  return (
    <Form
      label="Add a page"
      onSubmit={() => !add.isPending && add.mutate({ siteId: site.id, url, label })}
      error={add.error}
      fields={["url", "label"]}
    >
      <div className="fields">
        <TextField
          label="Address of another page"
          type="url"
          placeholder={`${site.origin}/…`}
          value={url}
          onChange={setUrl}
          fault={faults("url")}
        />
        <TextField
          label="Label"
          hint="Left empty, its path"
          value={label}
          onChange={setLabel}
          fault={faults("label")}
        />
        <Button type="submit" icon="plus" busy={add.isPending}>
          Add the page
        </Button>
      </div>
    </Form>
  );
}

interface FoundPagesProps {
  readonly site: Site;
  readonly found: Discovered;
  readonly onDone: () => void;
}

function FoundPages({ site, found, onDone }: FoundPagesProps) {
  const known = new Set(site.pages.map(({ url }) => url));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const wanted = [...chosen].filter((url) => !known.has(url));
  const add = useAddPage(site.id, () => undefined);
  const addAll = async () => {
    // One after another: what the API refuses leaves the rest chosen, and says why.
    for (const url of wanted) await add.mutateAsync({ siteId: site.id, url, label: "" });
    onDone();
  };
  return (
    <>
      <DiscoveredPages found={found} chosen={chosen} known={known} onChange={setChosen} />
      {add.error !== null && <p className="field__fault">{add.error.message}</p>}
      <div className="row-actions">
        <Button onClick={onDone}>Leave</Button>
        <Button
          look="primary"
          busy={add.isPending}
          disabled={wanted.length === 0}
          onClick={() => void addAll().catch(() => undefined)}
        >
          Add {plural(wanted.length, "page")}
        </Button>
      </div>
    </>
  );
}
