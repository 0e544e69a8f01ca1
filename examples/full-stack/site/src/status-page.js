import { call } from "./api.js";
import { element } from "./dom.js";

export function statusPage() {
  const rows = element("dl", { className: "rows" }, ...row("API", "asking …"));

  async function refresh() {
    // A failing health check has a report too: it says which part is down.
    const report = call("/health").catch((error) => error.answer ?? {});
    const [health, stats] = await Promise.all([report, call("/stats").catch(() => ({}))]);
    rows.replaceChildren(
      ...row("API", health.version ? "ok" : "does not answer"),
      ...row("PostgreSQL", health.database),
      ...row("Redis", health.redis),
      ...row("Jobs done", stats.jobs_done?.toLocaleString()),
      ...row("Last sweep", stats.last_sweep && new Date(stats.last_sweep).toLocaleTimeString()),
      ...row("Version", health.version),
      ...row("Commit", health.commit?.slice(0, 12)),
    );
  }

  return { node: element("section", { className: "card" }, element("h1", {}, "Status"), rows), refresh };
}

function row(label, value) {
  return [element("dt", {}, label), element("dd", {}, value ?? "not known")];
}
