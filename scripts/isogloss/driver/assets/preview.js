// The preview of isogloss serve: puts what has changed into the open page, and shows what was found, at the passage.
const OWN = "/-/isogloss/";
const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, td, th, dt, dd, summary, caption, figcaption";
const REGIONS = [
  ".md-header__title", ".md-tabs", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-footer",
  "article", "[role=main]", ".navbar", ".bs-sidebar", ".wy-nav-side", ".wy-breadcrumbs", "footer",
];
let shown = document.currentScript.dataset.revision, served = null, busy = false, again = false;
// What the page was made of that is shown; it may be another than the one that is asked for a moment later.
let content = document.currentScript.dataset.content, known = true;

const parsed = text => new DOMParser().parseFromString(text, "text/html");
const get = what => fetch(what, {cache: "no-store"});
const article = () => document.querySelector("article") ?? document.querySelector("[role=main]");
const here = () => location.href.split("#")[0];

// The page without what differs each time that it is served.
function clean(page) {
  for (const node of page.querySelectorAll(`script[src^="${OWN}"]`)) node.remove();
  return page;
}

// Where the reader is: what is there keeps its place although things above it may grow.
function holdPlace() {
  const at = [...article()?.querySelectorAll("h1, h2, h3, h4, h5, h6") ?? []]
    .filter(node => node.id && node.getClientRects().length && node.getBoundingClientRect().top < 120).at(-1);
  const top = at?.getBoundingClientRect().top, id = at?.id, before = scrollY, style = document.documentElement.style;
  style.overflowAnchor = "none"; // What the browser does by itself would be done twice.
  const restore = () => {
    const now = id && document.getElementById(id)?.getBoundingClientRect().top;
    scrollTo({top: Number.isFinite(now) ? scrollY + now - top : before, behavior: "instant"});
  };
  return () => {
    restore();
    requestAnimationFrame(() => {
      restore();
      requestAnimationFrame(() => style.removeProperty("overflow-anchor"));
    });
  };
}

function sameNames(one, other) {
  return one.attributes.length === other.attributes.length
    && [...one.attributes].every(({name, value}) => other.getAttribute(name) === value);
}

// The part that has changed, as small as scripts of the theme let it be: they may have added to what was served.
function put(live, before, after) {
  if (before.isEqualNode(after)) return true;
  if (live.localName !== after.localName || !sameNames(before, after)) {
    live.replaceWith(document.importNode(after, true));
    return true;
  }
  const [shownNow, was, will] = [live, before, after].map(node => [...node.children]);
  const texts = node => [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const fits = was.length === will.length && was.length === shownNow.length && was.length && !texts(before) && !texts(after)
    && shownNow.every((child, at) => child.localName === was[at].localName);
  if (!fits) {
    live.replaceChildren(...[...after.childNodes].map(child => document.importNode(child, true)));
    return true;
  }
  return shownNow.every((child, at) => put(child, was[at], will[at]));
}

function rest(page) {
  const copy = page.documentElement.cloneNode(true);
  for (const region of REGIONS) for (const node of copy.querySelectorAll(region)) node.replaceChildren();
  for (const node of copy.querySelectorAll("title, meta, link[rel=prev], link[rel=next], link[rel=alternate], nav")) node.remove();
  return copy;
}

function swap(before, after) {
  if (!rest(before).isEqualNode(rest(after))) return false;
  for (const region of REGIONS) {
    const [live, was, will] = [document, before, after].map(page => [...page.querySelectorAll(region)]
      .filter(node => !REGIONS.some(other => node.parentElement.closest(other))));
    if (was.length !== will.length || live.length !== was.length) return false;
    if (!live.every((node, at) => put(node, was[at], will[at]))) return false;
  }
  document.title = after.title;
  return true;
}

async function update(revision) {
  if (busy) return void (again = true);
  busy = true;
  try {
    const answer = await get(here());
    const after = clean(parsed(await answer.text()));
    const fine = answer.ok && !after.querySelector("[data-isogloss-failure]");
    if (fine && !known) return location.reload();
    if (served && fine) {
      if (document.querySelector("[data-isogloss-failure]")) return location.reload();
      if (!served.documentElement.isEqualNode(after.documentElement)) {
        const restore = holdPlace();
        if (!swap(served, after)) return location.reload();
        served = after;
        // What the theme does with a page that it shows, it does again.
        window.document$?.next?.(document);
        restore();
      }
    }
    shown = revision;
    await note();
    document.dispatchEvent(new CustomEvent("isogloss:updated", {detail: {revision}}));
  } catch {
    // The server has gone: the connection says when it is there again.
  } finally {
    busy = false;
    if (again) {
      again = false;
      update(revision);
    }
  }
}

// What was found, at the passage.

const root = make("div", {id: "isogloss-preview", ...inWords}).attachShadow({mode: "open"});
document.head.append(make("style", {}, `
  [data-isogloss-finding] { outline: .1rem solid #e65100; outline-offset: .15rem; }
  [data-isogloss-finding=error] { outline-color: #c62828; }
  .isogloss-finding { display: block; font: .8rem/1.4 system-ui, sans-serif; color: #212121; background: #fff3e0;
    border-inline-start: .25rem solid #e65100; padding: .3rem .6rem; margin: .3rem 0; white-space: pre-line; }
  .isogloss-finding[data-severity=error] { background: #ffebee; border-color: #c62828; }
`));
root.innerHTML = `<style>
  :host { all: initial }
  details { position: fixed; inset-block-end: 4.2rem; inset-inline-end: 1rem; z-index: 99; max-width: min(44rem, 90vw);
    max-height: 60vh; overflow: auto; font: 14px/1.45 system-ui, sans-serif; color: #212121; background: #fff;
    border: 1px solid #e65100; border-radius: 6px; box-shadow: 0 2px 12px #0004; padding: .5rem .8rem }
  details.error { border-color: #c62828 }
  summary { cursor: pointer; font-weight: 600 }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0 0; font: 12px/1.45 ui-monospace, monospace }
</style>`;

// Icons and attribute lists are no words of the passage that they become.
const plain = text => text.replace(/\{[^{}\n]*\}|(?<!\w):[a-z0-9][\w+-]*:/g, "").replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?/g, "$1").replace(/<[^>]*>/g, "").replace(/[*_`~^=#{}\\]/g, "")
  .replace(/&\w+;/g, "").replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

function passageOf(finding) {
  const wanted = [finding.translation, finding.original].filter(Boolean).map(plain).filter(Boolean);
  const blocks = [...article()?.querySelectorAll(BLOCKS) ?? []].filter(block => !block.closest(".isogloss-finding"));
  const read = block => plain([...block.childNodes].filter(node => !node.matches?.(".headerlink, ul, ol, .isogloss-finding"))
    .map(node => node.textContent).join(""));
  for (const text of wanted) {
    const found = blocks.find(block => read(block) === text) ?? (text.length > 12 && blocks.find(block => read(block).includes(text)));
    if (found) return found;
  }
}

function forgetNotes() {
  for (const node of document.querySelectorAll(".isogloss-finding")) node.remove();
  for (const node of document.querySelectorAll("[data-isogloss-finding]")) delete node.dataset.isoglossFinding;
  for (const node of root.querySelectorAll("details")) node.remove();
}

function panel(title, text, severity, open) {
  root.append(make("details", {class: severity, ...(open ? {open: ""} : {})}, make("summary", {}, title), make("pre", inEnglish, text)));
  document.body.append(root.host);
}

const written = one => [`${one.severity}: ${one.message} [${one.code}]`, one.place, one.hint].filter(Boolean).join("\n");

async function note() {
  const answer = await get(`${OWN}notes?path=${encodeURIComponent(location.pathname)}`);
  if (!answer.ok) return;
  const notes = await answer.json(), left = [];
  forgetNotes();
  for (const one of notes.findings) {
    const place = passageOf(one);
    if (!place) {
      left.push(written(one));
      continue;
    }
    place.dataset.isoglossFinding = one.severity;
    place.append(make("span", {class: "isogloss-finding", "data-severity": one.severity, lang: "en", dir: "ltr"}, written(one)));
  }
  left.push(...notes.said);
  const wrong = notes.failure || notes.findings.some(one => one.severity === "error");
  if (notes.failure && !document.querySelector("[data-isogloss-failure]"))
    panel(say("This page cannot be shown as it is now"), notes.failure, "error", true);
  else if (left.length)
    panel(say("Findings on this page: %(number)s", {number: left.length}), left.join("\n\n"), wrong ? "error" : "", true);
  else if (notes.whole) panel(say("The whole site cannot be built"), notes.whole, "error", false);
}

// A browser has few connections for each server: only the page that is looked at keeps one.

let source = null;
function listen() {
  if (document.hidden) {
    source?.close();
    source = null;
  } else if (!source) {
    source = new EventSource(`${OWN}changes?since=${shown}`);
    source.onmessage = event => event.data !== shown && update(event.data);
  }
}

async function begin() {
  const page = parsed(await (await get(here())).text());
  const own = page.querySelector(`script[src^="${OWN}"]`)?.dataset.content;
  known = content === null || own === content;
  content = null; // Pages that the theme puts into this one say nothing of theirs.
  served = clean(page);
  listen();
  await note();
}

document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => source?.close());
// Themes that load pages by themselves.
let address = here();
window.document$?.subscribe?.(() => {
  if (here() !== address) {
    address = here();
    begin();
  }
});
begin();
