// Counts down while one types. The limit itself is kept by the server, which never cuts a text.
(() => {
  const announceAfter = 1000;

  const lengthOf = (text) => Array.from(text.normalize("NFC")).length;

  const start = (textarea) => {
    const count = document.getElementById(`${textarea.id}-count`);
    if (!count || count.dataset.started) return;
    count.dataset.started = "yes";
    const limit = Number(textarea.dataset.characterLimit);
    const spoken = document.createElement("div");
    spoken.className = "govuk-visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    count.after(spoken);
    let waiting;

    const show = () => {
      const left = limit - lengthOf(textarea.value);
      const words = left < 0 ? count.dataset.over : count.dataset.left;
      count.textContent = `${words} ${Math.abs(left).toLocaleString(document.documentElement.lang)}`;
      count.classList.toggle("is-over", left < 0);
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        spoken.textContent = count.textContent;
      }, announceAfter);
    };

    textarea.addEventListener("input", show);
    if (textarea.value) show();
  };

  const startAll = (within) => within.querySelectorAll("[data-character-limit]").forEach(start);
  document.addEventListener("htmx:afterSettle", (event) => startAll(event.target));
  startAll(document);
})();
