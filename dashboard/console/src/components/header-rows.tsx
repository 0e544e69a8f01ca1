import { Button, IconButton } from "./button.tsx";
import { TextField } from "./field.tsx";

export interface HeaderRow {
  readonly name: string;
  readonly value: string;
}

interface HeaderRowsProps {
  readonly rows: readonly HeaderRow[];
  readonly onChange: (rows: readonly HeaderRow[]) => void;
}

/** Request headers to be sent along. Values are typed here and never shown again. */
export function HeaderRows({ rows, onChange }: HeaderRowsProps) {
  const change = (index: number, part: Partial<HeaderRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <div className="rows">
      {rows.map(({ name, value }, index) => (
        <div key={index} className="rows__row">
          <TextField
            label="Name"
            value={name}
            onChange={(text) => change(index, { name: text })}
            autoComplete="off"
            spellCheck={false}
          />
          <TextField
            label="Value"
            type="password"
            value={value}
            onChange={(text) => change(index, { value: text })}
            autoComplete="off"
          />
          <IconButton
            label={`Remove header ${name || String(index + 1)}`}
            icon="trash"
            onClick={() => onChange(rows.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button icon="plus" onClick={() => onChange([...rows, { name: "", value: "" }])}>
        Add a header
      </Button>
    </div>
  );
}

/** As the API takes them; rows without a name are no headers. */
export function headersOf(rows: readonly HeaderRow[]): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap(({ name, value }) => (name.trim() === "" ? [] : [[name.trim(), value]])),
  );
}
