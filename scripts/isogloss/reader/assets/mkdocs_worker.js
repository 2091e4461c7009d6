// The themes of MkDocs have a script of their own that searches, in one index for all languages.
window.Worker = (Worker => function (address, options) {
  const asked = new URL(address, document.baseURI), own = asked.href === `${site}search/worker.js` && say("index");
  return new Worker(own ? `${site}[WORKER]?index=../../${own}` : address, options);
})(Worker);
