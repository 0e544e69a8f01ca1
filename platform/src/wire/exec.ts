/**
 * `GET /v2/apps/{id}/components/{component}/exec?instance_name=&command=&terminal=true` answers ExecAnswer; the URL is a
 * websocket of the same control plane (over the unix socket only path and query of it count). Frames are App
 * Platform's: client `{op:"stdin",data}`, `{op:"resize",width,height}`, `{op:"eof"}` (ours); server `{data}`, with our
 * `stream` for what is no standard output, and, at the end, ours: `{exit: code}`, then close code 1000. `command` repeats, one word each; without it a shell.
 */
export interface ExecAnswer {
  readonly url: string;
}

export type ExecInput =
  | { readonly op: "stdin"; readonly data: string }
  | { readonly op: "resize"; readonly width: number; readonly height: number }
  | { readonly op: "eof" };

export type ExecOutput = { readonly data: string; readonly stream?: "stderr" } | { readonly exit: number };
