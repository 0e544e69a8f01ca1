import { access } from "node:fs/promises";
import { createConnection } from "node:net";
import path from "node:path";
import type { Client } from "../client/index.ts";
import type { Context } from "./context.ts";
import { ensureControlPlane, findControlPlane, releaseControlPlane } from "./control-plane.ts";

/**
 * Does work with the control plane. If none answers, one is started for it, but only where it has something to say:
 * instances run on although it was killed, or `readsStore` and something is remembered.
 * @returns what the work gives, or undefined if there was no control plane and no need of one
 */
export async function withControlPlane<T>(
  context: Context,
  { readsStore }: { readonly readsStore: boolean },
  work: (client: Client) => Promise<T>,
): Promise<T | undefined> {
  const found = await findControlPlane(context);
  if (found) return work(found);
  if (!(await isRouterUp(context.home)) && !(readsStore && (await hasStore(context.home)))) return undefined;
  const { client, started } = await ensureControlPlane(context);
  try {
    return await work(client);
  } finally {
    if (started) await releaseControlPlane(client);
  }
}

/** True if the router of a home lives: it outlives the control plane, as instances do. */
export function isRouterUp(home: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path.join(home, "router.sock"));
    const end = (isUp: boolean): void => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}

function hasStore(home: string): Promise<boolean> {
  return access(path.join(home, "ashore.db")).then(
    () => true,
    () => false,
  );
}
