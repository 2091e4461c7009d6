// What the desk tells of the message that is open: what checks find, what has changed, terms and notes.
function put(list, ...rows) {
  list.replaceChildren(...rows.filter(Boolean));
  list.hidden = !list.childNodes.length;
}

function tellFindings(found) {
  put(findings, ...found.map(one => make("li", {class: one.severity},
    make("strong", {}, say(one.severity === "error" ? "Error" : "Warning"), ": "),
    make("bdi", inEnglish, one.message), make("span", {class: "code"}, ` [${one.code}]`),
    ...[one.hint, ...one.besides].filter(Boolean).map(line => make("span", {class: "hint", ...inEnglish}, line)))));
  text.ariaInvalid = String(found.some(one => one.severity === "error"));
}

function tellChanges(message) {
  const pieces = message.difference.flatMap(([old, now]) => old === now ? [now]
    : [old && make("del", {}, old), now && make("ins", {}, now)].filter(Boolean));
  put(changes, pieces.length && make("h4", {}, say("What changed in the original")),
    pieces.length && make("p", {class: "text", lang: desk.original.lang, dir: desk.original.dir}, ...pieces));
}

function tellTerms(message) {
  const {lang, dir} = desk.locale;
  const marked = (name, text) => make("bdi", {lang, dir}, make(name, {}, text));
  const listed = words => words.flatMap((word, at) => at ? [" · ", word] : [word]);
  const rows = message.terms.map(one => make("li", {class: one.used ? "used" : ""}, make("b", desk.original, one.term),
    inWords.dir === "rtl" ? " ← " : " → ",
    ...listed([
      one.term === one.rendering ? say("stays as it is") : marked("span", one.rendering),
      ...one.forms.map(form => marked("span", form)),
      ...one.banned.map((word, at) => at ? marked("s", word) : make("span", {}, ...said("not %(words)s", {words: marked("s", word)}))),
    ])));
  put(terms, rows.length && make("h4", {}, say("Glossary")), rows.length && make("ul", {}, ...rows));
}

function tellNotes(message) {
  const lines = message.notes.translators.split("\n");
  put(notes, ...[message.notes.extracted, ...lines].filter(Boolean).map(line => make("p", inEnglish, line)),
    message.line && make("p", {dir: "ltr"}, `${message.catalog}:${message.line}`));
}
