/* What is typed waits sealed in this browser, so that a lost connection costs nothing. The page works without this file. */
const form = document.querySelector("form[data-draft]");
const state = document.querySelector("[data-draft-state]");
if (form && state) {
  const PAUSE = 4000; // milliseconds after the last key
  let timer = 0;
  const say = (text) => { state.textContent = text; };
  const keep = async () => {
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), redirect: "error" });
      say(answer.ok ? form.dataset.kept : "");
    } catch { say(form.dataset.offline); }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, PAUSE); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!navigator.onLine) { event.preventDefault(); say(form.dataset.offline); }
  });
}
