import { useState, type ReactNode } from "react";
import {
  describeMetric,
  metrics,
  profiles,
  type Metric,
  type Profile,
} from "../../../../src/papers/metric.ts";
import type { Budget } from "../../../../src/api/shapes/judging.ts";
import type { Site } from "../../../../src/api/shapes/sites.ts";
import type { ApiError } from "../../http.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogFoot } from "../../components/dialog.tsx";
import { SelectField } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { profileWords } from "../../format/words.ts";
import { useCreateBudget, useUpdateBudget } from "../../queries/budgets.ts";
import { judgeLimits } from "./judge-limits.ts";
import { LimitFields } from "./limit-fields.tsx";
import { Preview } from "./preview.tsx";
import { limitText, parseLimit } from "./units.ts";

const ANY = "";

interface Scope {
  readonly siteId: string;
  readonly pageId: string;
  readonly profile: Profile | typeof ANY;
  readonly metric: Metric;
}

interface CreateProps {
  readonly sites: readonly Site[];
  readonly siteId: string | null;
  readonly onClose: () => void;
}

export function CreateBudgetDialog({ sites, siteId, onClose }: CreateProps) {
  const [scope, setScope] = useState<Scope>({
    siteId: siteId ?? sites[0]?.id ?? "",
    pageId: ANY,
    profile: ANY,
    metric: "lcp",
  });
  const create = useCreateBudget(onClose);
  return (
    <Dialog title="New budget" onClose={onClose} wide>
      <LimitsForm
        scope={scope}
        initial={{ warn: null, fail: null }}
        error={create.error}
        busy={create.isPending}
        action="Add the budget"
        onClose={onClose}
        onSubmit={(limits) =>
          create.mutate({
            ...limits,
            siteId: scope.siteId,
            metric: scope.metric,
            pageId: scope.pageId === ANY ? null : scope.pageId,
            profile: scope.profile === ANY ? null : scope.profile,
          })
        }
      >
        <ScopeFields sites={sites} scope={scope} onChange={(change) => setScope({ ...scope, ...change })} />
      </LimitsForm>
    </Dialog>
  );
}

export function EditBudgetDialog({
  budget,
  onClose,
}: {
  readonly budget: Budget;
  readonly onClose: () => void;
}) {
  const update = useUpdateBudget(onClose);
  const { id, siteId, siteName, metric, pageId, profile, warn, fail } = budget;
  return (
    <Dialog title={`Budget for ${describeMetric(metric).label}, ${siteName}`} onClose={onClose} wide>
      <LimitsForm
        scope={{ siteId, pageId: pageId ?? ANY, profile: profile ?? ANY, metric }}
        initial={{ warn, fail }}
        error={update.error}
        busy={update.isPending}
        action="Save"
        onClose={onClose}
        onSubmit={(limits) => update.mutate({ id, ...limits })}
      />
    </Dialog>
  );
}

interface ScopeFieldsProps {
  readonly sites: readonly Site[];
  readonly scope: Scope;
  readonly onChange: (change: Partial<Scope>) => void;
}

function ScopeFields({ sites, scope, onChange }: ScopeFieldsProps) {
  const pages = sites.find(({ id }) => id === scope.siteId)?.pages ?? [];
  return (
    <div className="fields">
      <SelectField
        label="Site"
        value={scope.siteId}
        options={sites.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(siteId) => onChange({ siteId, pageId: ANY })}
      />
      <SelectField
        label="Page"
        value={scope.pageId}
        options={[
          { value: ANY, label: "Every page" },
          ...pages.map(({ id, label }) => ({ value: id, label })),
        ]}
        onChange={(pageId) => onChange({ pageId })}
      />
      <SelectField
        label="Profile"
        value={scope.profile}
        options={[
          { value: ANY, label: "Both" },
          ...profiles.map((value) => ({ value, label: profileWords[value] })),
        ]}
        onChange={(profile) => onChange({ profile })}
      />
      <SelectField
        label="Metric"
        value={scope.metric}
        options={metrics.map((value) => ({ value, label: describeMetric(value).label }))}
        onChange={(metric) => onChange({ metric })}
      />
    </div>
  );
}

interface LimitsFormProps {
  readonly scope: Scope;
  readonly initial: Pick<Budget, "warn" | "fail">;
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly action: string;
  readonly onSubmit: (limits: Pick<Budget, "warn" | "fail">) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

function LimitsForm({ scope, initial, error, busy, action, onSubmit, onClose, children }: LimitsFormProps) {
  const { metric } = scope;
  const [warn, setWarn] = useState(limitText(metric, initial.warn));
  const [fail, setFail] = useState(limitText(metric, initial.fail));
  const [wasSent, setSent] = useState(false);
  const limits = { warn: parseLimit(metric, warn), fail: parseLimit(metric, fail) };
  const own = judgeLimits(metric, limits);
  const send = () => {
    setSent(true);
    if (!busy && Object.keys(own).length === 0) onSubmit(limits);
  };
  return (
    <Form onSubmit={send} error={error} fields={["warn", "fail"]}>
      {children}
      <LimitFields
        metric={metric}
        texts={{ warn, fail }}
        own={wasSent ? own : {}}
        error={error}
        onWarn={setWarn}
        onFail={setFail}
      />
      <Preview query={previewQuery(scope)} metric={metric} limits={limits} />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={busy}>
          {action}
        </Button>
      </DialogFoot>
    </Form>
  );
}

function previewQuery({ siteId, pageId, profile, metric }: Scope) {
  if (siteId === "") return null;
  return { siteId, metric, ...(pageId !== ANY && { pageId }), ...(profile !== ANY && { profile }) };
}
