// Small comforts that every page works without.

const wide = matchMedia("(min-width: 75.01rem)");

function unfoldOnWideScreens() {
  for (const fold of document.querySelectorAll("details.menu, details.filters-fold")) {
    if (wide.matches) fold.open = true;
  }
}
wide.addEventListener("change", unfoldOnWideScreens);

// An error summary takes the focus, so that a screen reader starts there.
document.querySelector(".error-summary")?.focus();

// A second press of the same button sends nothing twice.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
}
