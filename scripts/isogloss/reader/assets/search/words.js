// The words of a text, and how they are compared: without accents, endings, case and width.
const SPACELESS = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}"
  + "\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Hangul}々ー\uff70\uff9e\uff9f";
const LATIN = "\\p{Script=Latin}";
// What joins two parts of a word: an apostrophe (Ukrainian пам’ять), or that letters are not to be joined (Persian).
const JOINTS = "'\u2019\u02bc\u05f3\u200c";
const JOINT = new RegExp(`[${JOINTS}]`, "g");
const RUN = new RegExp(
  `(</?[a-z][^<>]*>|&#?\\w+;)|([${SPACELESS}]+)|[${LATIN}\\p{Nd}\\p{M}]+`
    + `|(?:(?![${LATIN}${SPACELESS}])(?:[\\p{L}\\p{Nd}\\p{M}]|(?<=[\\p{L}\\p{M}])[${JOINTS}](?=\\p{L})))+`,
  "giu",
);
const KATAKANA = "\\p{Script=Katakana}ー\uff70\uff9e\uff9f";
const SCRIPTS = new RegExp(
  `\\p{Script=Hiragana}+|[${KATAKANA}]+|[^\\p{Script=Hiragana}${KATAKANA}]+`, "gu",
);
const HUMPS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Nd}+/gu;
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u093c]/g;
const OTHERS = {
  "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
  "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا",
  "ґ": "г", "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ँ": "ं",
};
const OTHER = new RegExp(`[${Object.keys(OTHERS).join("")}]`, "g");

// Of a Hindi nasal before another consonant, the sign is as good as the letter: हिंदी is हिन्दी.
const NASAL = /[ङञणनम]\u094d(?=\p{L})/gu;

const latin = term => /^[a-z0-9]+$/.test(term);

// In the scripts of Japan, a voice mark is no accent: が is not か.
const folded = word => {
  const plain = word.normalize("NFKC").toLowerCase();
  if (latin(plain) || /^[\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(plain)) return plain;
  return plain.normalize("NFKD").replace(MARKS, "").replace(JOINT, "").normalize("NFC").replace(OTHER, one => OTHERS[one])
    .replace(NASAL, "ं")
    .replace(/(?![0-9])\p{Nd}/gu, digit);
};

// Digits come in tens, from zero on.
function digit(one) {
  const code = one.codePointAt(0);
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

// Letters with the marks behind them.
function letters(text) {
  const found = [];
  for (const one of text) {
    if (found.length && /[\uff9e\uff9f\p{M}]/u.test(one)) found[found.length - 1] += one;
    else found.push(one);
  }
  return found;
}

// What a run of letters is cut into, and what that is folded to: most runs come again and again.
const cuts = new Map();

function cut(run, spaceless) {
  const found = [];
  const add = (text, start, more) => found.push({term: folded(text), start, end: start + text.length, ...more});
  if (spaceless) {
    for (const {0: part, index} of run.matchAll(SCRIPTS)) {
      // Most of what is written in Hiragana alone is grammar.
      const weak = /^\p{Script=Hiragana}/u.test(part), all = letters(part);
      let at = index;
      all.slice(0, Math.max(1, all.length - 1)).forEach((one, number) => {
        add(one + (all[number + 1] ?? ""), at, {weak});
        at += one.length;
      });
    }
    return found.map((one, place) => ({...one, place}));
  }
  add(run, 0, {place: 0});
  const parts = /^\p{Lu}+s?$/u.test(run) ? [] : run.match(HUMPS) ?? [];
  let at = 0;
  if (parts.length > 1)
    parts.forEach((part, place) => {
      at = run.indexOf(part, at);
      add(part, at, {part: true, place});
      at += part.length;
    });
  return found;
}

// The words of *html*, each with where it begins and ends, and its place among the others. In scripts without spaces,
// each two letters are a word. What is written together, as in TensorFlow or WSL2, is a word, and its parts are others.
function words(html) {
  const found = [];
  let place = 0, english = "";
  for (const {0: run, 1: markup, 2: spaceless, index} of html.matchAll(RUN)) {
    if (markup) {
      // Words of two blocks do not stand beside each other.
      if (/^<\/?(?:p|li|ul|ol|pre)\b/.test(markup)) place += 4;
      const [, name] = /^<(p|li) lang=/.exec(markup) ?? [];
      if (name) english = `</${name}>`;
      else if (markup === english) english = "";
      continue;
    }
    if (!cuts.has(run)) cuts.set(run, cut(run, spaceless));
    const all = cuts.get(run);
    for (const one of all)
      found.push({
        term: one.term, start: index + one.start, end: index + one.end, place: place + one.place,
        weak: one.weak, part: one.part, english: english !== "",
      });
    place += all[all.length - 1].place + 1;
  }
  return found;
}

// What words of a language end in, without accents: what stands in the place of an ending is behind a colon.
const ENDINGS = {
  en: "izations:iz ization:iz izing:iz ized:iz izes:iz ize:iz ations ation ating ated ates ate ators ator ings ing edly ed"
    + " ments ment nesses ness ies:y ied:y ier:y y:y ers er ors or ly ities ity ives ive ions ion ables able ible als al"
    + " es s e",
  es: "amientos amiento imientos imiento uciones:ut ucion:ut aciones acion iciones icion iones ion andose ando iendo"
    + " adoras adora adores ador adas ada ados ado idas ida idos ido arse arlo arla arlos arlas arias aria aran aron aban"
    + " aba ables able ibles ible amente mente idades idad encias encia ancias ancia ivos ivas ivo iva icos icas ico ica"
    + " eres ares ar er ir an en as os es a o e s",
  it: "azioni azione uzioni:ut uzione:ut izioni izione ioni ione amenti amento imenti imento atori atore atrici atrice"
    + " ando endo ati ate ata ato iti ite ita ito uti ute uta uto are ere ire arsi ersi irsi abili abile ibili ibile"
    + " amente mente anze anza enze enza ivi ive iva ivo ici iche ica ico hi he i e a o",
  fr: "issements issement ifications:ifi ification:ifi utions:ut ution:ut ations ation itions ition ions ion atrices"
    + " atrice ateurs ateur ements ement amment emment ments ment antes ante ants ant euses euse eurs eur ables able"
    + " ibles ible ites ite ives ive ifs if iques ique aux:al ees ee es er ez ir is it ent e s",
  de: "isierungen:is isierung:is isieren:is isiert:is ationen ation ierungen ierung ierten ierte ieren iert ungen ung"
    + " heiten heit keiten keit lichen licher liches liche lich ischen ische isch igen iges ige ig enden ende end"
    + " ern ers er em en es ten te tes ter est et st e n s t",
  pt: "amentos amento imentos imento ucoes:ut ucao:ut acoes acao icoes icao oes:ao ao:ao ando endo indo adoras adora"
    + " adores ador adas ada ados ado idas ida idos ido aram avam ava arem aveis avel iveis ivel amente mente idades"
    + " idade encias encia ancias ancia ivos ivas ivo iva icos icas ico ica eres ares ar er ir am em as os es a o e s m",
};
const ENDING = new Map(Object.entries(ENDINGS).map(([language, endings]) => {
  const all = endings.split(" ").map(one => one.split(":"));
  return [language, new Map(all.map(([ending, instead = ""]) => [ending, instead]))];
}));
const LONGEST = 11;
const ARTICLES = /^[وف]?(?:ال|بال|كال|لل)(?=.{2})/;
const LETTERS = /^[وبلف](?=.{3})/;
const SUFFIXES = /(?:ها|هم|هن|نا|كم|ان|ات|ون|ين|تين|يه|ته|وا|ي|ه|ك|ا)$/;
const HEBREW_SUFFIXES = /(?<=.{3})(?:יות|ימ|ות|ה|ת|י)$/;
const PERSIAN_SUFFIXES = /(?<=.{2})(?:هايي|هاي|ها|ان|ي)$/;

// What is left of a folded word without its ending; the word itself in a language that is not known here. In Arabic and
// Hebrew, letters at the beginning may be words of their own, or not: there are several stems.
function stems(word, language) {
  if (language === "ar") {
    const bare = word.replace(ARTICLES, "");
    return [...new Set([bare, bare === word ? word.replace(LETTERS, "") : bare])].map(one => {
      const left = one.replace(SUFFIXES, "");
      return left.length > 2 ? left : one;
    });
  }
  if (language === "he") {
    const starts = [0, 1, 2].filter(size => word.length > size + 2 && /^[והבלכמש]*$/.test(word.slice(0, size)));
    return [...new Set(starts.map(size => word.slice(size).replace(HEBREW_SUFFIXES, "")))];
  }
  if (language === "fa") return [word.replace(PERSIAN_SUFFIXES, "")];
  const endings = ENDING.get(language);
  if (!endings || /\d/.test(word)) return [word];
  let left = word;
  for (let size = Math.min(LONGEST, word.length - 3); size > 0; size--) {
    const instead = endings.get(word.slice(-size));
    if (instead === undefined) continue;
    left = word.slice(0, -size) + instead;
    break;
  }
  return [language === "en" ? left.replace(/([^aeiouy])\1$/, "$1") : left];
}
