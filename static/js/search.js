// The search page: the form, the address and the results, which always say the same.

import { Index } from "./search/engine.js";
import { markTerms } from "./search/terms.js";

const PAGE = 10;
const PAUSE = 120; // milliseconds without a key before a search
const form = document.querySelector("[data-search]");
const list = document.querySelector("[data-results]");
const status = document.querySelector("[data-status]");
const more = document.querySelector("[data-more]");
const field = form.elements.q;
const index = new Index(form.dataset.search);
const NAMES = ["q", "topic", "provider", "time", "sort"];
const DEFAULTS = { sort: "best" };
const words = new Intl.NumberFormat(document.documentElement.lang);
const stories = (count) => `${words.format(count)} ${count === 1 ? "story" : "stories"}`;

const element = (name, fields = {}, ...children) => {
  const node = Object.assign(document.createElement(name), fields);
  node.append(...children);
  return node;
};

const marked = (text, wanted) =>
  markTerms(text, wanted).map(([piece, isFound]) => (isFound ? element("mark", {}, piece) : piece));

const drawStory = (story, wanted) => {
  const heading = element("h2", {}, element("a", { href: story.href }, ...marked(story.title, wanted)));
  const item = element("article", { className: "found" });
  if (story.kicker || story.isVideo) {
    const kicker = element("p", { className: "kicker" }, story.kicker);
    if (story.isVideo) kicker.append(" ", element("b", {}, "Video"));
    item.append(kicker);
  }
  item.append(heading);
  if (story.excerpt) item.append(element("p", {}, ...marked(story.excerpt, wanted)));
  const provider = element("span", {}, ...marked(story.provider, wanted));
  const time = element("time", { dateTime: story.iso }, story.date);
  item.append(element("p", { className: "by" }, provider, time));
  return element("li", {}, item);
};

const state = () => Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value]));

const writeAddress = (asked) => {
  const address = new URL(location.href);
  for (const name of NAMES) {
    const value = name === "q" ? asked.q.trim() : asked[name];
    if (value && value !== DEFAULTS[name]) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
  document.title = asked.q.trim() ? `${asked.q.trim()} · ${form.dataset.title}` : form.dataset.title;
};

const readAddress = () => {
  const asked = new URLSearchParams(location.search);
  for (const name of NAMES) {
    const control = form.elements[name];
    control.value = asked.get(name) ?? DEFAULTS[name] ?? "";
    if (control.selectedIndex === -1) control.value = DEFAULTS[name] ?? "";
  }
};

const addChoices = (control, entries) => {
  control.append(...entries.map(([value, name, count]) => new Option(count === undefined ? name : `${name} (${words.format(count)})`, value)));
};

const describe = ({ q }, { numbers, slips }) => {
  if (numbers.length && slips.length) {
    const instead = slips.map(([typed, near]) => `“${near.slice(0, 3).join("”, “")}” for “${typed}”`).join(", ");
    return `${stories(numbers.length)}, with ${instead}`;
  }
  if (numbers.length) return stories(numbers.length);
  return q.trim() ? `No story matches “${q.trim()}”. Try fewer or other words, or take a filter away.` : "No story matches these filters.";
};

let turn = 0;
let found = { numbers: [], words: [] };

const draw = async (from) => {
  const { numbers, words: wanted } = found;
  const drawn = await Promise.all(numbers.slice(from, from + PAGE).map((number) => index.story(number)));
  return drawn.map((story) => drawStory(story, wanted));
};

const showMore = async () => {
  const mine = turn;
  const items = await draw(list.children.length);
  if (mine !== turn) return;
  list.append(...items);
  more.hidden = list.children.length >= found.numbers.length;
  items[0]?.querySelector("a").focus();
};

const search = async () => {
  const mine = ++turn;
  const asked = state();
  writeAddress(asked);
  const isEmpty = !asked.q.trim() && !asked.topic && !asked.provider && !asked.time;
  list.setAttribute("aria-busy", "true");
  try {
    const result = isEmpty ? { numbers: [], words: [], slips: [] } : await index.find(asked);
    if (mine !== turn) return;
    found = result;
    const items = await draw(0);
    if (mine !== turn) return;
    list.replaceChildren(...items);
    more.hidden = items.length >= found.numbers.length;
    status.textContent = isEmpty ? "" : describe(asked, found);
  } catch {
    if (mine === turn) status.textContent = "The search index did not load. Look at the connection, then try again.";
  } finally {
    if (mine === turn) list.removeAttribute("aria-busy");
  }
};

let waiting;
const searchSoon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, PAUSE);
};

const links = () => [...list.querySelectorAll("h2 a")];

const step = (event) => {
  const all = links();
  const here = all.indexOf(document.activeElement);
  const isField = document.activeElement === field;
  if ((here < 0 && !isField) || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const next = event.key === "ArrowDown" ? (isField ? 0 : here + 1) : here - 1;
  if (isField && event.key === "ArrowUp") return;
  event.preventDefault();
  (next < 0 ? field : (all[next] ?? more)).focus();
};

const start = async () => {
  form.hidden = false;
  try {
    const { topics, providers, years } = await index.catalogue();
    addChoices(form.elements.topic, topics);
    addChoices(form.elements.provider, providers);
    addChoices(form.elements.time, years.map(([year, first, end]) => [year, year, end - first]));
  } catch {
    status.textContent = "The search index did not load. Look at the connection, then load the page again.";
    return;
  }
  readAddress();
  form.addEventListener("input", ({ target }) => (target === field ? searchSoon() : search()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await search();
    links()[0]?.focus();
  });
  more.addEventListener("click", showMore);
  addEventListener("keydown", step);
  addEventListener("popstate", () => {
    readAddress();
    search();
  });
  if (!field.value) field.focus();
  await search();
};

start();
