import { useId } from "react";
import { useAnnounce } from "./announcer.tsx";
import { Button } from "./button.tsx";

/** Something that is shown once, to be copied. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const id = useId();
  const announce = useAnnounce();
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => announce("Copied"),
      () => announce("The browser does not allow copying: select the text and copy it yourself", "error"),
    );
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="copy-field">
        <input
          id={id}
          className="input input--code"
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
        />
        <Button icon="copy" onClick={copy}>
          Copy
        </Button>
      </div>
    </div>
  );
}
