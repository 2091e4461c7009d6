// The original beside each passage of a translation: it is fetched from the page itself in its own language, when wanted.
const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, td, th, dt, dd, summary, caption, figcaption";

// Passages in order, by the heading that they come after: its id is the same in every language.
function passages(page) {
  const article = page.querySelector("article") ?? page.querySelector("[role=main]"), found = new Map();
  let section = "";
  for (const block of article?.querySelectorAll(BLOCKS) ?? []) {
    if (block.closest("[class*=isogloss], pre, .md-source-file, .md-feedback")) continue;
    if (block.matches("h1, h2, h3, h4, h5, h6") && block.id) section = block.id;
    if (!found.has(section)) found.set(section, []);
    if (words(block).some(node => node.textContent.trim())) found.get(section).push(block);
  }
  return found;
}

const same = (one, other) => one.length === other?.length && one.every((block, at) => block.localName === other[at].localName);
const read = nodes => nodes.map(node => node.textContent).join("").replace(/\s+/g, " ").trim();

function put(block, original, link, dir) {
  const own = words(block), copies = words(original).map(node => node.cloneNode(true));
  if (read(own) === read(copies)) return;
  const passage = make("span", {class: "isogloss-passage", lang: link.hreflang, dir}, ...copies);
  for (const node of passage.querySelectorAll(".headerlink, input, script")) node.remove();
  for (const node of passage.querySelectorAll("[id]")) node.removeAttribute("id");
  for (const node of passage.querySelectorAll("[href], [src]"))
    for (const key of ["href", "src"])
      if (node.hasAttribute(key)) node.setAttribute(key, new URL(node.getAttribute(key), link.href).href);
  const pair = make("span", {class: "isogloss-pair"});
  block.insertBefore(pair, own[0]);
  pair.append(make("span", {class: "isogloss-own"}, ...own), passage);
}

function hide() {
  for (const pair of document.querySelectorAll(".isogloss-pair")) pair.replaceWith(...pair.firstElementChild.childNodes);
}

async function show(link) {
  const answer = await fetch(link.href.split("#")[0]);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html"), originals = passages(page);
  if (!link.isConnected || link.ariaPressed !== "true") return;
  hide();
  for (const [section, blocks] of passages(document)) {
    const there = originals.get(section);
    if (same(blocks, there)) blocks.forEach((block, at) => put(block, there[at], link, page.dir || "ltr"));
  }
}

function set(link, shown) {
  link.ariaPressed = String(shown);
  link.parentElement.querySelector("p")?.remove();
  if (!shown) return hide();
  return show(link).catch(() => {
    link.ariaPressed = "false";
    link.parentElement.append(make("p", {role: "status"}, say("no_original")));
  });
}

const toggle = link => {
  const shown = link.ariaPressed !== "true";
  kept("original", shown);
  set(link, shown);
};

whenIdle(() => {
  const link = document.querySelector(".isogloss-original");
  if (!link) return;
  link.setAttribute("role", "button");
  link.setAttribute("aria-keyshortcuts", "Alt+O");
  link.ariaPressed = "false";
  link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    toggle(link);
  });
  link.addEventListener("keydown", event => {
    if (event.key !== " ") return;
    event.preventDefault();
    toggle(link);
  });
  if (kept("original")) set(link, true);
});

document.addEventListener("keydown", event => {
  const link = document.querySelector(".isogloss-original");
  if (!link || event.code !== "KeyO" || !event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  toggle(link);
});
