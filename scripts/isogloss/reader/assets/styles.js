// What Material leaves to be desired for keyboards and screen readers.
const name = (selector, named) => {
  const node = document.querySelector(selector);
  if (node && !node.ariaLabel) node.ariaLabel = named;
};

// What is read is read before anything is written, and when nobody waits: the page is not laid out for it.
function mend(root) {
  const bars = root.querySelectorAll("nav.md-code__nav:not([role])");
  const boxes = [...root.querySelectorAll(":is(pre > code, .tabbed-labels, .md-typeset__scrollwrap):not([tabindex])")];
  const wide = boxes.filter(box => box.scrollWidth > box.clientWidth);
  for (const bar of bars) bar.setAttribute("role", "none");
  for (const box of wide) box.tabIndex = 0;
}

whenIdle(() => {
  name(".md-search[role=dialog]", document.querySelector(".md-search__input")?.ariaLabel ?? "");
  const article = document.querySelector("article");
  if (!article) return;
  mend(article);
  // It makes bars of buttons, and takes the focus from code, when a block comes into view or the window changes.
  let seen = false;
  new MutationObserver(() => {
    if (!seen) soon(() => {
      seen = false;
      mend(article);
    });
    seen = true;
  }).observe(article, {attributeFilter: ["tabindex"], attributes: true, childList: true, subtree: true});
});
