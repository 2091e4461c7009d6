// Decision guides work by their addresses alone. With a script, the page stays where it is from step to step.
const GUIDE = ".decision-guide";

// The form that is shown, and the answer that was given last, say so.
function tellStep() {
  for (const link of document.querySelectorAll(`${GUIDE} a[aria-current]`)) link.removeAttribute("aria-current");
  const step = target()?.closest(GUIDE) ? target() : null;
  for (const forms of document.querySelectorAll(`${GUIDE} > .isogloss-forms`)) {
    const shown = step?.closest(".isogloss-form")?.parentElement === forms.parentElement ? [...forms.children].find(one => one.hash === location.hash) : null;
    (shown ?? forms.firstElementChild).setAttribute("aria-current", "true");
  }
  step?.closest("li")?.querySelector(".isogloss-answer")?.setAttribute("aria-current", "step");
  return step;
}

// The browser goes to the step, and the page stays where it is. With navigation.instant, Material would load the page anew.
let ours = false, steady = null;
addEventListener("popstate", event => {
  if (ours) event.stopImmediatePropagation();
  // It has loaded the page a second time after all, and goes to the fragment.
  else if (steady?.hash === location.hash) requestAnimationFrame(steady.stay);
}, true);
function goTo(hash) {
  const top = scrollY;
  ours = true;
  make("a", {href: hash}).click();
  ours = false;
  scrollTo({top, behavior: "instant"});
}

document.addEventListener("click", event => {
  const link = event.target.closest?.(`${GUIDE} :is(.isogloss-forms, .isogloss-again) > a, ${GUIDE} .isogloss-answer`);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const guide = link.closest(GUIDE);
  goTo(link.hash);
  (tellStep() ?? guide.querySelector("li a")).focus({preventScroll: true});
  const edge = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  const top = scrollY + Math.min(0, guide.getBoundingClientRect().top - edge - 20);
  const mine = steady = {hash: location.hash, stay: () => scrollTo({top, behavior: "instant"})};
  steady.stay();
  setTimeout(() => steady === mine && (steady = null), 3000);
}, true);
for (const moved of ["wheel", "touchmove", "keydown"]) addEventListener(moved, () => steady = null, {capture: true, passive: true});

// An end may be a place in a tab that is not chosen.
function openTab() {
  for (let block = target()?.closest(".tabbed-block"); block; block = block.parentElement.closest(".tabbed-block")) {
    const at = [...block.parentElement.children].indexOf(block);
    block.closest(".tabbed-set")?.querySelectorAll(":scope > input")[at]?.click();
  }
  if (target()?.closest(".tabbed-block")) target().scrollIntoView();
}

// Back and forth: what had the focus may be hidden by now, or gone.
let used = null;
function regain() {
  const step = tellStep(), focused = document.activeElement;
  const seen = focused !== document.body && focused.getClientRects().length > 0;
  if (step) used = location.pathname;
  if (step && !(seen && step.contains(focused))) step.focus({preventScroll: true});
  if (step || seen || used !== location.pathname) return;
  document.querySelector(`${GUIDE} li a`)?.focus({preventScroll: true});
}

addEventListener("hashchange", () => {
  regain();
  openTab();
});

onEachPage(() => {
  // The page may be another one than that which the browser has gone to.
  if (target()?.closest(GUIDE) && !target().matches(":target")) goTo(location.hash);
  regain();
  openTab();
});
