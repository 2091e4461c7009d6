// Decision guides work by their addresses alone. With a script, the page stays where it is from step to step.
const GUIDE = ".decision-guide";

// The form that is shown, and the answer that was given last, say so.
function tellStep() {
  for (const link of document.querySelectorAll(`${GUIDE} a[aria-current]`)) link.removeAttribute("aria-current");
  const step = target()?.closest(GUIDE) ? target() : null;
  for (const forms of document.querySelectorAll(`${GUIDE} > .isogloss-forms`)) {
    const shown = step?.parentElement === forms.parentElement ? [...forms.children].find(one => one.hash === location.hash) : null;
    (shown ?? forms.firstElementChild).setAttribute("aria-current", "true");
  }
  step?.closest("li")?.querySelector(".isogloss-answer").setAttribute("aria-current", "step");
  return step;
}

function goOn(guide) {
  const step = tellStep();
  (step ?? guide.querySelector("li a")).focus({preventScroll: true});
}

document.addEventListener("click", event => {
  const link = event.target.closest?.(`${GUIDE} a[href^="#"]`);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const guide = link.closest(GUIDE), top = scrollY;
  location.hash = link.hash;
  scrollTo({top, behavior: "instant"});
  goOn(guide);
  const edge = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  if (guide.getBoundingClientRect().top < edge) scrollBy({top: guide.getBoundingClientRect().top - edge - 20, behavior: "instant"});
}, true);

// Back and forth: what had the focus may be hidden by now.
addEventListener("hashchange", () => {
  const step = tellStep();
  if (step && !step.contains(document.activeElement)) step.focus({preventScroll: true});
});

onEachPage(tellStep);
