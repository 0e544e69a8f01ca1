import { useState } from "react";
import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { reportAddress } from "../../api.ts";
import { Button } from "../../components/button.tsx";
import { ExternalLink } from "../../components/external-link.tsx";
import { Panel } from "../../components/panel.tsx";

/**
 * Lighthouse's own report. It holds what a measured page chose to send, so its frame has neither the console's origin
 * nor its cookies; and it is large, so it comes when it is asked for.
 */
export function Report({ measurement: { id, hasReport, state } }: { readonly measurement: Measurement }) {
  const [isOpen, setOpen] = useState(false);
  if (!hasReport) {
    return state === "done" ? <p className="muted">The full Lighthouse report is no longer kept.</p> : null;
  }
  return (
    <Panel
      title="Lighthouse report"
      hint="Of the representative sample"
      actions={
        <>
          <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide the report" : "Show the report"}
          </Button>
          <ExternalLink href={reportAddress(id)}>Open by itself</ExternalLink>
        </>
      }
    >
      {isOpen && (
        <iframe
          className="report"
          title="Lighthouse report"
          src={reportAddress(id)}
          sandbox="allow-scripts allow-popups"
          referrerPolicy="no-referrer"
        />
      )}
    </Panel>
  );
}
