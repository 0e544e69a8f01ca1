import { basename, join } from "node:path";
import { findGo } from "../../toolchain/go.ts";
import type { Step } from "../../build-box.ts";
import type { BuildPack, PackContext } from "../pack.ts";

/** The tag the Go buildpack builds with. */
const TAGS = ["-tags", "heroku"] as const;

/** Programs of the module into `bin/`; a single one becomes the default process. */
export const goPack: BuildPack<"go"> = async (pack, context) => {
  const { box, report, tools } = context;
  const go = await findGo(tools);
  report.say(`Go ${go.version}`);
  box.provide({ path: [join(go.root, "bin"), "bin"], mounts: [go.root] });
  const settings = await goSettings(context);
  const names = await listPrograms(pack.packages, settings, context);
  const packages = pack.packages.length > 0 ? pack.packages : names.map(({ importPath }) => importPath);
  const [first, ...others] = packages;
  if (first === undefined) {
    report.say("The module has no main package: nothing is installed");
    return { processes: {}, env: {} };
  }
  await box.run({
    name: `go install ${packages.join(" ")}`,
    command: ["go", "install", ...TAGS, first, ...others],
    ...settings,
  });
  const [only] = names;
  return { processes: only && names.length === 1 ? { web: `bin/${only.program}` } : {}, env: {} };
};

type StepSettings = Pick<Step, "env" | "writable">;

async function goSettings({ box, dependencies, request }: PackContext): Promise<StepSettings> {
  const cache = await dependencies.downloads("go");
  const env = {
    GOPATH: cache,
    GOCACHE: join(cache, "build"),
    GOBIN: join(box.place.inside, "bin"),
    GOFLAGS: request.env["GOFLAGS"] ?? "-buildvcs=false",
    GOTOOLCHAIN: request.env["GOTOOLCHAIN"] ?? "auto",
  };
  return { env, writable: [cache] };
}

async function listPrograms(packages: readonly string[], settings: StepSettings, { box }: PackContext) {
  const format = '{{if eq .Name "main"}}{{.ImportPath}}\t{{.Target}}{{end}}';
  const outcome = await box.run({
    name: "Looking for programs",
    command: ["go", "list", "-f", format, ...(packages.length > 0 ? packages : ["./..."])],
    ...settings,
  });
  return outcome.stdout
    .split("\n")
    .map((line) => line.split("\t"))
    .flatMap(([importPath, target]) =>
      importPath && target ? [{ importPath, program: basename(target) }] : [],
    );
}
