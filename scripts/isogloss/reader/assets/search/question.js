// What is asked, and which pages answer it.

// Each word of a question, with all that may stand for it.
function asked(query) {
  const slots = words(query).filter(one => !one.part).flatMap(divided).map(one => {
    const text = query.slice(one.start, one.end), sign = /(?:^|\s)([+-])$/.exec(query.slice(0, one.start))?.[1];
    const means = [...meant(one)].map(([term, sure]) => ({sure, places: terms.get(term).places, marks: [term]}));
    return {text, term: one.term, weak: one.weak, means, sign: text.length > 2 ? sign : undefined};
  });
  const stand = (from, to, phrase, sure) => {
    const found = together(phrase);
    if (found) for (const slot of slots.slice(from, to)) slot.means.push({sure, ...found});
  };
  const wherever = (phrase, then) => {
    for (let from = 0; from + phrase.length <= slots.length; from++)
      if (phrase.every((word, behind) => same(word, slots[from + behind].term))) then(from, from + phrase.length);
  };
  slots.forEach((slot, number) => {
    const parts = words(slot.text).filter(one => one.part).map(one => one.term), next = slots[number + 1];
    if (parts.length) stand(number, number + 1, parts, 0.95);
    if (next && !slot.weak && terms.has(slot.term + next.term)) stand(number, number + 2, [slot.term + next.term], 0.9);
  });
  for (const group of groups)
    for (const phrase of group)
      wherever(phrase, (from, to) => {
        for (const other of group) if (other !== phrase) stand(from, to, other, 0.75);
      });
  // Where a site uses what its glossary bans, it means something else.
  for (const [banned, rendering] of instead)
    if (!banned.every(word => terms.has(word))) wherever(banned, (from, to) => stand(from, to, rendering, 0.75));
  for (const slot of slots) {
    const most = Math.max(0, ...slot.means.map(one => one.sure)), sure = slot.means.filter(one => one.sure >= 0.7 * most);
    const size = new Set(sure.flatMap(one => [...one.places.keys()])).size;
    slot.rarity = Math.log(1 + (sections.length - size + 0.5) / (size + 0.5)) * (slot.weak ? 0.3 : 1);
  }
  return slots;
}

// What each section has of a question: for each of its words, how much, how surely, where, and by what.
function matches(slots) {
  const found = new Map();
  slots.forEach((slot, number) => {
    for (const mean of slot.means)
      for (const [section, there] of mean.places) {
        if (!found.has(section)) found.set(section, slots.map(() => null));
        const row = found.get(section), value = mean.sure * there.weight, known = row[number];
        if (!known) {
          row[number] = {value, sure: mean.sure, at: there.at, by: [mean]};
          continue;
        }
        // What stands for the same word in another way makes it a little more certain.
        if (value > known.value)
          Object.assign(known, {value: value + 0.3 * known.value, sure: mean.sure, at: there.at});
        else known.value += 0.3 * value;
        known.by.push(mean);
      }
  });
  return found;
}

// How well a row of matches answers: rare words count most, all words are better than some, and best side by side.
function score(row, slots, all) {
  let value = 0, covered = 0, beside = 0;
  row.forEach((one, number) => {
    if (!one) return;
    value += one.value * slots[number].rarity;
    covered += Math.min(1, one.sure + 0.2) * slots[number].rarity;
    const before = row[number - 1];
    if (!before) return;
    const near = by => before.at.some(at => places.has(at + by)), places = new Set(one.at);
    beside += (near(1) ? 1 : near(0) || near(-1) || near(2) ? 0.5 : 0) * Math.min(slots[number].rarity, slots[number - 1].rarity);
  });
  return (value + 1.2 * beside) * (covered / all) ** 2;
}

// How much the title of a page and the question are the same: who asks for a page by its name wants it first.
function titled({article, numbers: [number]}, slots, all) {
  const places = new Set();
  const asked = sum(slots.map(slot => {
    let sure = 0;
    for (const one of slot.means) {
      const at = one.places.get(number)?.at.filter(inTitle) ?? [];
      if (at.length) sure = Math.max(sure, one.sure);
      for (const place of at) places.add(place);
    }
    return sure * slot.rarity;
  })) / all;
  if (!asked) return 0;
  const rarity = one => Math.log(1 + sections.length / terms.get(one.term).places.size);
  const own = article.title.filter(one => !one.part);
  return asked ** 2 * (0.5 + sum(own.filter(one => places.has(one.place)).map(rarity)) / sum(own.map(rarity)));
}

// The pages that answer a question, best first, each with its sections that do.
function search(text) {
  // In a question, nothing is markup.
  const query = text.replace(/[<>&]/g, " "), every = asked(query);
  const slots = every.filter(slot => slot.sign !== "-"), rows = matches(slots);
  const all = sum(slots.map(slot => slot.rarity));
  const refused = new Set(every.filter(slot => slot.sign === "-").flatMap(slot =>
    slot.means.filter(one => one.sure > 0.8).flatMap(one => [...one.places.keys()])));
  const quoted = [...query.matchAll(/"([^"]+)"/g)].map(one => together(whole(one[1]))).filter(Boolean);
  const wanted = (row, number) => row && !refused.has(number) && quoted.every(one => one.places.has(number))
    && slots.every((slot, at) => slot.sign !== "+" || row[at] || !slot.means.length);
  const found = [];
  for (const page of pages.values()) {
    const parts = page.numbers.filter(number => wanted(rows.get(number), number)).map(number => {
      const row = rows.get(number), {doc} = sections[number];
      return {number, row, score: score(row, slots, all) * (doc.boost ?? 1)};
    });
    if (!parts.length) continue;
    parts.sort((one, other) => other.score - one.score || one.number - other.number);
    const best = slots.map((_, at) => parts.map(one => one.row[at]).reduce((one, other) =>
      (other?.value ?? 0) > (one?.value ?? 0) ? other : one));
    const together = score(best, slots, all) * (page.article.doc.boost ?? 1);
    found.push({page, parts, score: (1 + titled(page, slots, all)) * (0.65 * parts[0].score + 0.35 * together)});
  }
  found.sort((one, other) => other.score - one.score);
  return {slots, found};
}
