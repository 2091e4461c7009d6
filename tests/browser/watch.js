// Runs before all scripts of a page: tells what they do, and takes down what the page is made of once it is parsed.
window.seen = [];
// What one page remembers must not change another.
Object.defineProperty(window, "localStorage", {value: {getItem: () => null, setItem() {}, removeItem() {}}});
// The theme's script comes later than those that wait for it.
window.document$ = {subscribe() {}};
for (const name of ["alert", "confirm", "prompt", "print", "open", "eval", "x"])
  window[name] = () => seen.push(`${name}() was called`);
addEventListener("error", event => {
  if (event.message) seen.push(`script error: ${event.message}`);
}, true);
// What has been loaded, or has failed to load: what it does then, it has done.
window.settled = new WeakSet();
for (const name of ["load", "error"]) addEventListener(name, event => settled.add(event.target), true);
addEventListener("securitypolicyviolation", event => seen.push(`asked for ${event.blockedURI}`), true);
addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  try {
    window.parsed = parent.nodes(document);
  } catch (error) {
    seen.push(`not read: ${error}`);
  }
}, true);
document.currentScript.remove();
