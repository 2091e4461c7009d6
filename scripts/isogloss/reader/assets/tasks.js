// Tasks of a list are there to be ticked. The page in another language has the same ones, in the same order.
onEachPage(() => {
  const boxes = [...document.querySelectorAll("article .task-list-item input[type=checkbox]")];
  if (!boxes.length) return;
  const own = `${base}${language}/`, path = location.pathname;
  const name = `tasks ${path.slice(path.startsWith(own) ? own.length : base.length)}`;
  const ticked = kept(name);
  boxes.forEach((box, at) => {
    box.disabled = false;
    if (ticked?.length === boxes.length) box.checked = ticked[at];
    const words = [...box.closest("li").childNodes].filter(node => !node.contains(box) && !node.matches?.("ul, ol"));
    box.ariaLabel = words.map(node => node.textContent).join("").trim();
    box.addEventListener("change", () => kept(name, boxes.map(one => one.checked)));
  });
});
