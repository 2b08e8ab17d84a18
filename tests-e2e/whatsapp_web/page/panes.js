// On a small screen the page shows one of its parts at a time.

import { changed } from "./dom.js";

export function showPane(name) {
  document.body.dataset.pane = name;
  for (const each of document.querySelectorAll("[data-show]")) {
    each.setAttribute("aria-pressed", String(each.dataset.show === name));
  }
  changed();
}

for (const each of document.querySelectorAll("[data-show]")) {
  each.addEventListener("click", () => showPane(each.dataset.show));
}
