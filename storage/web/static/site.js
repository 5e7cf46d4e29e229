// Says that a page is on its way. All works without it.
"use strict";

const loading = document.getElementById("loading");

function wait() {
  document.body.classList.add("loading");
  loading.textContent = loading.dataset.text;
}

function done() {
  document.body.classList.remove("loading");
  loading.textContent = "";
}

document.addEventListener("submit", wait);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const opens = link && link.origin === location.origin && link.pathname !== location.pathname;
  const keeps = opens && (link.hasAttribute("download") || link.pathname.endsWith("/download"));
  if (opens && !keeps && !event.defaultPrevented && !event.metaKey && !event.ctrlKey) {
    wait();
  }
});
window.addEventListener("pageshow", done);

// On a narrow screen the newest years are what one came for.
for (const matrix of document.querySelectorAll(".matrix-frame")) {
  matrix.scrollLeft = matrix.scrollWidth;
}
