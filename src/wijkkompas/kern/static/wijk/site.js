/* Every page works without this file. */
const root = document.documentElement;
const all = (query, inside = document) => [...inside.querySelectorAll(query)];
const show = (query, action) => all(query).forEach((element) => { element.hidden = false; element.addEventListener("click", action); });
const typing = (event) => event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey;

function say(text) {
  let toast = document.querySelector(".toast");
  if (!toast) {
    toast = Object.assign(document.createElement("p"), { className: "toast", role: "status" });
    document.body.append(toast);
  }
  toast.hidden = false;
  toast.textContent = text;
  setTimeout(() => { toast.hidden = true; }, 4000);
}

/* Large letters */
let store = {};
try { store = localStorage; } catch { }
const letters = (on) => {
  root.toggleAttribute("data-large", on);
  all("[data-action=letters]").forEach((button) => button.setAttribute("aria-pressed", on));
};
letters(store.wijkLetters === "1");
show("[data-action=letters]", () => { const on = !root.hasAttribute("data-large"); letters(on); store.wijkLetters = on ? "1" : ""; });

/* A shared address never carries what somebody typed */
show("[data-action=print]", () => window.print());
if (navigator.share || navigator.clipboard) {
  show("[data-action=share]", async (event) => {
    const button = event.currentTarget;
    const url = button.dataset.url || location.origin + location.pathname, text = button.dataset.text;
    try {
      if (navigator.share) await navigator.share(text ? { text } : { title: document.title, url });
      else { await navigator.clipboard.writeText(text || url); say(button.dataset.done || text || url); }
    } catch { }
  });
}

/* Read aloud, only by a voice on this device */
const speech = window.speechSynthesis;
if (speech && window.SpeechSynthesisUtterance) {
  const voice = (lang) => speech.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(lang));
  const language = (element) => (element.closest("[lang]") || root).lang.slice(0, 2).toLowerCase();
  const buttons = all("[data-action=read]");
  let reading = false;
  const texts = () => {
    const marked = all("main [data-read]");
    const from = marked.length ? [...all("main h1"), ...marked] : all("main");
    return from.flatMap((part) => {
      const pieces = all("h1, h2, h3, p, li, dt, dd, legend, label", part).filter((piece) => !piece.querySelector("p, li") && piece.getClientRects().length);
      return pieces.length ? pieces : [part];
    });
  };
  const mark = (on) => buttons.forEach((button) => {
    reading = on;
    button.setAttribute("aria-pressed", on);
    const words = button.querySelector("span");
    button.dataset.first ||= words.textContent;
    words.textContent = on ? button.dataset.other : button.dataset.first;
  });
  const clear = () => all(".spoken").forEach((one) => one.classList.remove("spoken"));
  const stop = () => { speech.cancel(); clear(); mark(false); };
  const start = () => {
    mark(true);
    const queue = texts();
    const next = () => {
      clear();
      const piece = queue.shift();
      if (!piece || !reading) return stop();
      const found = voice(language(piece));
      const words = piece.innerText.trim();
      if (!found || !words) return next();
      const utterance = Object.assign(new SpeechSynthesisUtterance(words), { voice: found, lang: found.lang, rate: 0.92, onend: next, onerror: stop });
      piece.classList.add("spoken");
      speech.speak(utterance);
    };
    next();
  };
  const look = () => buttons.forEach((button) => { button.hidden = !voice(root.lang.slice(0, 2)); });
  buttons.forEach((button) => button.addEventListener("click", () => (reading ? stop() : start())));
  speech.onvoiceschanged = look;
  look();
  addEventListener("pagehide", () => speech.cancel());
}

/* Quick exit, Shift three times too */
const exit = document.querySelector("[data-exit]");
if (exit) {
  const leave = (event) => {
    event?.preventDefault();
    document.title = "·";
    document.body.hidden = true;
    history.replaceState(null, "", "/");
    location.replace(exit.href);
  };
  let shifts = 0, last = 0;
  exit.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { shifts = 0; return; }
    if (event.repeat) return;
    shifts = event.timeStamp - last < 900 ? shifts + 1 : 1;
    last = event.timeStamp;
    if (shifts === 3) leave();
  });
}
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

/* j, k and ? in lists */
addEventListener("keydown", (event) => {
  if (typing(event)) return;
  const rows = all("[data-keys] > li, [data-keys] > tr").filter((row) => row.querySelector("a[href]"));
  if ((event.key === "j" || event.key === "k") && rows.length) {
    const at = rows.indexOf(document.activeElement.closest("[data-keys] > *"));
    const to = event.key === "j" ? at + 1 : Math.max(0, at - 1);
    rows[Math.min(rows.length - 1, to)].querySelector("a[href]").focus();
  } else if (event.key === "?") {
    const help = document.querySelector("[data-keys-help]");
    if (help) { help.open = !help.open; help.scrollIntoView({ block: "nearest" }); }
  }
});

/* Letters left */
all("textarea[maxlength]").forEach((area) => {
  const counter = Object.assign(document.createElement("p"), { className: "hint counter", hidden: true, ariaLive: "polite" });
  area.after(counter);
  area.addEventListener("input", () => {
    const left = area.maxLength - area.value.length;
    counter.hidden = left > area.maxLength / 5;
    counter.textContent = (document.body.dataset.left || "#").replace("#", left);
  });
});

/* Menus, errors */
const menus = () => all("details[data-menu][open]");
addEventListener("keydown", (event) => { if (event.key === "Escape") menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); }); });
addEventListener("click", (event) => menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
document.querySelector(".error-summary")?.focus();
