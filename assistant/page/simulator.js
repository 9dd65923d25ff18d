// --- the simulator: the form holds every fact; the server reads it whole and answers with a whole result ----------------------------------------

const simu = { skipped: new Set(), read: "", sent: null, from: "", seen: "" };
const simuForm = () => el("simu-formulaire");
const simuField = (name) => el(`s-${name}`);
const simuCalm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

function simuValue(name) {
  const field = simuField(name);
  if (!field) return "";
  if (field.matches("details")) return [...field.querySelectorAll("input:checked")].map((box) => box.value).join(";");
  return field.value.trim();
}
function simuWrite(name, value) {
  const field = simuField(name);
  if (!field) return;
  if (field.matches("details")) {
    const chosen = value ? value.split(";") : [];
    field.querySelectorAll("input").forEach((box) => { box.checked = chosen.includes(box.value); });
    simuCount();
  } else field.value = value;
}
const simuNames = () => [...simuForm().querySelectorAll("[id^=s-]")].filter((field) => !field.closest(".case")).map((field) => field.id.slice(2));

function simuCount() {
  const group = simuField("projet"), shown = group?.querySelector(".choisis");
  if (!shown) return;
  const chosen = [...group.querySelectorAll("input:checked")].map((box) => box.value);
  const sentence = chosen.length ? chosen.join(", ") : TEXTES.simuOpen;
  if (shown.textContent !== sentence) shown.textContent = sentence;
}

// `from` says where the reader was: the focus goes on from there when the result comes.
function simuSend(from = "", { describe = true } = {}) {
  const values = {};
  for (const name of simuNames()) if (!["described", "place", "on"].includes(name) && simuValue(name)) values[name] = simuValue(name);
  const described = simuField("described").value.trim();
  const fresh = describe && described !== simu.read ? described : "";
  if (describe) simu.read = described;
  simu.sent = { ...values, place: simuValue("place") };
  simu.from = from;
  announce(TEXTES.simuBusy);
  el("simu-resultat")?.setAttribute("aria-busy", "true");
  const form = { values, place: simuValue("place"), described: fresh, on: simuValue("on"), skipped: [...simu.skipped], n: Date.now() };
  send(document.querySelector("#simu-envoi textarea, #simu-envoi input"), JSON.stringify(form), "simu-calculer");
}

function simuHeld(result) {
  const held = JSON.parse(result.dataset.formulaire), problems = JSON.parse(result.dataset.problemes);
  for (const name of simuNames()) {
    if (["described", "on"].includes(name)) continue;
    const now = simuValue(name), value = name === "place" ? held.place : held.values[name] ?? "";
    if (now === (simu.sent?.[name] ?? "") && now !== value) simuWrite(name, value); // what was typed since stays
    const shown = el(`p-${name}`);
    if (shown) shown.textContent = problems[name] ?? "";
    if (!simuField(name).matches("details")) simuField(name).toggleAttribute("aria-invalid", Boolean(problems[name]));
  }
  for (const name in problems) simuField(name)?.closest("details.plus")?.setAttribute("open", "");
}

function simuFollow() {
  const shown = document.querySelector("#simu-resultat [data-simulation]");
  const form = simuForm();
  if (form && !form.dataset.pret) {
    form.dataset.pret = "oui";
    form.addEventListener("submit", (event) => { event.preventDefault(); simuSend("resultat"); });
    form.addEventListener("input", () => { simuCount(); document.querySelector("#simu-resultat .perime")?.removeAttribute("hidden"); });
  }
  if (!shown || shown.id === simu.seen) return;
  simu.seen = shown.id;
  el("simu-resultat").removeAttribute("aria-busy");
  if (shown.dataset.simulation === "vide") return;
  if (shown.dataset.simulation === "erreur") {
    simu.read = "";
    announce(`${TEXTES.simuFailed} ${shown.querySelector(".cause").textContent}`);
    return shown.scrollIntoView({ block: "nearest", behavior: simuCalm() });
  }
  simuHeld(shown);
  announce(say("simuDone", { count: shown.dataset.compte }));
  const next = shown.querySelector(".suivante h3"), title = shown.querySelector(".titre-resultat");
  const target = simu.from === "question" ? next ?? title : simu.from === "puce" ? shown.querySelector(".puces button") ?? title : null;
  if (target) target.focus({ preventScroll: true });
  const top = target?.closest("section.suivante") ?? (simu.from === "question" ? target : shown);
  if (simu.from !== "puce") top.scrollIntoView({ block: innerWidth < 1024 ? "start" : "nearest", behavior: simuCalm() });
}

function simuAnswer(name, value) {
  simu.skipped.delete(name);
  simuWrite(name, value);
  simuSend("question");
}

Object.assign(ACTIONS, {
  "simu-lire"() { simu.read = ""; simuSend("resultat"); },
  "simu-vider"() {
    simuForm().reset();
    simuCount();
    simu.skipped.clear();
    simu.read = "";
    simuForm().querySelectorAll(".probleme").forEach((place) => { place.textContent = ""; });
    simuForm().querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    el("simu-effacer").click();
    announce(TEXTES.simuCleared);
    simuField("described").focus();
  },
  "simu-corriger"(button) {
    const field = simuField(button.dataset.fill);
    field.closest("details.plus")?.setAttribute("open", "");
    if (field.matches("details")) field.open = true;
    const target = field.matches("details") ? field.querySelector("input") : field;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center", behavior: simuCalm() });
  },
  "simu-retirer"(button) {
    simuWrite(button.dataset.fill, "");
    simuSend("puce", { describe: false });
  },
  "simu-lieu"(button) {
    simuWrite("place", button.dataset.fill);
    simuSend("question", { describe: false });
  },
  "simu-repondre"(button) { simuAnswer(button.closest(".suivante").dataset.champ, button.dataset.fill); },
  "simu-valider"(button) {
    const card = button.closest(".suivante"), free = card.querySelector(".reponse-libre");
    const value = free ? free.value.trim() : [...card.querySelectorAll("input:checked")].map((box) => box.value).join(";");
    if (value) simuAnswer(card.dataset.champ, value);
    else (free ?? card.querySelector("input")).focus();
  },
  "simu-passer"(button) {
    simu.skipped.add(button.dataset.fill);
    simuSend("question");
  },
  "simu-imprimer"() { print(); },
  "simu-exporter"(button) {
    const file = new Blob([button.dataset.texte], { type: "text/markdown;charset=utf-8" });
    const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: TEXTES.simuFile });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
    announce(TEXTES.simuSaved);
  },
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.(".suivante input.reponse-libre")) return;
  event.preventDefault();
  event.target.closest(".suivante").querySelector('[data-action="simu-valider"]').click();
});

// On paper: the first schemes in full, the names of the others.
let simuFolded = [];
addEventListener("beforeprint", () => {
  simuFolded = [...document.querySelectorAll("#simu-resultat .proches > details:not([open]), #simu-resultat details.groupe:not([open])")];
  simuFolded.forEach((part) => { part.open = true; });
});
addEventListener("afterprint", () => simuFolded.forEach((part) => { part.open = false; }));

function simuStart() {
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; simuFollow(); });
  }).observe(document.documentElement, { childList: true, subtree: true });
}
if (document.body) simuStart();
else document.addEventListener("DOMContentLoaded", simuStart);
