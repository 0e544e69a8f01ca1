import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, waitUntil, type Harbour } from "./kit.ts";

describe("the guests", () => {
  let at: Harbour;
  beforeAll(async () => {
    at = await harbour();
  });
  afterAll(() => at.end());

  async function bringUp(name: string): Promise<void> {
    const outcome = await at.ashore(["up", at.guest(name), "--detach"]);
    expect(outcome, outcome.stdout + outcome.stderr).toMatchObject({ code: 0 });
    expect(outcome.stdout).toContain(`http://${name}.localhost:${at.port}`);
  }

  it("runs full-stack: API, worker, scheduler, Redis, PostgreSQL, migration and site", async () => {
    await bringUp("full-stack");
    const health = await at.get("full-stack", "/api/health");
    expect(JSON.parse(health.text)).toMatchObject({ ok: true, database: "ok", redis: "ok" });
    const posted = await at.get("full-stack", "/api/notes", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: "three little words" }),
    });
    expect(posted.status).toBe(201);
    await waitUntil("the worker has counted the note", async () => {
      const notes = await at.get("full-stack", "/api/notes");
      return notes.text.includes('"words":3');
    });
    const page = await at.get("full-stack", "/status");
    expect(page.status).toBe(200);
    expect(page.text).toContain("<!doctype html>");
    const [app] = (await at.status()).filter((one) => one.name === "full-stack");
    expect(app?.components.map((component) => component.state)).toEqual(Array(5).fill("live"));
    expect(app?.jobs[0]?.runs[0]?.phase).toBe("SUCCEEDED");
  });

  it("runs django-profile with its static files beside it", async () => {
    await bringUp("django-profile");
    const page = await at.get("django-profile", "/");
    expect(page.status).toBe(200);
    expect(page.text).toContain("You have been here 1 time");
    const style = await at.get("django-profile", "/static/profile.css");
    expect(style.headers["content-type"]).toMatch(/^text\/css/);
  });

  it("runs process-types as three components of one build", async () => {
    await bringUp("process-types");
    expect((await at.get("process-types", "/")).status).toBe(200);
    const logs = await at.ashore(["logs", "worker", "-a", "process-types", "--tail", "50"]);
    expect(logs.stdout).toContain("schema: version 2");
  });

  it("runs hard-coded-ports, where two services listen on 8080 and one calls the other by name", async () => {
    await bringUp("hard-coded-ports");
    const answer = JSON.parse((await at.get("hard-coded-ports", "/")).text) as Record<
      string,
      { port: number }
    >;
    expect(answer["front"]?.port).toBe(8080);
    expect(answer["back"]?.port).toBe(8080);
    expect((await at.get("hard-coded-ports", "/back")).text).toContain('"service":"back"');
  });
});
