import { useState } from "react";
import { Link } from "wouter";
import { describeMetric } from "../../../../src/papers/metric.ts";
import { budgetStates } from "../../../../src/papers/states.ts";
import type { Budget } from "../../../../src/api/shapes/judging.ts";
import { formatValue } from "../../../../src/judging/format-value.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Absent } from "../../components/metric-value.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { BudgetTag } from "../../components/state-tags.tsx";
import { profileWords } from "../../format/words.ts";
import { useDeleteBudget } from "../../queries/budgets.ts";
import { useMay } from "../../queries/session.ts";
import { BudgetSeries } from "./budget-series.tsx";

interface BudgetTableProps {
  readonly budgets: readonly Budget[];
  readonly onEdit: (budget: Budget) => void;
}

/** All budgets, the worst first. */
export function BudgetTable({ budgets, onEdit }: BudgetTableProps) {
  const mayEdit = useMay("editor");
  const sorted = budgets.toSorted((a, b) => badness(b) - badness(a) || a.siteName.localeCompare(b.siteName));
  return (
    <Table
      label="Budgets"
      head={
        <>
          <Heads names={["State", "Site", "Page", "Profile", "Metric", "#At risk", "#Exceeded"]} />
          <ActionsHead />
        </>
      }
    >
      {sorted.map((budget) => (
        <Rows key={budget.id} budget={budget} mayEdit={mayEdit} onEdit={() => onEdit(budget)} />
      ))}
    </Table>
  );
}

function badness({ state }: Budget): number {
  return budgetStates.indexOf(state);
}

interface RowsProps {
  readonly budget: Budget;
  readonly mayEdit: boolean;
  readonly onEdit: () => void;
}

function Rows({ budget, mayEdit, onEdit }: RowsProps) {
  const [isOpen, setOpen] = useState(false);
  const { state, siteId, siteName, pageLabel, profile, metric, warn, fail, series } = budget;
  return (
    <>
      <tr>
        <td>
          <BudgetTag state={state} />
        </td>
        <th scope="row">
          <Link href={`/sites/${siteId}`}>{siteName}</Link>
        </th>
        <td>{pageLabel ?? <span className="muted">Every page</span>}</td>
        <td>{profile === null ? <span className="muted">Both</span> : profileWords[profile]}</td>
        <td>{describeMetric(metric).label}</td>
        <td className="number">{warn === null ? <Absent /> : formatValue(metric, warn)}</td>
        <td className="number">{fail === null ? <Absent /> : formatValue(metric, fail)}</td>
        <ActionsCell>
          <Button look="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide series" : `Show series (${series.length})`}
          </Button>
          {mayEdit && (
            <Button look="quiet" icon="edit" onClick={onEdit}>
              Edit
            </Button>
          )}
          {mayEdit && <DeleteBudget budget={budget} />}
        </ActionsCell>
      </tr>
      {isOpen && (
        <tr className="row--detail">
          <td colSpan={8}>
            <BudgetSeries budget={budget} />
          </td>
        </tr>
      )}
    </>
  );
}

function DeleteBudget({ budget: { id, metric, siteName } }: { readonly budget: Budget }) {
  const remove = useDeleteBudget();
  return (
    <ConfirmButton
      look="quiet"
      icon="trash"
      title="Delete this budget?"
      text={`The budget for ${describeMetric(metric).label} of ${siteName} is no longer watched. Measurements stay.`}
      action="Delete the budget"
      busy={remove.isPending}
      onConfirm={() => remove.mutate(id)}
    >
      Delete
    </ConfirmButton>
  );
}
