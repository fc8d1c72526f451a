// A press that did not reach the portal says so beside its button; nothing fails silently.
(function () {
  "use strict";
  function tell(event) {
    var form = event.detail.elt;
    var answer = event.detail.xhr ? event.detail.xhr.status : 0;
    var words = document.body.getAttribute(answer === 429 ? "data-too-much" : "data-not-reached");
    if (!form || !words) {
      return;
    }
    var told = form.querySelector("[data-told]");
    if (!told) {
      told = document.createElement("p");
      told.className = "govuk-body t-small";
      told.setAttribute("role", "alert");
      told.setAttribute("data-told", "");
      form.appendChild(told);
    }
    told.textContent = words;
  }
  document.addEventListener("htmx:sendError", tell);
  document.addEventListener("htmx:responseError", tell);
})();
