// Which message of the desk a passage of the page is, and the other way round: they belong together by their words.
const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, td, th, dt, dd, summary, caption, figcaption, label";
const SMALL = "a, button, label, summary, option, .md-ellipsis";

const plain = text => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

function wordsOf(block) {
  const box = make("div", {}, ...words(block).map(node => node.cloneNode(true)));
  for (const node of box.querySelectorAll(".headerlink, .isogloss-passage, .isogloss-finding, .twemoji, script, style, input")) node.remove();
  return plain(box.textContent);
}

const pairs = text => {
  const found = new Map();
  for (let at = 0; at < text.length - 1; at++) {
    const pair = text.slice(at, at + 2);
    found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  return found;
};

// How alike two texts are, from 0 to 1: by the pairs of letters that they share.
function alike(one, other) {
  if (one === other) return one ? 1 : 0;
  if (one.length < 2 || other.length < 2) return 0;
  const there = pairs(other);
  let shared = 0;
  for (const [pair, times] of pairs(one)) shared += Math.min(times, there.get(pair) ?? 0);
  return 2 * shared / (one.length + other.length - 2);
}

const fit = (message, text) => Math.max(...message.plain.map(shown => alike(shown, text)));
const article = root => root.querySelector("article") ?? root.querySelector("[role=main]") ?? root.body;
const blocksIn = root => [...article(root)?.querySelectorAll(BLOCKS) ?? []].filter(block => !block.closest("pre"));

function best(text) {
  let found = null, most = .6;
  for (const message of desk.messages) {
    const rate = fit(message, text);
    if (rate > most) [found, most] = [message, rate];
  }
  return found;
}

function messageAt(target) {
  for (const name of ["alt", "placeholder"]) {
    const said = plain(target.getAttribute?.(name) ?? "");
    const found = said && desk.messages.find(message => message.plain.includes(said));
    if (found) return found;
  }
  const inside = article(document)?.contains(target);
  const block = inside ? target.closest(BLOCKS) : target.closest(SMALL) ?? target.closest(BLOCKS);
  return block && best(wordsOf(block));
}

function passageOf(message) {
  let found = null, most = .8;
  for (const block of blocksIn(document)) {
    const rate = fit(message, wordsOf(block));
    if (rate > most) [found, most] = [block, rate];
  }
  return found;
}

function inView() {
  const block = blocksIn(document).find(one => one.getBoundingClientRect().top > 60 && best(wordsOf(one)));
  return block && best(wordsOf(block));
}
