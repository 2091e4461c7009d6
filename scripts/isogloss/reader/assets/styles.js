// What Material leaves to be desired for keyboards and screen readers.
const name = (selector, named) => {
  const node = document.querySelector(selector);
  if (node && !node.ariaLabel) node.ariaLabel = named;
};

function mend(root) {
  for (const bar of root.querySelectorAll("nav.md-code__nav:not([role])")) bar.setAttribute("role", "none");
  for (const box of root.querySelectorAll("pre > code, .tabbed-labels, .md-typeset__scrollwrap"))
    if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex")) box.tabIndex = 0;
}

onEachPage(() => {
  name(".md-search[role=dialog]", document.querySelector(".md-search__input")?.ariaLabel ?? "");
  const article = document.querySelector("article");
  if (!article) return;
  mend(article);
  // It makes bars of buttons, and takes the focus from code, when a block comes into view or the window changes.
  new MutationObserver(() => mend(article)).observe(article, {
    attributeFilter: ["tabindex"], attributes: true, childList: true, subtree: true,
  });
});
