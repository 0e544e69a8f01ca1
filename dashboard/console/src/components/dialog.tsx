import { useEffect, useId, useRef, type ReactNode } from "react";
import { IconButton } from "./button.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

/**
 * A modal dialog for as long as it is rendered. The browser keeps the focus inside and Escape closes it; the focus
 * goes back to where it was, also when the dialog is taken away rather than closed.
 */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const opener = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    <dialog
      ref={ref}
      className={wide ? "dialog dialog--wide" : "dialog"}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId} className="dialog__title">
        {title}
      </h2>
      {children}
      {/* Last, so that the browser gives the focus to the first control that matters. */}
      <div className="dialog__close">
        <IconButton label="Close" icon="close" onClick={onClose} />
      </div>
    </dialog>
  );
}

/** The buttons at a dialog's foot, the one that does it last. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  return <div className="dialog__foot">{children}</div>;
}
