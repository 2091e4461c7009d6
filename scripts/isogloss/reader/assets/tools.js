// Whoever points at an icon reads what it means.
whenIdle(() => {
  for (const link of document.querySelectorAll(".isogloss-tools a")) link.title = link.textContent;
});
