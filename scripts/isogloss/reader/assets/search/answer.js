// What is shown of a page, and to whom: Material and the themes of MkDocs have each their own words.
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
const NEAR = 120;
// Of so many pages, each is shown with what is in it; Material draws ten, and the others when a reader comes there.
const SHOWN = 40;
const BLOCK = /<(p|ul|ol|pre)\b[^>]*>/g;

// The page as Material wants it: the best part first, then what is its article, then the others.
function presented({page, parts, score: best}, slots) {
  const ratio = best / (parts[0].score || 1);
  const items = parts.map(one => shown(sections[one.number], one.row, slots, one.score * ratio));
  const at = items.findIndex(item => item.location === page.article.doc.location);
  if (at === 0) return items;
  const [article] = at > 0 ? items.splice(at, 1) : [shown(page.article, [], slots, 0)];
  // Material reads two digits of it when it looks for what is best.
  items.splice(1, 0, {...article, score: best - 0.01});
  return items;
}

// The same for a page that hardly anybody comes to: its name.
const named = ({page, score}) => [{...page.article.doc, text: "", score, terms: {}}];

function shown({doc, title, text}, row, slots, value) {
  const found = {}, marked = new Set();
  row.forEach((one, number) => {
    const slot = slots[number];
    if (!one) {
      if (!slot.weak && slot.rarity > 0.5) found[slot.text] = false;
      return;
    }
    const meant = new Set(one.by.flatMap(mean => mean.marks));
    for (const term of meant) marked.add(term);
    const inside = (field, all) => all.filter(word => meant.has(word.term)).map(word => doc[field].slice(word.start, word.end));
    const spelled = [...new Set([...inside("title", title), ...inside("text", text)])];
    for (const word of spelled.length ? spelled.slice(0, 3) : [slot.text]) found[word] = true;
  });
  const hits = all => all.filter(one => marked.has(one.term));
  const inEnglish = (html, least) => html && doc.english >= least ? `<span ${marks}>${html}</span>` : html;
  return {
    ...doc,
    title: inEnglish(highlighted(doc.title, hits(title)), 1),
    text: inEnglish(teaser(doc.text, hits(text)), 2),
    score: value,
    terms: found,
  };
}

// *html* from one place to another, with a mark around each of the *hits*.
function highlighted(html, hits, from = 0, to = html.length) {
  const inside = hits.filter(one => one.start >= from && one.end <= to);
  inside.sort((one, other) => one.start - other.start || other.end - one.end);
  let out = "", at = from;
  for (let number = 0; number < inside.length; number++) {
    let {start, end} = inside[number];
    while (number + 1 < inside.length && inside[number + 1].start <= end) end = Math.max(end, inside[++number].end);
    out += `${html.slice(at, start)}<mark>${html.slice(start, end)}</mark>`;
    at = end;
  }
  return out + html.slice(at, to);
}

// The blocks of a text, and what is between them.
function blocks(html) {
  const found = [];
  let at = 0;
  BLOCK.lastIndex = 0;
  for (let open; (open = BLOCK.exec(html));) {
    if (open.index > at) found.push({start: at, end: open.index});
    const tags = new RegExp(`<(/?)${open[1]}\\b[^>]*>`, "g");
    let depth = 0;
    at = html.length;
    tags.lastIndex = open.index;
    for (let tag; (tag = tags.exec(html));) {
      depth += tag[1] ? -1 : 1;
      if (depth) continue;
      at = tags.lastIndex;
      break;
    }
    found.push({start: open.index, end: at, closed: true});
    BLOCK.lastIndex = at;
  }
  return at < html.length ? [...found, {start: at, end: html.length}] : found;
}

const worth = hits => new Set(hits.map(one => one.term)).size;

// The two blocks of a text in which most of the question is.
function teaser(html, hits) {
  const rated = blocks(html).map(block => {
    const inside = hits.filter(one => one.start >= block.start && one.end <= block.end);
    return {...block, inside, worth: worth(inside)};
  }).filter(one => one.worth);
  rated.sort((one, other) => other.worth - one.worth || one.start - other.start);
  return rated.slice(0, 2).sort((one, other) => one.start - other.start)
    .map(block => block.closed ? highlighted(html, block.inside, block.start, block.end) : near(html, block)).join(" ");
}

// Of text outside blocks, such as a table: what is around the place in which most of the question is.
function near(html, {start, end, inside}) {
  const around = one => worth(inside.filter(other => Math.abs(other.start - one.start) < NEAR));
  const best = inside.reduce((one, other) => around(other) > around(one) ? other : one);
  // Not in the middle of a word, nor of code.
  const atoms = [...html.slice(start, end).matchAll(/<(\w+)[^>]*>.*?<\/\1>|<[^>]*>|[^\s<]+/gs)]
    .map(one => [start + one.index, start + one.index + one[0].length])
    .filter(([from, to]) => to > best.start - NEAR && from < best.end + NEAR);
  const from = atoms[0]?.[0] ?? start, to = atoms[atoms.length - 1]?.[1] ?? end;
  return `${from > start ? "… " : ""}${highlighted(html, inside, from, to)}${to < end ? " …" : ""}`;
}

// The most frequent word that begins with the last one.
function suggested(query) {
  const last = query.split(/[\s-]+/).pop();
  if (!spelled) {
    spelled = new Map();
    for (const {doc, title, text} of sections)
      for (const [html, all] of [[doc.title, title], [doc.text, text]])
        for (const {start, end} of all) {
          const word = html.slice(start, end);
          spelled.set(word, (spelled.get(word) ?? 0) + 1);
        }
  }
  let best = ["", 0];
  for (const [word, times] of spelled) if (times > best[1] && word.startsWith(last)) best = [word, times];
  return last && best[0] ? [best[0]] : [];
}

const plain = html => html.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
// MkDocs writes texts into its index as they are, and titles as HTML.
const asHtml = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

let suggests = false;

function answer({type, data, init, query}) {
  if (type === SETUP) {
    setup(data);
    suggests = data.options?.suggest ?? false;
    postMessage({type: READY});
  } else if (type === QUERY) {
    const {slots, found} = search(data);
    const items = found.map((one, number) => number < SHOWN ? presented(one, slots) : named(one));
    postMessage({type: RESULT, data: suggests ? {items, suggest: suggested(data)} : {items}});
  } else if (init) {
    const address = new URL(new URL(location.href).searchParams.get("index"), location.href);
    fetch(address).then(response => response.json()).then(index => {
      setup({...index, docs: index.docs.map(doc => ({...doc, title: asHtml(plain(doc.title)), text: asHtml(doc.text)}))});
      postMessage({config: index.config});
      postMessage({allowSearch: true});
    });
  } else if (query) {
    const {slots, found} = search(query);
    const best = found.map(({page, parts: [{number, row}]}) => {
      const {location, title, text} = shown(sections[number], row, slots, 0);
      return {location, title: plain(title), summary: plain(text || page.article.doc.text).slice(0, 200)};
    });
    postMessage({results: best});
  }
}

addEventListener("message", event => answer(event.data));
