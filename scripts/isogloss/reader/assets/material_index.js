// Material asks for the index of the root of the site, from every page: each language has one of its own.
const {open: openRequest} = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, address, ...more) {
  const asked = new URL(address, document.baseURI), own = asked.href === `${site}search/search_index.json` && say("index");
  return openRequest.call(this, method, own ? site + own : address, ...more);
};
