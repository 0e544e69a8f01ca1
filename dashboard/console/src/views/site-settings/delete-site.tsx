import { useLocation } from "wouter";
import type { Site } from "../../../../src/api/shapes/sites.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Panel } from "../../components/panel.tsx";
import { useDeleteSite } from "../../queries/sites.ts";

export function DeleteSite({ site: { id, name } }: { readonly site: Site }) {
  const [, navigate] = useLocation();
  const remove = useDeleteSite(() => navigate("/"));
  return (
    <Panel title="Delete the site">
      <p>
        All its pages, measurements, budgets and markers are deleted with it. To keep the history, switch the
        site off instead.
      </p>
      <div>
        <ConfirmButton
          look="danger"
          icon="trash"
          title={`Delete ${name}?`}
          text="Everything that was measured is lost. This cannot be undone."
          action="Delete the site"
          typed={name}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(id)}
        >
          Delete the site
        </ConfirmButton>
      </div>
    </Panel>
  );
}
