// Whoever points at an icon reads what it means.
onEachPage(() => {
  for (const link of document.querySelectorAll(".isogloss-tools a")) link.title = link.textContent;
});
