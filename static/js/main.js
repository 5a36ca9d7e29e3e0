// What a page can do beyond links: plates give way to pictures that came, the scheme switch, the player.

const settle = (picture) => {
  picture.classList.toggle("failed", !picture.naturalWidth);
  picture.closest(".plate")?.classList.toggle("shown", picture.naturalWidth > 0);
};

for (const type of ["load", "error"]) {
  // Neither event bubbles, so they are caught on the way down.
  addEventListener(type, ({ target }) => target instanceof HTMLImageElement && settle(target), true);
}
for (const picture of document.images) {
  if (picture.complete) settle(picture);
}

const root = document.documentElement;
const schemes = ["system", "light", "dark"];

const store = (scheme) => {
  try {
    if (scheme === "system") localStorage.removeItem("scheme");
    else localStorage.setItem("scheme", scheme);
  } catch {
    // Storage may be forbidden; the choice then holds for this page.
  }
};

const paint = (button, scheme) => {
  if (scheme === "system") delete root.dataset.theme;
  else root.dataset.theme = scheme;
  button.textContent = `Colours: ${scheme}`;
  const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
    meta.dataset.own ??= meta.content;
    meta.content = scheme === "system" ? meta.dataset.own : paper;
  }
};

for (const button of document.querySelectorAll("[data-scheme-switch]")) {
  paint(button, root.dataset.theme ?? "system");
  button.addEventListener("click", () => {
    const now = root.dataset.theme ?? "system";
    const next = schemes[(schemes.indexOf(now) + 1) % schemes.length];
    store(next);
    paint(button, next);
  });
}

const search = document.querySelector("[aria-keyshortcuts='/']");

addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || !search) return;
  event.preventDefault();
  const field = document.querySelector("#q");
  if (field) field.focus();
  else location.assign(search.href);
});

for (const link of document.querySelectorAll(".player")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = link.dataset.src;
    frame.title = link.dataset.title;
    frame.className = "player";
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin"; // players refuse a page without an origin
    link.replaceWith(frame);
    frame.focus();
  });
}
