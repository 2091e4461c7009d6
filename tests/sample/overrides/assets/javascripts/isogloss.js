// The language switcher keeps the place on the page: heading ids are the same in every language.
// It also says in which language each name is written, for those who listen to it.
for (const link of document.querySelectorAll("a.md-select__link[hreflang]")) {
  link.lang = link.hreflang;
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}
