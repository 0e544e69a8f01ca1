import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildRequest } from "./builder.ts";
import type { BuildMachine } from "./machine.ts";
import { writeRegistrySettings } from "./registry-settings.ts";
import { copySource } from "./source-copy.ts";
import { giveTo } from "./trees.ts";

/** Where a boxed program sees its workspace, while it is built and while it runs. */
export const WORKSPACE = "/workspace";

const SOURCE = "/source";
const HOME = "/home/app";
const TEMPORARY = "/home/tmp";

/**
 * One build's directories. `inside` is how commands see what `directory` is on this machine; without
 * bubblewrap both are the same, which is why such a build stands at its final place from the start.
 */
export interface BuildPlace {
  /** The component's directory. */
  readonly directory: string;
  /** The component's directory as it will be seen at run time. */
  readonly inside: string;
  /** Directory commands start in: `inside`, or the same files seen amid their whole source. */
  readonly start: string;
  /** Private HOME and TMPDIR on this machine and inside. */
  readonly home: { readonly host: string; readonly inside: string };
  readonly temporary: { readonly host: string; readonly inside: string };
  /** Binds besides the directory itself. */
  readonly binds: readonly { readonly host: string; readonly inside: string }[];
  readonly passwd: string | null;
  readonly group: string | null;
}

export interface PlaceOptions {
  readonly machine: BuildMachine;
  readonly request: BuildRequest;
  /** Removed when the build ends. */
  readonly scratch: string;
  /** Where the source is copied to. */
  readonly root: string;
}

/** Copies the source and lays out everything the box needs, owned by the app's user. */
export async function preparePlace(options: PlaceOptions): Promise<BuildPlace> {
  const { machine, request, scratch, root } = options;
  const { directory: below, reachesOutside } = request.inputs.source;
  const whole = reachesOutside === true && below !== "";
  const place = describePlace(options, whole);
  await copySource({
    sourceRoot: request.sourceRoot,
    files: request.files,
    below: whole ? "" : below,
    target: root,
  });
  for (const path of [place.directory, place.home.host, place.temporary.host]) {
    await mkdir(path, { recursive: true });
  }
  await writeRegistrySettings(machine, place.home.host);
  await giveTo(request.uid, [root, place.home.host, place.temporary.host]);
  await writeAccounts(request.uid, scratch);
  return place;
}

function describePlace({ machine, request, scratch, root }: PlaceOptions, whole: boolean): BuildPlace {
  const boxed = machine.capabilities.programs.bwrap !== null;
  const below = request.inputs.source.directory;
  const directory = whole ? join(root, below) : root;
  const home = join(scratch, "home");
  const temporary = join(scratch, "tmp");
  const inside = boxed ? WORKSPACE : directory;
  return {
    directory,
    inside,
    start: whole && boxed ? join(SOURCE, below) : inside,
    home: { host: home, inside: boxed ? HOME : home },
    temporary: { host: temporary, inside: boxed ? TEMPORARY : temporary },
    binds: whole
      ? [
          { host: root, inside: SOURCE },
          { host: directory, inside: WORKSPACE },
        ]
      : [],
    passwd: request.uid === null ? null : join(scratch, "passwd"),
    group: request.uid === null ? null : join(scratch, "group"),
  };
}

/** Programs ask for the name of the user they run as, and some end when there is none. */
async function writeAccounts(uid: number | null, scratch: string): Promise<void> {
  if (uid === null) return;
  await writeFile(
    join(scratch, "passwd"),
    `root:x:0:0:root:/root:/bin/sh\napp:x:${uid}:${uid}:app:${HOME}:/bin/sh\n`,
  );
  await writeFile(join(scratch, "group"), `root:x:0:\napp:x:${uid}:\n`);
}
