// The page for lost readers: in the language of the address, or else of the browser, with the nearest page there is.
const distance = (one, other) => {
  let row = [...other, ""].map((_, number) => number);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1]));
    row = next;
  }
  return row[other.length];
};

function own(sections) {
  const folders = location.pathname.slice(base.length);
  const there = sections.find(one => one.dataset.folder && folders.startsWith(one.dataset.folder));
  if (there) return there;
  const wanted = navigator.languages.map(written);
  const found = wanted.map(tag => sections.find(one => written(one.dataset.language) === tag)).find(Boolean);
  return found ?? sections[0];
}

async function showNearest(section) {
  const answer = await fetch(`${base}sitemap.xml`);
  if (!answer.ok) return;
  const map = new DOMParser().parseFromString(await answer.text(), "text/xml");
  const all = [...map.querySelectorAll("loc")].map(one => new URL(one.textContent.trim(), location).pathname);
  const {folder} = section.dataset, root = base + folder;
  const folders = [...document.querySelectorAll(".isogloss-lost section")].map(one => one.dataset.folder).filter(Boolean);
  const here = all.filter(path => folder ? path.startsWith(root) : path.startsWith(base) && !folders.some(one => path.startsWith(base + one)));
  const asked = location.pathname.replace(location.pathname.startsWith(root) ? root : base, "").slice(0, 200);
  const rated = here
    .map(path => path.replace(root, ""))
    .map(path => [distance(asked, path) / Math.max(asked.length, path.length, 1), path])
    .sort(([one], [other]) => one - other);
  if (!rated.length || rated[0][0] > .5) return;
  const path = root + rated[0][1], near = section.querySelector(".isogloss-near");
  const page = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
  const heading = page.querySelector("h1");
  for (const one of heading?.querySelectorAll(".headerlink") ?? []) one.remove();
  near.lastElementChild.textContent = heading?.textContent.trim() || page.title;
  near.lastElementChild.href = path;
  near.hidden = false;
}

onceThere(() => {
  const sections = [...document.querySelectorAll(".isogloss-lost section")];
  if (!sections.length) return;
  const section = own(sections);
  for (const one of sections) one.hidden = one !== section;
  document.title = document.title.replace(/^[^-]*$/, `${section.querySelector("h1").textContent} - $&`);
  const search = document.querySelector("[data-md-toggle=search]"), button = section.querySelector("button");
  button.hidden = !search;
  button.addEventListener("click", () => {
    if (!search.checked) search.click();
    document.querySelector("[data-md-component=search-query]")?.focus();
  });
  showNearest(section);
});
