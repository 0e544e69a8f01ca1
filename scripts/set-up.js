// Prepares a machine for this repository: npm packages (with the Node the house runs on) and system programs.
// Runs on Node 20 and Node's own modules, since nothing else is there yet. A second run finds nothing to do.
//   --packages   only the npm packages
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "node_modules", ".ashore-set-up");
const pinnedNode = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.node;

// What the platform runs guests with. `found` names programs of which one is enough.
const programs = [
  { what: "a Redis server", found: ["redis-server", "valkey-server"], apt: "redis-server", brew: "redis" },
  { what: "bubblewrap", found: ["bwrap"], apt: "bubblewrap", linux: true },
  { what: "iproute2", found: ["ip"], apt: "iproute2", linux: true },
  { what: "nftables", found: ["nft"], apt: "nftables", linux: true },
  { what: "git", found: ["git"], apt: "git", brew: "git" },
  { what: "Python", found: ["python3"], apt: "python3", brew: "python3" },
  {
    what: "Python's venv",
    works: ["python3", "-c", "import venv, ensurepip"],
    apt: "python3-venv",
    linux: true,
  },
  // The dashboard measures with it.
  {
    what: "Chromium",
    found: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    apt: "chromium",
    linux: true,
  },
];

class SetUpError extends Error {}

try {
  installPackages();
  giveDashboardItsKey();
  if (!process.argv.includes("--packages")) installPrograms();
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function installPackages() {
  const wanted = packagesHash();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted && runningNode() === pinnedNode)
    return;
  console.log("Set-up: installing npm packages (package-lock.json is new or changed)");
  run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  // npm may be set to skip install scripts; the one of the package `node` puts the binary in place.
  if (runningNode() !== pinnedNode)
    run(["npm", "rebuild", "node", "--ignore-scripts=false", "--loglevel=error"]);
  if (runningNode() !== pinnedNode) {
    throw new SetUpError(`Set-up: node_modules/.bin/node is not Node ${pinnedNode}. Run: npm rebuild node`);
  }
  writeFileSync(stampFile, wanted);
}

/** The secret that the dashboard's spec leaves open; once made it stays, as what it encrypts is lost without it. */
function giveDashboardItsKey() {
  const file = join(root, "dashboard", ".do", "ashore.env");
  if (existsSync(file)) return;
  writeFileSync(file, `ENCRYPTION_KEY=${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
}

function packagesHash() {
  const hash = createHash("sha256");
  for (const file of [
    "package-lock.json",
    "package.json",
    "platform/package.json",
    "dashboard/package.json",
  ]) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function runningNode() {
  const outcome = spawnSync(join(root, "node_modules", ".bin", "node"), ["--version"], { encoding: "utf8" });
  return (outcome.stdout ?? "").trim().replace(/^v/, "");
}

function installPrograms() {
  const missing = programs.filter(
    (program) => (!program.linux || process.platform === "linux") && !isThere(program),
  );
  if (missing.length === 0) return;
  console.log(`Set-up: missing ${missing.map((program) => program.what).join(", ")}`);
  const install = installCommand(missing);
  if (install.may) {
    console.log(`Set-up: running ${install.lines.join(" && ")}`);
    for (const line of install.lines) run(line.split(" "), { DEBIAN_FRONTEND: "noninteractive" });
    const still = missing.filter((program) => !isThere(program));
    if (still.length === 0) return;
  }
  throw new SetUpError(`Set-up: please run this, then try again:\n  ${install.lines.join(" && ")}`);
}

function isThere(program) {
  if (program.works)
    return spawnSync(program.works[0], program.works.slice(1), { stdio: "ignore" }).status === 0;
  return program.found.some((name) => find(name) !== undefined);
}

function find(name) {
  const directories = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installCommand(missing) {
  if (process.platform === "darwin") {
    const names = missing.map((program) => program.brew);
    return { may: find("brew") !== undefined, lines: [`brew install ${names.join(" ")}`] };
  }
  const names = missing.map((program) => program.apt).join(" ");
  const sudo = process.getuid() === 0 ? "" : "sudo ";
  const lines = [`${sudo}apt-get update`, `${sudo}apt-get install -y --no-install-recommends ${names}`];
  return { may: find("apt-get") !== undefined && maySudo(), lines };
}

function maySudo() {
  if (process.getuid() === 0) return true;
  if (find("sudo") === undefined) return false;
  // With a terminal sudo may ask for the password; without one it has to work silently.
  return process.stdin.isTTY || spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0;
}

function run([program, ...args], env = {}) {
  const outcome = spawnSync(program, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (outcome.status !== 0) {
    throw new SetUpError(`Set-up: this failed, see above: ${[program, ...args].join(" ")}`);
  }
}
