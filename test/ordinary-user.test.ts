import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, harbour, repository, waitUntil, type Harbour } from "./kit.ts";
import { leftovers } from "./leftovers.ts";
import { packPlatform } from "./packed.ts";
import { bringUp, from, type Spec } from "./tiny.ts";

// Nobody, on every Linux.
const UID = 65_534;
const asNobody = ["setpriv", `--reuid=${UID}`, `--regid=${UID}`, "--clear-groups"];
/** Hides bubblewrap from what it starts. */
const withoutBubblewrap = [
  ...["unshare", "--mount", "sh", "-c"],
  'for file in $(which -a bwrap); do mount --bind /dev/null "$file" || exit 1; done; exec "$@"',
  "sh",
];

const isRoot = process.getuid?.() === 0;
const works = ([program = "", ...args]: readonly string[]): boolean => spawnSync(program, args).status === 0;

// System Python: an app of an ordinary user may not read where the Node of these tests is.
const program = `
import http.server, json, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"uid": os.getuid(), "env": dict(os.environ)}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
port = int(sys.argv[1]) if len(sys.argv) > 1 else int(os.environ["PORT"])
print("listening on", port, flush=True)
http.server.ThreadingHTTPServer(("0.0.0.0", port), Handler).serve_forever()
`;

const python = (name: string, more: object = {}): object => ({
  name,
  ...from("code"),
  run_command: "exec python3 server.py",
  ...more,
});

const levels: readonly (readonly [string, readonly string[], boolean])[] = [
  ["with bubblewrap", asNobody, isRoot && works([...asNobody, "bwrap", "--ro-bind", "/", "/", "true"])],
  [
    "without bubblewrap",
    [...withoutBubblewrap, ...asNobody],
    isRoot && works([...withoutBubblewrap, ...asNobody, "true"]),
  ],
];

interface Place {
  readonly command: readonly string[];
  /** Directory that everybody may write to. */
  readonly cache: string;
  remove(): void;
}

/** The platform and a Node where this user may read them: this checkout's, else copies. */
function placeForNobody(): Place {
  const cache = mkdtempSync(join(tmpdir(), "ashore-n-"));
  chmodSync(cache, 0o777);
  const removeCache = (): void => rmSync(cache, { recursive: true, force: true });
  const here = [process.execPath, "--", join(repository, "platform", "bin", "ashore.js")];
  if (works([...asNobody, ...here, "--version"])) return { command: here, cache, remove: removeCache };
  const packed = packPlatform();
  const node = join(packed.directory, "node");
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  const remove = (): void => {
    packed.remove();
    removeCache();
  };
  return { command: [node, "--", packed.command], cache, remove };
}

// Skipped where we are not root ourselves, or may neither become another user nor make namespaces.
describe.each(levels)("an ordinary user %s (needs root, setpriv, unshare)", (level, prefix, isPossible) => {
  let place: Place;
  let at: Harbour;
  beforeAll(async () => {
    if (!isPossible) return;
    place = placeForNobody();
    const env = { HOME: place.cache, ASHORE_CACHE: place.cache };
    at = await harbour({ command: [...prefix, ...place.command], owner: UID, env });
  });
  afterAll(async () => {
    if (!isPossible) return;
    await at.end();
    place.remove();
  });

  const checkout = (spec: Spec): string =>
    at.checkout({ "code/server.py": program, ".do/app.yaml": JSON.stringify(spec) });

  it.skipIf(!isPossible)("has an app live: ports assigned, services found, under this user", async () => {
    const spec = {
      name: "shared",
      services: [
        python("web", { envs: [{ key: "API", value: "${api.PRIVATE_URL}" }] }),
        python("api", { http_port: 8080 }),
      ],
      workers: [python("helper", { run_command: "echo helping; exec sleep 1000" })],
      ingress: {
        rules: [
          { match: { path: { prefix: "/api" } }, component: { name: "api" } },
          { match: { path: { prefix: "/" } }, component: { name: "web" } },
        ],
      },
    };
    await bringUp(at, checkout(spec));
    const web = await answerOf("shared", "/");
    const api = await answerOf("shared", "/api");
    expect(web.uid).toBe(UID);
    expect(web.env["PORT"]).not.toBe(api.env["PORT"]);
    expect(web.env["API"]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const direct = await fetch(web.env["API"]!);
    expect(((await direct.json()) as { env: object }).env).toMatchObject({ PORT: api.env["PORT"] });
    expect((await at.ashore(["logs", "helper", "-a", "shared"])).stdout).toContain("helping");
  });

  it.skipIf(!isPossible)("is told which isolation there is", async () => {
    const { controlPlane } = JSON.parse((await at.ashore(["status", "--json"])).stdout) as {
      controlPlane: { runtime: { network: string; isolation: string[]; notes: string[] } };
    };
    expect(controlPlane.runtime.network).toBe("shared");
    expect(controlPlane.runtime.isolation.includes("bubblewrap")).toBe(level === "with bubblewrap");
    expect(controlPlane.runtime.notes.join(" ")).not.toBe("");
  });

  it.skipIf(!isPossible)("has a component routed that listens on a port of its own", async () => {
    const port = await freePort();
    const web = python("web", { http_port: port, run_command: `exec python3 server.py ${port}` });
    await bringUp(at, checkout({ name: "stubborn", services: [web] }));
    expect((await answerOf("stubborn", "/")).uid).toBe(UID);
    expect(await at.ashore(["down", "-a", "stubborn"])).toMatchObject({ code: 0 });
  });

  it.skipIf(!isPossible)("is told which two components want the same port", async () => {
    const port = await freePort();
    const hard = { http_port: port, run_command: `exec python3 server.py ${port}` };
    const spec = {
      name: "clashing",
      services: [python("first", hard), python("second", hard)],
      ingress: {
        rules: [
          { match: { path: { prefix: "/" } }, component: { name: "first" } },
          { match: { path: { prefix: "/second" } }, component: { name: "second" } },
        ],
      },
    };
    const outcome = await at.ashore(["up", checkout(spec), "--detach"]);
    expect(outcome.code, outcome.stdout + outcome.stderr).toBe(1);
    expect(outcome.stderr).toContain(String(port));
    expect(outcome.stderr).toMatch(/first/);
    expect(outcome.stderr).toMatch(/second/);
  });

  it.skipIf(!isPossible)("leaves nothing running behind", async () => {
    expect(await at.ashore(["down", "-a", "shared"])).toMatchObject({ code: 0 });
    await waitUntil("nothing is left", () => leftovers(at.home).length === 0, 10_000);
  });

  async function answerOf(app: string, path: string): Promise<{ uid: number; env: Record<string, string> }> {
    const { status, text } = await at.get(app, path);
    expect(status, text).toBe(200);
    return JSON.parse(text) as { uid: number; env: Record<string, string> };
  }
});
