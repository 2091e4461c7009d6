// Who prefers another language that the page has is told so, in that language, until they say that they know.
function preferred() {
  const links = [...document.querySelectorAll("link[rel~=alternate][hreflang]")].filter(one => one.hreflang !== "x-default");
  for (const tag of navigator.languages) {
    const same = links.find(one => one.hreflang.toLowerCase() === tag.toLowerCase());
    const found = same ?? links.find(one => written(one.hreflang) === written(tag));
    if (found) return written(found.hreflang) === written(language) ? null : found;
  }
  return null;
}

whenIdle(() => {
  document.querySelector(".isogloss-suggestion")?.remove();
  const link = kept("language") ? null : preferred();
  const words = link && WORDS[link.hreflang];
  if (!words) return;
  const here = linkTo(link.hreflang);
  const address = here && location.pathname === linked ? here.href : link.href;
  const marked = {lang: words.lang ?? link.hreflang, dir: words.dir};
  const text = make("a", {href: address, hreflang: link.hreflang, class: "isogloss-switch"}, words.available);
  const close = make("button", {type: "button", "aria-label": words.close}, "×");
  const box = make("aside", {class: "isogloss-suggestion", "aria-label": words.available, ...marked}, text, close);
  const dismiss = () => {
    kept("language", language);
    box.remove();
  };
  close.addEventListener("click", dismiss);
  box.addEventListener("keydown", event => event.key === "Escape" && dismiss());
  document.body.append(box);
});
