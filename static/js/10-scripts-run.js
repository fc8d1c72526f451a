// Says to the styles that scripts run. Nothing needs it to work.
document.body.classList.add("js-enabled");
