// The words of the desk and of the preview: in the language of the page under work or, on an English one, of the browser.
const WORDS = {};
const shownIn = document.documentElement.lang;
const wanted = /^(en\b|$)/i.test(shownIn) ? navigator.languages : [shownIn, ...navigator.languages];
// Taiwan writes in another script than most who speak Chinese: the browser knows.
const knownAs = tag => {
  try {
    const {language, script} = new Intl.Locale(tag.replaceAll("_", "-")).maximize();
    return [`${language}-${script}`, language].find(name => name in WORDS);
  } catch {
    return undefined; // A page may say anything of its language.
  }
};
const spoken = wanted.map(knownAs).find(Boolean) ?? "en";
const inWords = {lang: spoken, dir: WORDS[spoken].dir};
// What only English has words for says so.
const inEnglish = spoken === "en" ? {} : {lang: "en", dir: "ltr"};
const said = (text, values = {}) => (WORDS[spoken].texts[text] ?? text).split(/%\((\w+)\)s/)
  .map((part, at) => at % 2 ? values[part] ?? "" : part).filter(part => part !== "");
const say = (text, values) => said(text, values).join("");
