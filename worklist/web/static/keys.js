/* Keyboard and small conveniences. Every page works without this file. */
(() => {
  "use strict";
  const OFF = "writ-keys-off";
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  const chosen = () => document.querySelector('tr[data-row][aria-selected="true"]');

  const choose = (row) => {
    if (!row) return;
    chosen()?.setAttribute("aria-selected", "false");
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    row.dispatchEvent(new CustomEvent("peek", { bubbles: true }));
  };
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(chosen());
    choose(all[Math.max(0, Math.min(all.length - 1, at + by))]);
  };
  const follow = (link) => link && link.click();
  const neighbour = (name) => document.querySelector(`a[data-go="${name}"]`);

  const actions = {
    j: () => (rows().length ? step(1) : follow(neighbour("next"))),
    k: () => (rows().length ? step(-1) : follow(neighbour("previous"))),
    x: () => chosen()?.querySelector("input[type=checkbox]")?.click(),
    c: () => chosen()?.querySelector("[data-claim]")?.click(),
    e: () => follow(chosen()?.querySelector("a")),
    Enter: () => follow(chosen()?.querySelector("a")),
    n: () => document.getElementById("claim-next")?.requestSubmit(),
    "/": () => document.getElementById("jump")?.focus(),
    "?": () => document.getElementById("keys-sheet")?.showModal(),
  };

  const isTyping = (target) =>
    target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]");
  const isControl = (target) => target.closest?.("a, button, summary, input");

  addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key === "Enter") {
      const form = event.target.closest?.("form[data-task]");
      if (form) form.requestSubmit(form.querySelector("[data-main]"));
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (event.key === "Enter" && isControl(event.target)) return;
    if (localStorage.getItem(OFF) && event.key !== "?") return;
    const act = actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (row && !event.target.closest("a, button, input, label")) choose(row);
    if (event.target.closest("[data-keys-off]")) {
      localStorage.getItem(OFF) ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1");
      event.target.closest("dialog")?.close();
    }
    const today = event.target.closest("[data-today]");
    if (today) {
      const field = document.getElementById(today.dataset.today);
      field.value = today.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  addEventListener("change", (event) => {
    event.target.closest("form[data-auto]")?.requestSubmit();
  });

  /* A row that was claimed comes back chosen: the one before is let go, and the preview shows it as it is now. */
  const settle = (row) => {
    rows().filter((other) => other !== row).forEach((other) => other.setAttribute("aria-selected", "false"));
    row.dispatchEvent(new CustomEvent("peek", { bubbles: true }));
  };
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

  const ready = () => {
    if (!isApple) document.querySelectorAll("kbd[data-other]").forEach((key) => { key.textContent = key.dataset.other; });
    document.querySelector("[data-focus]")?.focus();
    document.documentElement.dataset.ready = "true";
  };
  addEventListener("DOMContentLoaded", ready);
  document.addEventListener("htmx:after:swap", (event) => {
    document.querySelector(".summary[data-focus]")?.focus();
    const into = event.detail?.ctx?.target;
    const row = document.getElementById(typeof into === "string" ? into.slice(1) : (into?.id ?? ""));
    if (row?.matches("tr[data-row]")) settle(row);
  });
})();
