import type { ReactNode, SubmitEvent } from "react";
import type { ApiError } from "../http.ts";
import { faultOf, formFault } from "../format/field-faults.ts";
import { Icon } from "./icon.tsx";

interface FormProps {
  readonly onSubmit: () => void;
  /** Faults that stand at none of these fields are shown above the form. */
  readonly error: ApiError | null;
  readonly fields: readonly string[];
  readonly children: ReactNode;
  readonly label?: string;
}

/** A form that the API judges: nothing typed is lost when it refuses. */
export function Form({ onSubmit, error, fields, children, label }: FormProps) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  const fault = formFault(error, fields);
  return (
    <form className="form" onSubmit={submit} noValidate aria-label={label}>
      {fault !== undefined && (
        <p className="form__fault" role="alert">
          <Icon name="alert" />
          <span>{fault}</span>
        </p>
      )}
      {children}
    </form>
  );
}

/** Asks for the fault of one field after another. */
export function faultsOf(error: ApiError | null): (field: string) => string | undefined {
  return (field) => faultOf(error, field);
}
