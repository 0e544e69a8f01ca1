import { call } from "./api.js";
import { element } from "./dom.js";

const EMPTY = "No notes yet. Write the first one; the worker counts its words.";

export function notesPage() {
  const figures = element("dl", { className: "figures" });
  const error = element("p", { className: "error", role: "alert", hidden: true });
  const list = element("ul", { className: "notes" });
  const form = noteForm(async (text) => {
    await attempt(() => call("/notes", { text }));
    await refresh();
  });

  async function attempt(work) {
    try {
      const result = await work();
      error.hidden = true;
      return result;
    } catch (problem) {
      error.textContent = problem.message;
      error.hidden = false;
      throw problem;
    }
  }

  async function refresh() {
    const load = () => Promise.all([call("/stats"), call("/notes")]);
    const loaded = await attempt(load).catch(() => undefined);
    if (!loaded) return;
    const [stats, { notes }] = loaded;
    figures.replaceChildren(
      figure("Notes", stats.notes),
      figure("Words counted", stats.words),
      figure("Jobs done", stats.jobs_done),
    );
    list.replaceChildren(
      ...(notes.length > 0 ? notes.map(item) : [element("li", { className: "empty" }, EMPTY)]),
    );
  }

  return { node: element("section", {}, figures, form, error, list), refresh };
}

function noteForm(add) {
  const input = element("input", { name: "text", placeholder: "A note", maxLength: 500, required: true });
  input.setAttribute("aria-label", "A note");
  const button = element("button", {}, "Add");
  const form = element("form", { className: "card" }, input, button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    await add(input.value).then(
      () => form.reset(),
      () => {},
    );
    button.disabled = false;
    input.focus();
  });
  return form;
}

function figure(label, value) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, value.toLocaleString()));
}

function item(note) {
  const counted = note.words !== null;
  const words = counted ? `${note.words} ${note.words === 1 ? "word" : "words"}` : "counting …";
  return element(
    "li",
    {},
    element("span", {}, note.text),
    element("small", { className: counted ? "" : "waiting" }, words),
    element("time", { dateTime: note.created_at }, new Date(note.created_at).toLocaleTimeString()),
  );
}
