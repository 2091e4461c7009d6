// What is folded is unfolded on paper.
const folded = new Set();
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("article details:not([open])")) {
    folded.add(one);
    one.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
  folded.clear();
});
