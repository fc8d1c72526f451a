// Makes and shows passkeys. Its forms stay hidden where there are no scripts or no passkeys,
// and at an address that is a mere number.
(() => {
  const isNumber = /^[\d.]+$|:/.test(location.hostname); // browsers know passkeys by a name only
  if (!window.PublicKeyCredential || isNumber) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const read = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.excludeCredentials, options.allowCredentials]) {
      for (const each of list || []) each.id = bytes(each.id);
    }
    return { publicKey: options };
  };

  const written = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response,
    });
  };

  const ask = async (form) => {
    const answer = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(String(answer.status));
    const options = read(await answer.json());
    const made = form.dataset.passkey === "make";
    return navigator.credentials[made ? "create" : "get"](options);
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const told = form.querySelector("[data-passkey-told]");
    form.hidden = false;
    document.querySelectorAll("[data-passkey-off]").forEach((each) => (each.hidden = true));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      told.textContent = "";
      try {
        form.elements.credential.value = written(await ask(form));
        form.submit();
      } catch {
        told.textContent = told.dataset.words;
      }
    });
  });
})();
