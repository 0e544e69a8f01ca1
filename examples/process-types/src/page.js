import { LARGEST } from "./factors.js";

/** Every value is a number or a word of ours, so nothing needs escaping. */
export function page(jobs) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    ${jobs.some((job) => job.factors === null) ? '<meta http-equiv="refresh" content="1">' : ""}
    <title>Factors</title>
    <style>
      body { max-width: 38rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color-scheme: light dark; }
      table { width: 100%; margin-top: 1.5rem; border-collapse: collapse; }
      th, td { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid #8884; text-align: left; font-variant-numeric: tabular-nums; }
      input, button { padding: 0.5rem 0.8rem; font: inherit; }
    </style>
  </head>
  <body>
    <h1>Factors</h1>
    <form method="post" action="/jobs">
      <input type="number" name="number" min="2" max="${LARGEST}" required aria-label="A number" autofocus>
      <button>Take apart</button>
    </form>
    <table>
      <thead><tr><th>Number</th><th>Factors</th><th>Asked by</th></tr></thead>
      <tbody>${jobs.map(row).join("")}</tbody>
    </table>
  </body>
</html>
`;
}

function row({ number, factors, asked_by }) {
  return `<tr><td>${number}</td><td>${factors?.join(" × ") ?? "waiting"}</td><td>${asked_by}</td></tr>`;
}
