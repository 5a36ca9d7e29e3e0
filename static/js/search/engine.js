// Finds stories in the index that the site was built with (docs/search.md). Loads what a query needs, once.

import { splitTerms } from "./terms.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));
const WIDEST = 6; // shards that a word not yet typed out may load beyond its own
const TITLE = 4; // a word in the headline counts for as many elsewhere
const PART = 0.4; // the beginning of a word, against the whole
const NEAR = 0.2; // a word with one slip

export const decodeNumbers = (text) => {
  const numbers = [];
  if (text[0] === "!") {
    for (let at = 1; at < text.length; at += 1) {
      const six = VALUES.get(text[at]);
      for (let bit = 0; bit < 6; bit += 1) if ((six >> bit) & 1) numbers.push((at - 1) * 6 + bit);
    }
    return numbers;
  }
  let last = -1;
  for (let at = 0; at < text.length; ) {
    let gap = 0;
    for (let unit = 1; ; unit *= 32) {
      const value = VALUES.get(text[at++]);
      gap += (value % 32) * unit;
      if (value < 32) break;
    }
    numbers.push((last += gap + 1));
  }
  return numbers;
};

const shardName = (prefix) =>
  /^[a-z0-9]+$/.test(prefix) ? prefix : `_${[...prefix].map((char) => char.codePointAt(0).toString(16)).join("-")}`;

// Whether two words differ by one letter more, less or other, or by two that changed places.
export const isNear = (one, other) => {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const rest = (text, from) => text.slice(from);
  return (
    rest(one, start + 1) === rest(other, start + 1) ||
    rest(one, start + 1) === rest(other, start) ||
    rest(one, start) === rest(other, start + 1) ||
    (one[start] === other[start + 1] && one[start + 1] === other[start] && rest(one, start + 2) === rest(other, start + 2))
  );
};

export class Index {
  #base;
  #files = new Map();
  #catalogue;

  constructor(href) {
    this.#base = new URL(href, location.href);
  }

  async #load(path, version) {
    if (!this.#files.has(path)) {
      const address = new URL(path, this.#base);
      if (version) address.searchParams.set("v", version);
      const loading = fetch(address, version ? {} : { cache: "no-cache" }).then((response) => {
        if (!response.ok) throw new Error(`${address}: ${response.status}`);
        return response.json();
      });
      this.#files.set(path, loading);
      loading.catch(() => this.#files.delete(path)); // so that the next try asks again
    }
    return this.#files.get(path);
  }

  async catalogue() {
    this.#catalogue ??= await this.#load("index.json");
    return this.#catalogue;
  }

  async #shards(word, wide) {
    const { shards } = await this.catalogue();
    let own = word;
    while (!(own in shards)) own = own.slice(0, -1);
    const longer = wide ? Object.keys(shards).filter((prefix) => prefix !== own && prefix.startsWith(word)) : [];
    const chosen = longer.length > WIDEST ? [own] : [own, ...longer];
    return Promise.all(chosen.map((prefix) => this.#load(`terms/${shardName(prefix)}.json`, shards[prefix])));
  }

  // The terms that a word means, each with its weight and its numbers.
  async #expand({ typed, term, isPrefix }) {
    const shards = (await Promise.all(
      [...new Set([typed, term])].map((each) => this.#shards(each, isPrefix && each === typed)),
    )).flat();
    const found = new Map();
    for (const shard of new Set(shards)) {
      for (const key of Object.keys(shard)) {
        if (key.includes(":")) continue;
        if (key === term) found.set(key, [1, shard[key]]);
        else if (isPrefix && key.startsWith(typed)) found.set(key, [PART, shard[key]]);
      }
    }
    if (found.size || term.length < 4) return found;
    for (const shard of new Set(shards)) {
      for (const key of Object.keys(shard)) {
        if (key.length > 3 && !key.includes(":") && isNear(key, term)) found.set(key, [NEAR, shard[key]]);
      }
    }
    return found;
  }

  async #score(word, count) {
    const scores = new Map();
    const expanded = await this.#expand(word);
    for (const [weight, entry] of expanded.values()) {
      const [titles, others] = entry.split("|").map(decodeNumbers);
      const rarity = Math.log(1 + count / (titles.length + others.length));
      for (const [numbers, field] of [[titles, TITLE], [others, 1]]) {
        for (const number of numbers) {
          scores.set(number, Math.max(scores.get(number) ?? 0, weight * rarity * field));
        }
      }
    }
    const slips = [...expanded].filter(([, [weight]]) => weight === NEAR).map(([key]) => key);
    return { scores, terms: new Set(expanded.keys()), slips };
  }

  async #chosen(kind, value) {
    const [shard] = await this.#shards(`${kind}:${value}`, false);
    const entry = shard[`${kind}:${value}`] ?? "|";
    return new Set(entry.split("|").flatMap(decodeNumbers));
  }

  // Numbers of the stories that have all words and pass all filters, best or newest first; and the words as searched.
  async find({ q, topic, provider, time, sort }) {
    const { count, spans, years } = await this.catalogue();
    const [, first, end] = [...spans, ...years].find(([name]) => name === time) ?? ["", 0, count];
    const split = splitTerms(q.replace(/\b(\d{4})-(0\d|1[012])(?:-([0-3]\d))?\b/g, "$1$2$3"));
    const words = split.map(([typed, term], place) => ({
      typed,
      term,
      isPrefix: (place === split.length - 1 && !/\s$/.test(q)) || /^\d{6,8}$/.test(typed),
    }));
    const [scored, ...sets] = await Promise.all([
      Promise.all(words.map((word) => this.#score(word, count))),
      ...Object.entries({ t: topic, p: provider }).filter(([, value]) => value).map(([kind, value]) => this.#chosen(kind, value)),
    ]);
    const maps = scored.map(({ scores }) => scores).sort((one, other) => one.size - other.size);
    const candidates = maps.length ? [...maps[0].keys()] : [...(sets[0] ?? Array(count).keys())];
    const total = new Map();
    for (const number of candidates) {
      if (number < first || number >= end || !sets.every((set) => set.has(number))) continue;
      if (maps.every((map) => map.has(number))) total.set(number, maps.reduce((sum, map) => sum + map.get(number), 0));
    }
    const byTime = (one, other) => other - one;
    const byScore = (one, other) => total.get(other) - total.get(one) || byTime(one, other);
    return {
      numbers: [...total.keys()].sort(sort === "newest" ? byTime : byScore),
      words: words.map((word, place) => ({ ...word, terms: new Set([word.term, ...scored[place].terms]) })),
      slips: words.map(({ typed }, place) => [typed, scored[place].slips]).filter(([, slips]) => slips.length),
    };
  }

  async story(number) {
    const { block, blocks } = await this.catalogue();
    const part = Math.floor(number / block);
    const rows = await this.#load(`stories/${part}.json`, blocks.slice(part * 4, part * 4 + 4));
    const [href, title, excerpt, kicker, provider, iso, date, isVideo] = rows[number % block];
    return { href, title, excerpt, kicker, provider, iso, date, isVideo: isVideo === 1 };
  }
}
