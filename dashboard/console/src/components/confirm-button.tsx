import { useState, type ReactNode } from "react";
import type { IconName } from "./icon.tsx";
import { Button } from "./button.tsx";
import { Dialog, DialogFoot } from "./dialog.tsx";
import { TextField } from "./field.tsx";

interface ConfirmButtonProps {
  readonly children: ReactNode;
  readonly icon?: IconName;
  readonly look?: "plain" | "danger" | "quiet";
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly text: ReactNode;
  readonly action: string;
  readonly busy?: boolean;
  /** Must be typed first; for what cannot be undone and is much. */
  readonly typed?: string;
  readonly onConfirm: () => void;
}

/** A button that asks before it acts. */
export function ConfirmButton({
  children,
  icon,
  look = "plain",
  busy = false,
  ...question
}: ConfirmButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look={look} busy={busy} {...(icon && { icon })} onClick={() => setOpen(true)}>
        {children}
      </Button>
      {open && <Question {...question} onClose={() => setOpen(false)} />}
    </>
  );
}

type QuestionProps = Pick<ConfirmButtonProps, "title" | "text" | "action" | "typed" | "onConfirm"> & {
  readonly onClose: () => void;
};

function Question({ title, text, action, typed, onConfirm, onClose }: QuestionProps) {
  const [answer, setAnswer] = useState("");
  const isSure = typed === undefined || answer.trim() === typed;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSure) return;
          onClose();
          onConfirm();
        }}
      >
        <p>{text}</p>
        {typed !== undefined && (
          <TextField
            label={`Type “${typed}” to go on`}
            value={answer}
            onChange={setAnswer}
            autoComplete="off"
          />
        )}
        <DialogFoot>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" type="submit" disabled={!isSure}>
            {action}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
