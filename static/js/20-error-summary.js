// Brings someone whose form came back to the list of problems, and from there to the field.
(() => {
  const focusSummary = (within) => {
    const summary = within.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const question = field.closest("fieldset") || field.closest(".govuk-form-group") || field;
    question.scrollIntoView();
    field.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
  focusSummary(document);
})();
