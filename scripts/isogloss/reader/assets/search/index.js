// What stands where: words by section of a page, each with its weight there.
const WEIGHTS = {title: 4, page: 1.5, tags: 4, text: 1};
// Where the words of a field begin; a word of one never stands beside one of another.
const FIELDS = {page: -1000, title: 0, tags: 500, text: 1000};
const inTitle = place => place >= FIELDS.title && place < FIELDS.tags;
// What stands between the parts of a compound.
const LINKS = ["", "s", "n", "en", "es"];
let language, marks, english, sections, pages, terms, byStem, groups, instead, spoken, spelled, keyed;

const sum = values => values.reduce((total, one) => total + one, 0);
const whole = text => words(text).filter(one => !one.part).map(one => one.term);

function setup({config, docs}) {
  const own = config.isogloss ?? {};
  language = (own.language ?? config.lang?.[0] ?? "en").split("-")[0];
  marks = own.english ?? "";
  sections = [], pages = new Map(), terms = new Map(), english = new Set(), byStem = new Map();
  spelled = null, keyed = new Map();
  for (const doc of docs) read(doc);
  weigh(config.fields ?? {});
  for (const term of terms.keys())
    for (const key of keys(term))
      if (byStem.has(key)) byStem.get(key).push(term);
      else byStem.set(key, [term]);
  groups = (own.alike ?? []).map(group => group.map(whole).filter(one => one.length));
  instead = Object.entries(own.instead ?? {}).map(pair => pair.map(whole));
  spoken = new Set([...groups, ...instead].flat(2).flatMap(keys));
}

function read(doc) {
  const path = doc.location.split("#")[0], number = sections.length;
  const section = {doc, title: words(doc.title), text: words(doc.text)};
  sections.push(section);
  if (!pages.has(path)) pages.set(path, {article: section, numbers: []});
  const page = pages.get(path);
  page.numbers.push(number);
  const enter = (field, found) => {
    for (const one of found) {
      if (!terms.has(one.term)) terms.set(one.term, {places: new Map()});
      const {places} = terms.get(one.term);
      if (!places.has(number)) places.set(number, {at: [], page: 0, title: 0, tags: 0, text: 0});
      const there = places.get(number);
      there[field] += one.part ? 0.5 : 1;
      there.at.push(FIELDS[field] + one.place);
      if (one.english || doc.english === 2) english.add(one.term);
    }
  };
  enter("title", section.title);
  enter("tags", (doc.tags ?? []).flatMap(words));
  enter("text", section.text);
  if (page.article !== section) enter("page", page.article.title);
}

// How much a word says of a section: the tenth time hardly more than the third, and less in a long one.
function weigh(fields) {
  const usual = {title: 1e3, text: 1, tags: 1e6};
  const weights = Object.entries(WEIGHTS).map(([field, weight]) => {
    const size = section => section[field]?.length ?? 0;
    const boost = (fields[field]?.boost ?? usual[field] ?? 1) / (usual[field] ?? 1);
    return [field, weight * boost, size, sum(sections.map(size)) / sections.length || 1];
  });
  for (const {places} of terms.values())
    for (const [number, there] of places) {
      const amount = sum(weights.map(([field, weight, size, average]) =>
        weight * there[field] / (0.5 + 0.5 * Math.max(1, size(sections[number])) / average)));
      there.weight = amount * 2.2 / (amount + 1.2);
    }
}

// A word by its stems. Passages that are not translated are English; so are, in languages that are not written in Latin
// letters, names and messages of programs.
function keys(term) {
  if (!keyed.has(term)) keyed.set(term, keysOf(term));
  return keyed.get(term);
}

function keysOf(term) {
  const own = stems(term, language).map(one => `=${one}`);
  const foreign = language !== "en" && latin(term) && (english.has(term) || !ENDING.has(language));
  return foreign ? [...own, asEnglish(term)] : own;
}

const asEnglish = term => `~${stems(term, "en")[0]}`;
const withKey = key => byStem.get(key) ?? [];
// Whether the index or the glossary has a word in any form.
const known = word => terms.has(word) || keys(word).some(key => byStem.has(key) || spoken.has(key));
const same = (one, other) => one === other || keys(one).some(key => keys(other).includes(key))
  || (latin(one) && latin(other) && asEnglish(one) === asEnglish(other));
// German without umlauts: ae for ä.
const forms = word => language === "de" ? [...new Set([word, word.replace(/([aou])e/g, "$1")])] : [word];

// The terms of the index that may be meant by a word of a question, and how sure that is.
function meant({term: word, weak}) {
  const found = new Map();
  const add = (term, sure) => found.set(term, Math.max(sure, found.get(term) ?? 0));
  for (const form of forms(word)) {
    if (terms.has(form)) add(form, form === word ? 1 : 0.9);
    for (const key of keys(form)) for (const term of withKey(key)) add(term, 0.85);
    if (language !== "en" && latin(form)) for (const term of withKey(asEnglish(form))) add(term, 0.85);
  }
  if (weak) return found;
  const close = found.size > 0, number = /\d/.test(word);
  for (const term of terms.keys()) {
    if (found.has(term)) continue;
    if (word.length > 1 && term.startsWith(word)) add(term, close ? 0.3 : 0.4 + 0.4 * word.length / term.length);
    else if (!number) {
      const longer = Math.max(term.length, word.length), shared = sharing(term, word);
      if (shared > 4 && shared >= 0.55 * longer) add(term, 0.6 * shared / longer);
      else if (!close && word.length > 4 && term.includes(word)) add(term, 0.35);
    }
  }
  if (!found.size && word.length > 3 && !number)
    for (const term of terms.keys()) {
      const allowed = word.length > 7 ? 2 : 1;
      if (Math.abs(term.length - word.length) > allowed || term[0] !== word[0]) continue;
      const mistakes = distance(term, word, allowed);
      if (mistakes <= allowed) add(term, mistakes === 1 ? 0.7 : 0.4);
    }
  return found;
}

function sharing(one, other) {
  let size = 0;
  while (size < one.length && one[size] === other[size]) size++;
  return size;
}

// The number of letters to add, drop, change or swap; more than *most* is enough to know.
function distance(one, other, most) {
  let before = [], last = [...Array(other.length + 1).keys()];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const change = one[row - 1] === other[column - 1] ? 0 : 1;
      next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + change);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        next[column] = Math.min(next[column], before[column - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return last[other.length];
}

// Where the words of a phrase stand one after the other: by section, as the places of a term; null if nowhere.
function together(phrase) {
  const each = phrase.map(word =>
    [...new Set([word, ...keys(word).flatMap(withKey)])].filter(one => terms.has(one)).map(one => terms.get(one).places));
  const places = new Map();
  for (const first of each[0] ?? [])
    for (const [number, {at}] of first) {
      const there = each.map(form => form.map(one => one.get(number)).filter(Boolean));
      const next = there.map(form => new Set(form.flatMap(one => one.at)));
      const begins = at.filter(place => next.every((one, behind) => one.has(place + behind)));
      if (!begins.length) continue;
      const weight = Math.min(...there.map(form => Math.max(...form.map(one => one.weight))));
      const before = places.get(number) ?? {at: [], weight: 0};
      places.set(number, {at: [...before.at, ...begins], weight: Math.max(weight, before.weight)});
    }
  if (!places.size) return null;
  return {places, marks: phrase.flatMap(word => [word, ...keys(word).flatMap(withKey)])};
}

// A word that is nowhere, as the two that it is made of: Grafikkartentreiber, vscode.
function divided(one) {
  if (!latin(one.term) || one.term.length < 5 || known(one.term)) return [one];
  for (let cut = one.term.length - 2; cut > 1; cut--)
    for (const link of LINKS) {
      if (cut - link.length < 2 || !one.term.slice(0, cut).endsWith(link)) continue;
      const [first, second] = [one.term.slice(0, cut - link.length), one.term.slice(cut)];
      if (!known(first) || !known(second)) continue;
      if (Math.min(first.length, second.length) < 4 && !together([first, second])) continue;
      return [{...one, term: first, end: one.start + cut}, {...one, term: second, start: one.start + cut}];
    }
  return [one];
}
