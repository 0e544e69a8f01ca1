import { useState } from "react";
import type { AuditEntry } from "../../../../src/api/shapes/people.ts";
import { Empty } from "../../components/empty.tsx";
import { TextField } from "../../components/field.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { AbsoluteMoment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { useAudit } from "../../queries/people.ts";

export default function Audit() {
  const audit = useAudit();
  const [words, setWords] = useState("");
  return (
    <Panel title="Audit log" hint="The newest 200 changes" flush>
      <Loaded query={audit} skeleton={<SkeletonRows rows={8} />}>
        {(entries) => (
          <>
            <div className="panel__bar">
              <TextField label="Filter" type="search" value={words} onChange={setWords} />
            </div>
            <AuditTable entries={entries.filter((entry) => includesText(entry, words))} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  if (entries.length === 0) return <Empty title="No entry" />;
  return (
    <Table label="Audit log" head={<Heads names={["When", "Who", "What", "Subject", "Details"]} />}>
      {entries.map(({ id, at, user, action, subject, details }) => (
        <tr key={id}>
          <td>
            <AbsoluteMoment at={at} />
          </td>
          <td>{user ?? <span className="muted">The system</span>}</td>
          <td>
            <code>{action}</code>
          </td>
          <td>{subject}</td>
          <td className="address">
            {Object.keys(details).length > 0 && <code>{JSON.stringify(details)}</code>}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function includesText({ user, action, subject }: AuditEntry, words: string): boolean {
  return `${user ?? "the system"} ${action} ${subject}`.toLowerCase().includes(words.trim().toLowerCase());
}
