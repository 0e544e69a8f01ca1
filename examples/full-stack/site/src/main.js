import { element } from "./dom.js";
import { notesPage } from "./notes-page.js";
import { statusPage } from "./status-page.js";

const routes = { "/": notesPage, "/status": statusPage };
const main = document.querySelector("#page");
const live = document.querySelector("#live");
/** @type {{ node: Node, refresh: () => Promise<void> }} */
let page;

document.addEventListener("click", followLink);
addEventListener("popstate", show);
show();
listen();

function followLink(event) {
  const link = event.target.closest("a");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || link.origin !== location.origin || !plain) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show();
}

function show() {
  page = (routes[location.pathname] ?? missingPage)();
  main.replaceChildren(page.node);
  for (const link of document.querySelectorAll("nav a")) {
    link.toggleAttribute("aria-current", link.pathname === location.pathname);
  }
  page.refresh();
}

function missingPage() {
  const text = element("p", {}, `There is no page at ${location.pathname}.`);
  return { node: element("section", { className: "card" }, text), refresh: async () => {} };
}

/** Refreshes the page whenever the worker has done something, and after each reconnection. */
function listen() {
  const events = new EventSource("/api/events");
  events.addEventListener("change", () => page.refresh());
  events.onopen = () => {
    setLive("live");
    page.refresh();
  };
  events.onerror = () => setLive("reconnecting");
  // The browser gives up when it gets an error page; we do not.
  const again = () => events.readyState === EventSource.CLOSED && (clearInterval(timer), listen());
  const timer = setInterval(again, 3_000);
}

function setLive(state) {
  live.textContent = state;
  live.dataset.state = state;
}
