import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Instance } from "../../plan/instance.ts";
import type { StartRequest } from "../runtime.ts";
import type { FakeBehaviour } from "./behaviour.ts";
import { fakeRuntime, type FakeRuntime } from "./fake-runtime.ts";

describe("fakeRuntime", () => {
  let root: string;
  let runtime: FakeRuntime;
  let behaviour: FakeBehaviour;

  beforeEach(async () => {
    root = await mkdtemp(`${tmpdir()}/ashore-fake-`);
    behaviour = {};
    runtime = fakeRuntime(() => behaviour);
  });
  afterEach(async () => {
    await runtime.sweep([]);
    await rm(root, { recursive: true });
  });

  function request(id: string): StartRequest {
    const artifact = {
      id: "a",
      directory: root,
      mounts: [],
      path: [],
      env: {},
      processes: {},
      siteRoot: null,
      sizeBytes: 0,
    };
    const size = { slug: "x", memoryBytes: 1, cpus: 1 };
    const where = { app: "shop", component: "web", logFile: `${root}/logs/${id}.log` };
    const env = { NAME: "fake" };
    return {
      ...where,
      id,
      artifact,
      command: "web",
      env,
      size,
      ports: [8080],
      injectPort: true,
      data: null,
      uid: null,
    };
  }

  const ask = async (instance: Instance): Promise<string> =>
    (await fetch(`http://${instance.address}:${instance.ports[8080]}`)).text();

  it("answers on a real port until it is stopped, then refuses", async () => {
    const instance = await runtime.start(request("web-1"));
    expect(await ask(instance)).toBe("web-1");
    expect(await runtime.listening(instance)).toEqual([{ address: "127.0.0.1", port: instance.ports[8080] }]);
    expect(await runtime.stop(instance, 0)).toEqual({ code: 0, outOfMemory: false });
    await expect(ask(instance)).rejects.toThrow();
    expect(runtime.running()).toEqual([]);
  });

  it("ends by itself with the code asked for and has printed its words", async () => {
    behaviour = { exitsWith: 3, prints: "no database" };
    const instance = await runtime.start(request("web-1"));
    expect(await runtime.awaitExit(instance, AbortSignal.timeout(5000))).toEqual({
      code: 3,
      outOfMemory: false,
    });
    expect(await readFile(instance.logFile, "utf8")).toBe("no database\n");
    expect((await runtime.inspect(instance)).state).toBe("exited");
  });

  it("runs without ever listening", async () => {
    behaviour = { listens: false };
    const instance = await runtime.start(request("web-1"));
    expect(await runtime.inspect(instance)).toEqual({ state: "running" });
    expect(await runtime.listening(instance)).toEqual([]);
    await expect(ask(instance)).rejects.toThrow();
  });

  it("holds out for the whole grace when it ignores TERM", async () => {
    behaviour = { ignoresTerm: true };
    const instance = await runtime.start(request("web-1"));
    expect(await runtime.stop(instance, 20)).toEqual({ code: 137, outOfMemory: false });
  });

  it("crashes when told, and the waiting one learns of it", async () => {
    const instance = await runtime.start(request("web-1"));
    const waiting = runtime.awaitExit(instance, AbortSignal.timeout(5000));
    await runtime.crash("web-1", { code: 137, outOfMemory: true });
    expect(await waiting).toEqual({ code: 137, outOfMemory: true });
  });

  it("fails to start when told", async () => {
    behaviour = { failsToStart: "no space" };
    await expect(runtime.start(request("web-1"))).rejects.toMatchObject({ code: "INSTANCE_NOT_STARTED" });
    expect(runtime.running()).toEqual([]);
    expect(runtime.started.map((one) => one.id)).toEqual(["web-1"]);
  });

  it("sweeps all but those to keep", async () => {
    const keep = await runtime.start(request("web-1"));
    await runtime.start(request("web-2"));
    expect(await runtime.sweep(["web-1"])).toEqual(["web-2"]);
    expect(runtime.running()).toEqual([keep]);
  });

  it("keeps a network's ports when it is opened again", async () => {
    const wanted = {
      app: "shop",
      services: [{ name: "web", ports: [8080] }],
      databases: [],
      publicHosts: [],
    };
    const first = await runtime.openNetwork(wanted);
    expect(await runtime.openNetwork(wanted)).toEqual(first);
    await runtime.closeNetwork("shop");
    expect(runtime.networks()).toEqual([]);
  });

  it("runs commands with the instance's environment", async () => {
    const instance = await runtime.start(request("web-1"));
    const child = await runtime.exec(instance, ["sh", "-c", "echo $NAME"], false);
    let text = "";
    child.stdout.on("data", (chunk) => (text += String(chunk)));
    expect(await child.ended).toMatchObject({ code: 0 });
    expect(text).toBe("fake\n");
  });
});
