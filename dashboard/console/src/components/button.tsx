import type { ComponentProps, ReactNode } from "react";
import { Link } from "wouter";
import { Icon, type IconName } from "./icon.tsx";

type Look = "plain" | "primary" | "danger" | "quiet";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: Look;
  readonly icon?: IconName;
  /** Work is under way: says so, and does nothing when pressed again. */
  readonly busy?: boolean;
}

export function Button({ look = "plain", icon, busy = false, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button--${look}`}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        // Not `disabled`: that would take the focus away from who pressed it.
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface LinkButtonProps {
  readonly href: string;
  readonly look?: Look;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

/** Looks like a button, goes to another view. */
export function LinkButton({ href, look = "plain", icon, children }: LinkButtonProps) {
  return (
    <Link href={href} className={`button button--${look}`}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}

/** A button of an icon alone; the label is what it is called. */
export function IconButton({
  label,
  icon,
  onClick,
}: {
  readonly label: string;
  readonly icon: IconName;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
