// Keeps a previewed page up to date: swaps style sheets, reloads what else has changed, shows what is wrong.
(() => {
  const own = document.currentScript;
  const base = new URL(".", own.src);
  const at = `broadsheet-scroll:${location.pathname}`;
  const host = document.createElement("broadsheet-preview");
  const shadow = host.attachShadow({ mode: "open" });
  let shown = "";
  let folded = false;
  let styles = own.dataset.styles;
  let busy = false;
  let again = false;

  const restore = () => {
    const place = sessionStorage.getItem(at);
    if (place === null) return;
    const [left, top] = place.split(",").map(Number);
    scrollTo({ left, top, behavior: "instant" });
  };

  const reload = () => {
    sessionStorage.setItem(at, `${scrollX},${scrollY}`);
    location.reload();
  };

  const sheets = (page) => [...page.querySelectorAll('link[rel="stylesheet"]')];

  // The new sheet is there before the old one goes, so nothing flickers and nothing moves.
  const swapStyles = async () => {
    const text = await (await fetch(location.href)).text();
    const wanted = sheets(new DOMParser().parseFromString(text, "text/html"));
    const present = sheets(document);
    if (wanted.length !== present.length) return reload();
    present.forEach((old, number) => {
      const href = wanted[number].getAttribute("href");
      if (href === old.getAttribute("href")) return;
      const fresh = old.cloneNode();
      fresh.addEventListener("load", () => old.remove());
      fresh.setAttribute("href", href);
      old.after(fresh);
    });
  };

  const overlay = async () => {
    const text = await (await fetch(new URL("overlay", base))).text();
    if (text === shown) return;
    shown = text;
    shadow.innerHTML = text;
    const panel = shadow.querySelector(".panel");
    const fold = () => panel.classList.toggle("folded", folded);
    panel?.querySelector("[data-fold]").addEventListener("click", () => {
      folded = !folded;
      fold();
    });
    if (panel) fold();
    if (!host.isConnected) document.body.append(host);
  };

  const look = async () => {
    const { status, headers } = await fetch(location.href, { method: "HEAD" });
    const page = headers.get("Broadsheet-Page");
    if (page !== own.dataset.page || String(status) !== own.dataset.status) return reload();
    const found = headers.get("Broadsheet-Styles");
    if (found !== styles) {
      styles = found;
      await swapStyles();
    }
    await overlay();
  };

  // News that comes while we look makes us look again: none is lost.
  const update = async () => {
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      try {
        await look();
      } catch {
        // The server is away; it sends news when it is back.
      }
    }
    busy = false;
  };

  const listen = () => {
    if (globalThis.SharedWorker) {
      const { port } = new SharedWorker(new URL("worker.js", base), "broadsheet");
      port.onmessage = update;
      addEventListener("pagehide", () => port.postMessage("bye"));
      return;
    }
    const stream = new EventSource(new URL("events", base));
    stream.onmessage = update;
    stream.onerror = () => {
      stream.close();
      setTimeout(listen, 1000);
    };
  };

  restore();
  addEventListener("load", () => {
    restore();
    sessionStorage.removeItem(at);
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    listen();
    update();
  });
  listen();
  update();
})();
