// What the parts share: words by language, a place to remember things, and what is done on each page.
const WORDS = {};
const site = new URL("../../", document.currentScript.src).href, base = new URL(site).pathname;
// A site may call its languages otherwise; it has a folder for each all the same.
const inFolder = ([, {folder}]) => folder && location.href.startsWith(site + folder);
const spoken = document.documentElement.lang;
const language = spoken in WORDS ? spoken : Object.entries(WORDS).find(inFolder)?.[0] ?? spoken;
const say = (name, tag = language) => WORDS[tag]?.[name] ?? "";
const memory = (store, name, value) => {
  try {
    if (value === undefined) return JSON.parse(store().getItem(`${base}.isogloss.${name}`));
    store().setItem(`${base}.isogloss.${name}`, JSON.stringify(value));
  } catch { /* A browser that remembers nothing is not told twice. */ }
  return null;
};
const kept = (name, value) => memory(() => localStorage, name, value);
const passed = (name, value) => memory(() => sessionStorage, name, value);
// What the address names on the page.
const target = () => {
  const name = location.hash.slice(1);
  try {
    return document.getElementById(decodeURIComponent(name));
  } catch { // It is not encoded: "#100%".
    return document.getElementById(name);
  }
};
// What is done on each page: as soon as it is there, or once the browser has nothing else to do.
const atOnce = [], later = [];
const onEachPage = run => atOnce.push(run);
const whenIdle = run => later.push(run);
// What waits has a task each, so that no reader waits for it; all of it is done before the first thing that a reader does.
let waiting = [];
const soon = run => window.requestIdleCallback ? requestIdleCallback(run, {timeout: 1000}) : setTimeout(run);
const nextOne = () => {
  if (waiting.length > 1) soon(nextOne);
  waiting.shift()?.();
};
const begin = () => {
  for (const run of atOnce) run();
  if (!waiting.length) soon(nextOne);
  waiting = [...later];
};
for (const name of ["pointerdown", "keydown", "click", "focusin"])
  addEventListener(name, () => waiting.splice(0).forEach(run => run()), {capture: true, passive: true});
// Material shows the next page in the same document, if a site has navigation.instant.
const onceThere = run => addEventListener("DOMContentLoaded", run);
onceThere(() => window.document$ ? document$.subscribe(begin) : begin());
const LINK = "a.md-select__link[hreflang]";
const linkTo = tag => document.querySelector(`${LINK}[hreflang="${CSS.escape(tag)}"]`);
// The page whose other languages these links lead to.
let linked = location.pathname;
// What a tag says of who can read it: a language in a script.
const written = tag => {
  try {
    const {language, script} = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return tag.toLowerCase();
  }
};
