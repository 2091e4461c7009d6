// Tasks of a list are there to be ticked. The page in another language has the same ones, in the same order.
const AFTER = "blockquote, details, div, ol, p, pre, table, ul";

// The words of a task belong to its box: they say what it is, and a click on them ticks it.
function joined(box) {
  const label = box.closest("label") ?? box.parentElement.insertBefore(make("label", {}), box);
  label.append(box);
  if (label.classList.contains("task-list-control")) label.append(label.querySelector(".task-list-indicator"));
  while (label.nextSibling && !label.nextSibling.matches?.(AFTER)) label.append(label.nextSibling);
}

// At once: what is moved while somebody presses it is not clicked.
onEachPage(() => {
  const boxes = [...document.querySelectorAll("article .task-list-item input[type=checkbox]")];
  if (!boxes.length) return;
  const own = `${base}${say("folder")}`, path = location.pathname;
  const name = `tasks ${path.slice(path.startsWith(own) ? own.length : base.length)}`;
  const ticked = kept(name);
  boxes.forEach((box, at) => {
    box.disabled = false;
    if (ticked?.length === boxes.length) box.checked = ticked[at];
    joined(box);
    box.addEventListener("change", () => kept(name, boxes.map(one => one.checked)));
  });
});
