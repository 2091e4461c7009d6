// The switcher between languages keeps the page, the place on it, and the chosen tabs: their ids are the same in every language.
function place() {
  if (location.hash && target()) return location.hash;
  const edge = (document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0) + 40;
  const headings = document.querySelectorAll(":is(article, [role=main]) :is(h1, h2, h3, h4, h5, h6)[id]");
  const above = [...headings].filter(one => one.getClientRects().length && one.getBoundingClientRect().top <= edge);
  return scrollY > 0 && above.length ? `#${above.pop().id}` : "";
}

// After navigation.instant the links are those of the page before: the page itself says where its own lead.
async function follow() {
  const path = location.pathname;
  if (path === linked) return;
  const page = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
  for (const link of page.querySelectorAll(LINK)) {
    const own = linkTo(link.hreflang);
    if (own) own.href = new URL(link.getAttribute("href"), new URL(path, location)).href;
  }
  linked = path;
}

function leave(link) {
  link.hash = place();
  kept("language", link.hreflang);
  passed("tabs", {path: link.pathname, ids: [...document.querySelectorAll(".tabbed-set > input:checked")].map(one => one.id)});
}

// Before Material, which would lead to where the address of the page is in its list.
document.addEventListener("click", event => {
  const link = event.target.closest?.(`${LINK}, a.isogloss-switch:not([role])`);
  if (!link) return;
  event.stopPropagation();
  if (location.pathname === linked || !link.matches(LINK)) return leave(link);
  event.preventDefault();
  const aside = event.ctrlKey || event.metaKey || event.shiftKey;
  follow().finally(() => {
    leave(link);
    if (aside) open(link.href);
    else location.assign(link.href);
  });
}, true);

// The switcher of themes that draw none closes as a menu does.
for (const event of ["click", "keydown"]) addEventListener(event, ({key, target}) => {
  const list = document.querySelector(".isogloss-languages[open]");
  if (!list || (event === "click" ? list.contains(target) : key !== "Escape")) return;
  list.open = false;
  if (key) list.firstElementChild.focus();
});

onEachPage(() => requestAnimationFrame(() => {
  const {path, ids} = passed("tabs") ?? {};
  if (path !== location.pathname) return;
  passed("tabs", null);
  const others = ids.map(id => document.getElementById(id)).filter(input => input && !input.checked);
  for (const input of others) input.click();
  if (others.length && location.hash) target()?.scrollIntoView();
}));

onceThere(() => {
  const select = document.querySelector(LINK)?.closest(".md-select");
  if (!select) return;
  const button = select.querySelector("button");
  const tell = () => {
    const open = !select.matches(".isogloss-closed") && select.matches(":hover, :focus-within");
    button.setAttribute("aria-expanded", open);
    if (open) follow();
  };
  const close = closed => {
    select.classList.toggle("isogloss-closed", closed);
    tell();
  };
  tell();
  for (const name of ["pointerenter", "focusin"]) select.addEventListener(name, tell);
  for (const name of ["pointerleave", "focusout"]) select.addEventListener(name, () => setTimeout(() => {
    if (!select.matches(":hover, :focus-within")) close(false);
  }));
  button.addEventListener("click", () => close(false));
  select.addEventListener("keydown", event => {
    if (event.key !== "Escape" || select.matches(".isogloss-closed")) return;
    event.stopPropagation();
    button.focus();
    close(true);
  });
});
