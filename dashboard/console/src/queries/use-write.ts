import { useMutation, useQueryClient, type QueryKey, type UseMutationResult } from "@tanstack/react-query";
import type { ApiError } from "../http.ts";
import { useAnnounce } from "../components/announcer.tsx";

export interface WriteOptions<In, Out> {
  /** What may have changed, as beginnings of keys. */
  readonly refreshes: readonly QueryKey[];
  /** Said (and shown) when it worked. */
  readonly says?: string | ((out: Out) => string);
  readonly onDone?: (out: Out, input: In) => void;
  /** A form shows what was refused at its fields; everything else as a message. */
  readonly showsErrors?: boolean;
}

export type Write<In, Out> = UseMutationResult<Out, ApiError, In>;

/** One call that changes something, and what is asked again afterwards. */
export function useWrite<In, Out>(
  call: (input: In) => Promise<Out>,
  { refreshes, says, onDone, showsErrors = false }: WriteOptions<In, Out>,
): Write<In, Out> {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation<Out, ApiError, In>({
    mutationFn: call,
    onSuccess: (out, input) => {
      if (says !== undefined) announce(typeof says === "string" ? says : says(out));
      onDone?.(out, input);
      for (const queryKey of refreshes) void client.invalidateQueries({ queryKey });
    },
    onError: (error) => {
      if (!showsErrors) announce(error.message, "error");
    },
  });
}
