/* Ticks of a step plan, on this device only and only when somebody asks for it. Every page works without this file. */
const list = document.querySelector("[data-steps]");
if (list) {
  const key = `wijkSteps:${list.dataset.steps}`;
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const keep = document.querySelector("#keep");
  const wipe = document.querySelector("[data-wipe]");
  let store = null;
  try { store = localStorage; store.getItem(key); } catch { store = null; }
  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.name);
  const save = () => { if (keep.checked) store.setItem(key, JSON.stringify(ticked())); else store.removeItem(key); };
  if (store) {
    document.querySelector("[data-keep]").hidden = false;
    let before = null;
    try { before = JSON.parse(store.getItem(key)); } catch { store.removeItem(key); }
    if (Array.isArray(before)) {
      keep.checked = true;
      boxes.forEach((box) => { box.checked = before.includes(box.name); });
    }
    list.addEventListener("change", save);
    keep.addEventListener("change", save);
  }
  wipe.hidden = false;
  wipe.addEventListener("click", () => {
    boxes.forEach((box) => { box.checked = false; });
    keep.checked = false;
    if (store) store.removeItem(key);
    const said = wipe.parentElement.querySelector("[role=status]") || Object.assign(document.createElement("span"), { role: "status" });
    said.textContent = ` ${wipe.dataset.done}`;
    wipe.after(said);
  });
}
