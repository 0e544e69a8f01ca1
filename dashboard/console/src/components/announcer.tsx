import { createContext, useCallback, useContext, useState, type ReactNode } from "react";
import { Icon } from "./icon.tsx";

const SHOWN_MS = 6000;

type Tone = "done" | "error";
type Announce = (text: string, tone?: Tone) => void;
interface Message {
  readonly id: number;
  readonly text: string;
  readonly tone: Tone;
}

const AnnounceContext = createContext<Announce>(() => undefined);

/** Says what came of an action: shown at the edge of the window, and read aloud. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const remove = useCallback(
    (id: number) => setMessages((now) => now.filter((message) => message.id !== id)),
    [],
  );
  const announce = useCallback<Announce>(
    (text, tone = "done") => {
      const id = Date.now() + Math.random();
      setMessages((now) => [...now.slice(-2), { id, text, tone }]);
      // What went wrong stays until it is read.
      if (tone === "done") window.setTimeout(() => remove(id), SHOWN_MS);
    },
    [remove],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="toasts">
        <Toasts role="status" messages={messages.filter(({ tone }) => tone === "done")} onClose={remove} />
        <Toasts role="alert" messages={messages.filter(({ tone }) => tone === "error")} onClose={remove} />
      </div>
    </AnnounceContext>
  );
}

interface ToastsProps {
  readonly role: "status" | "alert";
  readonly messages: readonly Message[];
  readonly onClose: (id: number) => void;
}

function Toasts({ role, messages, onClose }: ToastsProps) {
  return (
    <div role={role}>
      {messages.map(({ id, text, tone }) => (
        <div key={id} className={`toast toast--${tone}`}>
          <Icon name={tone === "done" ? "check" : "alert"} />
          <span>{text}</span>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => onClose(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
