// The translator's desk: a click on a passage of the preview opens its translation beside the English.
// All that comes from catalogs and pages is put in as text, never as HTML.
const HERE = new URL(".", document.currentScript.src);
const STATES = {translated: "translated", fuzzy: "the original changed", missing: "missing", refused: "refused by a check"};
const FOLDER = {mkdocs: "Site: navigation, titles, words of the theme", overrides: "Templates"};

const memory = (store, name, value) => {
  try {
    if (value === undefined) return JSON.parse(store().getItem(`isogloss.desk.${name}`));
    if (value === null) store().removeItem(`isogloss.desk.${name}`);
    else store().setItem(`isogloss.desk.${name}`, JSON.stringify(value));
  } catch { /* A browser that remembers nothing opens the desk with each page. */ }
  return null;
};
// The key of this run is in all tabs; what is open and what is written is in one.
const kept = (name, value) => memory(() => localStorage, name, value);
const passed = (name, value) => memory(() => sessionStorage, name, value);

// The address that the command prints has the key, which is not to stay in it.
const key = /[#&]isogloss=([\w-]+)/.exec(location.hash);
if (key) {
  kept("key", key[1]);
  history.replaceState(history.state, "", location.href.replace(/[#&]isogloss=[\w-]+/, ""));
}
// A page of somebody else could lay itself over this one.
if (window.top !== window) return;

async function ask(what, body) {
  const headers = {"X-Isogloss-Token": kept("key") ?? ""};
  if (body) headers["Content-Type"] = "application/json";
  try {
    const options = body ? {method: "POST", body: JSON.stringify(body)} : {};
    const answer = await fetch(new URL(what, HERE), {...options, headers, cache: "no-store"});
    return {status: answer.status, ...await answer.json()};
  } catch {
    return {status: 0, why: "the preview does not answer: is isogloss serve still running?"};
  }
}
const here = () => `address=${encodeURIComponent(location.pathname)}`;

// What was typed while an answer was under way is neither lost nor saved.
const SINCE = "Saved, but not what you have written since.";

// The desk itself.

const desk = {messages: [], current: null, loading: null, saving: false, page: "", opener: null, drafts: passed("drafts") ?? {}};
const idOf = message => `${desk.locale.tag}\n${message.source}\n${message.msgid}`;

const host = make("div", {id: "isogloss-desk", ...inWords});
const root = host.attachShadow({mode: "open"});
root.append(make("link", {rel: "stylesheet", href: new URL("desk.css", HERE).href}));
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .isogloss-at-desk { outline: .15rem solid #e65100; outline-offset: .15rem; scroll-margin: 6rem 0 55vh; }
  [data-isogloss-desk] body { padding-block-end: 52vh; }
  [data-isogloss-desk] article :is(${BLOCKS}):hover:not(:has(:is(${BLOCKS}):hover)) { cursor: pointer; outline: 1px dashed; }
`);
document.adoptedStyleSheets.push(sheet);

const button = (text, attributes = {}) => make("button", {type: "button", ...attributes}, text);
const opener = button(say("Translate"), {class: "open", "aria-keyshortcuts": "Alt+T", "aria-expanded": "false"});
const title = make("h2", {id: "title"}, say("Translate"));
const count = make("p", {class: "count"});
const close = button("×", {class: "close", "aria-label": say("Close"), "aria-keyshortcuts": "Escape"});
const choice = make("select", {id: "choice"});
const before = button(say("Previous")), after = button(say("Next")), left = button(say("Next unfinished"));
const kind = make("span", {class: "kind"});
const english = make("p", {class: "text", id: "english"});
const changes = make("div", {class: "changes"});
const label = make("label", {for: "text"});
const text = make("textarea", {id: "text", rows: "4", spellcheck: "true", "aria-describedby": "findings"});
const theirs = make("div", {class: "theirs"});
const findings = make("ul", {id: "findings", "aria-live": "polite"});
const terms = make("div", {class: "terms"}), notes = make("div", {class: "notes"});
const saveAndGo = button(say("Save and go on"), {class: "main", "aria-keyshortcuts": "Control+Enter"});
const saveOnly = button(say("Save"));
const status = make("p", {class: "status", role: "status"});
const work = make("div", {class: "work"},
  make("div", {class: "row"},
    make("label", {for: "choice"}, say("Message")), choice, before, after, left),
  make("div", {class: "texts"},
    make("div", {class: "source"}, make("h3", {}, say("Original"), " ", kind), english, changes),
    make("div", {class: "target"}, make("h3", {}, label), text, theirs, findings,
      make("div", {class: "row"}, saveAndGo, saveOnly, make("span", {class: "keys"}, say("Ctrl+Enter saves and goes on, Escape closes")))),
    make("div", {class: "more"}, terms, notes)));
const panel = make("section", {role: "dialog", "aria-labelledby": "title", hidden: "", tabindex: "-1"},
  make("header", {}, title, count, status, close), work);
root.append(opener, panel);
document.documentElement.append(host);

const tell = (sentence, kind = "") => {
  status.textContent = sentence;
  status.dataset.kind = kind;
};
// A sentence of the preview, which begins in the middle of one of ours.
const why = ({why, values}) => say(why, values);
const begun = sentence => sentence.charAt(0).toLocaleUpperCase(spoken) + sentence.slice(1);
const notSaved = found => say("Not saved: %(why)s.", {why: why(found)});

function dress() {
  const [red, green, blue, opacity = 1] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
  const dark = opacity > 0 ? (red * 299 + green * 587 + blue * 114) / 1000 < 128 : matchMedia("(prefers-color-scheme: dark)").matches;
  host.dataset.scheme = dark ? "dark" : "light";
}

const called = () => make("bdi", {lang: desk.locale.lang}, desk.locale.name);
const take = message => ({...message, plain: message.shown.map(plain), stored: message.read});
// One text is one line, unless the original has several: it is saved as one.
const joined = (text, message) => message.msgid.includes("\n") ? text
  : text.replace(/\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]/g, "\n").replace(/\n$/, "").replaceAll("\n", " ");

async function load() {
  desk.path = location.pathname;
  const found = await ask(`page?${here()}`);
  work.hidden = found.status !== 200;
  if (found.status !== 200) {
    desk.messages = [];
    tell(begun(why(found)) + (found.findings ?? []).map(one => `\n${one.place}: ${one.message}`).join(""), "error");
    return false;
  }
  desk.locale = found.locale;
  desk.original = found.original;
  desk.page = found.page;
  desk.messages = found.messages.map(take);
  title.replaceChildren(...said("Translate into %(language)s", {language: called()}));
  tell(found.byHand ? say("This page is written by hand: %(file)s", {file: found.byHand}) : "");
  list();
  return true;
}

function list() {
  const groups = new Map();
  desk.messages.forEach((message, at) => {
    if (!groups.has(message.source)) groups.set(message.source, make("optgroup", {label: FOLDER[message.source] ? say(FOLDER[message.source]) : message.source}));
    const short = message.msgid.length > 70 ? `${message.msgid.slice(0, 69)}…` : message.msgid;
    const mark = message.state === "translated" ? "" : ` (${say(STATES[message.state])})`;
    groups.get(message.source).append(make("option", {value: at}, `\u2068${short}\u2069${mark}`));
  });
  choice.replaceChildren(...groups.values());
  choice.value = desk.messages.indexOf(desk.current);
  const own = desk.messages.filter(message => message.source === desk.page);
  const unfinished = own.filter(message => message.state !== "translated").length;
  count.textContent = own.length ? say("Left on this page: %(number)s of %(all)s", {number: unfinished, all: own.length}) : "";
}

function show(message, focus = true) {
  keep();
  passed("told", null);
  desk.current = message;
  passed("open", {path: location.pathname, source: message.source, msgid: message.msgid});
  choice.value = desk.messages.indexOf(message);
  const {lang, dir} = desk.locale;
  kind.textContent = [message.kind, STATES[message.state]].map(word => say(word)).join(" · ");
  english.textContent = message.msgid;
  for (const [name, value] of Object.entries({lang: desk.original.lang, dir: desk.original.dir})) english.setAttribute(name, value);
  label.replaceChildren(...said("Translation into %(language)s", {language: called()}));
  for (const [name, value] of Object.entries({lang, dir})) text.setAttribute(name, value);
  text.value = desk.drafts[idOf(message)]?.text ?? message.read.msgstr;
  // Whoever goes on writing has seen what they saw when they began.
  if (desk.drafts[idOf(message)]) message.read = desk.drafts[idOf(message)].read;
  text.disabled = saveOnly.disabled = saveAndGo.disabled = !message.catalog || message.line === null;
  put(theirs);
  tellFindings(message.findings);
  tellChanges(message);
  tellTerms(message);
  tellNotes(message);
  tell(text.disabled ? begun(say("the catalog does not have this text yet: run isogloss update")) : "");
  point(message);
  if (focus) (text.disabled ? choice : text).focus({preventScroll: true});
}

function point(message, moving = true) {
  for (const block of document.querySelectorAll(".isogloss-at-desk")) block.classList.remove("isogloss-at-desk");
  const block = passageOf(message);
  if (!block) return;
  block.classList.add("isogloss-at-desk");
  if (!moving) return;
  const {top, bottom} = block.getBoundingClientRect();
  if (top < 80 || bottom > panel.getBoundingClientRect().top) block.scrollIntoView({block: "center"});
}

// What is written and not saved stays, whatever happens to the page.
function keep() {
  const message = desk.current;
  if (!message || text.disabled) return;
  const id = idOf(message);
  if (joined(text.value, message) === message.read.msgstr) delete desk.drafts[id];
  else desk.drafts[id] = {text: text.value, read: message.read};
  passed("drafts", desk.drafts);
}

async function open(pick) {
  if (panel.hidden) desk.opener = document.activeElement;
  dress();
  panel.hidden = false;
  opener.ariaExpanded = "true";
  document.documentElement.dataset.isoglossDesk = "";
  panel.focus();
  if (!desk.messages.length || desk.path !== location.pathname) {
    desk.current = null;
    desk.loading ??= load().finally(() => { desk.loading = null; });
    if (!await desk.loading) return panel.focus();
  }
  const wanted = pick?.();
  const first = desk.messages.find(one => one.left && one.source === desk.page) ?? inView() ?? desk.messages[0];
  const message = wanted ?? desk.current ?? first;
  if (message) show(message);
  else panel.focus();
}

function shut() {
  keep();
  panel.hidden = true;
  opener.ariaExpanded = "false";
  passed("open", null);
  delete document.documentElement.dataset.isoglossDesk;
  for (const block of document.querySelectorAll(".isogloss-at-desk")) block.classList.remove("isogloss-at-desk");
  desk.current = null;
  desk.messages = [];
  const back = desk.opener;
  (back?.isConnected && back !== host && back !== document.body ? back : opener).focus({preventScroll: true});
}

function step(by) {
  const at = desk.messages.indexOf(desk.current) + by;
  if (desk.messages[at]) show(desk.messages[at], false);
}

async function goOn() {
  const {current, messages} = desk;
  const own = messages.filter(one => one.source === current.source), at = own.indexOf(current);
  const near = [...own.slice(at + 1), ...own.slice(0, at)].find(one => one.left);
  if (near) return show(near);
  const found = await ask(`next?${here()}&after=${encodeURIComponent(current.source)}`);
  if (found.status !== 200) return tell(begun(why(found)), "error");
  const {next} = found;
  const same = next && messages.find(one => one.source === next.source && one.msgid === next.msgid);
  if (same === current || !next) return tell(say("Nothing else is left: all that has a place in a catalog is translated."));
  if (same) return show(same);
  keep();
  passed("open", {path: next.address ?? location.pathname, source: next.source, msgid: next.msgid});
  location.assign(next.address ?? location.pathname);
}

function replaced(old, message) {
  const now = take(message);
  desk.messages[desk.messages.indexOf(old)] = now;
  delete desk.drafts[idOf(old)];
  passed("drafts", desk.drafts);
  if (desk.current === old) desk.current = now;
  list();
  return now;
}

async function save(going) {
  const message = desk.current;
  if (desk.saving) return null;
  if (!message || text.disabled) return going && message ? goOn() : null;
  if (going && message.state === "translated" && joined(text.value, message) === message.read.msgstr) return goOn();
  const written = joined(text.value, message);
  tell(say("Saving…"));
  desk.saving = saveOnly.disabled = saveAndGo.disabled = true;
  passed("saving", {id: idOf(message), written, going});
  const found = await ask("message", {
    locale: desk.locale.tag, source: message.source, msgid: message.msgid, msgstr: written, read: message.read,
  });
  desk.saving = saveOnly.disabled = saveAndGo.disabled = false;
  passed("saving", null);
  const elsewhere = desk.current !== message;
  if (found.status === 200) {
    const now = replaced(message, found.message);
    if (elsewhere) return tell(say("Saved."), "done");
    if (joined(text.value, now) !== written) {
      keep();
      tellFindings(found.findings);
      return tell(say(SINCE), "done");
    }
    show(now);
    tellFindings(found.findings);
    tell(say(found.findings.length ? "Saved. See what the checks say; Ctrl+Enter goes on." : "Saved."), "done");
    passed("told", {said: status.textContent, findings: found.findings});
    if (going && !found.findings.length) await goOn();
    return null;
  }
  // What was written is kept until somebody comes back to it.
  if (elsewhere) return tell(say("Not saved, so open it again: %(text)s", {text: message.msgid.slice(0, 60)}), "error");
  tellFindings(found.findings ?? []);
  tell(found.status === 422 && found.findings ? say("Not saved: see what the checks say.") : notSaved(found), "error");
  if (found.status === 409 && found.message && JSON.stringify(found.message.read) !== JSON.stringify(message.read)) {
    const now = replaced(message, found.message);
    const mine = text.value;
    show(now);
    text.value = mine;
    keep();
    const takeTheirs = button(say("Take this one"));
    takeTheirs.addEventListener("click", () => {
      text.value = now.read.msgstr;
      keep();
      put(theirs);
      text.focus();
    });
    put(theirs, make("h4", {}, say("In the file now")),
      now.read.msgstr ? make("p", {class: "text", lang: desk.locale.lang, dir: desk.locale.dir}, now.read.msgstr) : make("p", {class: "text"}, say("(nothing)")), takeTheirs);
    tell(`${notSaved(found)} ${say("Save again to put yours in its place.")}`, "error");
  }
  text.focus();
}

opener.addEventListener("click", () => panel.hidden ? open() : shut());
close.addEventListener("click", shut);
choice.addEventListener("change", () => show(desk.messages[choice.value], false));
before.addEventListener("click", () => step(-1));
after.addEventListener("click", () => step(1));
left.addEventListener("click", () => desk.current && goOn());
saveOnly.addEventListener("click", () => save(false));
saveAndGo.addEventListener("click", () => save(true));
text.addEventListener("input", keep);
panel.addEventListener("keydown", event => {
  // What is typed here is for no shortcut of the theme.
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Escape") shut();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(true);
  else if (event.altKey && event.code === "KeyT") shut();
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", event => {
  if (event.code !== "KeyT" || !event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (panel.hidden) open();
  else shut();
});
document.addEventListener("click", event => {
  if (event.composedPath().includes(host) || event.button !== 0) return;
  const inside = !panel.hidden && article(document)?.contains(event.target) && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!event.altKey && !(inside && event.target.closest(BLOCKS))) return;
  event.preventDefault();
  event.stopPropagation();
  let found = null;
  open(() => found = messageAt(event.target))
    .then(() => found || work.hidden || tell(say("This is in no catalog: code, or the same in all languages.")));
}, true);
addEventListener("pagehide", keep);
// The preview has put into the page what is saved now.
document.addEventListener("isogloss:updated", () => !panel.hidden && desk.current && point(desk.current, false));
window.document$?.subscribe(() => !panel.hidden && desk.path !== location.pathname && open());
new MutationObserver(dress).observe(document.body, {attributes: true});
dress();

// The page may have come again while an answer was under way: what was to follow it follows now.
function takeUp({id, written, going}) {
  passed("saving", null);
  const message = desk.current;
  if (!message || idOf(message) !== id || message.state !== "translated" || message.stored.msgstr !== written) return;
  const more = joined(text.value, message) !== written;
  message.read = message.stored;
  if (more) desk.drafts[id] = {text: text.value, read: message.read};
  else delete desk.drafts[id];
  show(message);
  tell(say(more ? SINCE : "Saved."), "done");
  if (going && !more) goOn();
}

const waiting = passed("open"), saving = passed("saving"), told = passed("told");
if (waiting?.path === location.pathname)
  open(() => desk.messages.find(one => one.source === waiting.source && one.msgid === waiting.msgid))
    .then(() => {
      if (saving) return takeUp(saving);
      if (told) tellFindings(told.findings);
      if (told) tell(told.said, "done");
    });
