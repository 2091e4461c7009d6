// The menu of narrow windows is opened by a label, which no key reaches, and keys lead into it while it is closed.
const menu = document.querySelector("[data-md-toggle=drawer]"), opener = document.querySelector("label.md-header__button[for=__drawer]");
if (menu && opener) {
  const named = document.querySelector("nav.md-nav--primary")?.ariaLabel ?? "";
  const marked = {type: "button", class: opener.className, for: "__drawer", "aria-label": named, "aria-expanded": menu.checked};
  const button = make("button", marked, ...opener.childNodes);
  opener.replaceWith(button);
  menu.classList.add("isogloss-menu");
  menu.addEventListener("change", () => button.ariaExpanded = menu.checked);
  button.addEventListener("click", event => {
    menu.click();
    // By a key: it has no place of its own.
    if (!event.detail && menu.checked) document.querySelector(".md-sidebar--primary :is(a, label[tabindex])")?.focus();
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !menu.checked) return;
    menu.click();
    button.focus();
  });
}
