import { useState } from "react";
import { useSearchParams } from "wouter";
import type { Budget } from "../../../src/api/shapes/judging.ts";
import { Button } from "../components/button.tsx";
import { Empty } from "../components/empty.tsx";
import { SelectField } from "../components/field.tsx";
import { Loaded } from "../components/loaded.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { SkeletonRows } from "../components/skeleton.tsx";
import { useBudgets } from "../queries/budgets.ts";
import { useMay } from "../queries/session.ts";
import { useSites } from "../queries/sites.ts";
import { withParams } from "../url-state/params.ts";
import { Anomalies } from "./budgets/anomalies.tsx";
import { CreateBudgetDialog, EditBudgetDialog } from "./budgets/budget-dialog.tsx";
import { BudgetTable } from "./budgets/budget-table.tsx";

type Open = { readonly kind: "create" } | { readonly kind: "edit"; readonly budget: Budget } | null;

export default function Budgets() {
  const [params, setParams] = useSearchParams();
  const siteId = params.get("site");
  const [open, setOpen] = useState<Open>(null);
  const sites = useSites().data ?? [];
  const mayEdit = useMay("editor") && sites.length > 0;
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        title="Budgets"
        below="Limits that a site should keep, and changes nobody set a limit for"
        actions={
          mayEdit && (
            <Button look="primary" icon="plus" onClick={() => setOpen({ kind: "create" })}>
              New budget
            </Button>
          )
        }
      />
      <div className="toolbar">
        <SelectField
          label="Site"
          value={siteId ?? ""}
          options={[
            { value: "", label: "All sites" },
            ...sites.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(site) => setParams(withParams(params, { site }), { replace: true })}
        />
      </div>
      <BudgetList siteId={siteId} onEdit={(budget) => setOpen({ kind: "edit", budget })} />
      <Anomalies siteId={siteId} />
      {open?.kind === "create" && <CreateBudgetDialog sites={sites} siteId={siteId} onClose={close} />}
      {open?.kind === "edit" && <EditBudgetDialog budget={open.budget} onClose={close} />}
    </>
  );
}

function BudgetList({
  siteId,
  onEdit,
}: {
  readonly siteId: string | null;
  readonly onEdit: (budget: Budget) => void;
}) {
  const budgets = useBudgets();
  return (
    <Loaded query={budgets} skeleton={<SkeletonRows rows={6} />}>
      {(all) => {
        const shown = siteId === null ? all : all.filter((budget) => budget.siteId === siteId);
        return (
          <Panel
            title="Budgets"
            hint="A budget changes its state only when measurements agree: one outlier is not enough"
            flush
          >
            {shown.length === 0 ? (
              <Empty title="No budget yet">
                <p>
                  A budget says how slow or how large a page may be, and tells people when that no longer
                  holds.
                </p>
              </Empty>
            ) : (
              <BudgetTable budgets={shown} onEdit={onEdit} />
            )}
          </Panel>
        );
      }}
    </Loaded>
  );
}
