// The page without this file still answers; with it: a mark opens its source, buttons fill the box, one sentence says that the answer is there.

const el = (id) => document.getElementById(id);
const box = () => document.querySelector("#question textarea");
const say = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), TEXTES[name]);
const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");

// --- what is announced: one polite sentence at the end, never the whole conversation ------------------------------------------------------

const announced = new Set();
function announce(sentence) {
  const status = el("annonce");
  if (!status) return;
  status.textContent = "";
  setTimeout(() => { status.textContent = sentence; }, 50);
}

const count = (n, one, many) => (n > 1 ? `${n} ${TEXTES[many]}` : `${n} ${TEXTES[one]}`);
function follow() {
  const turn = document.querySelector("#fil-courant .tour");
  if (!turn) return;
  const state = turn.dataset.etat;
  if (!announced.has(turn.id)) {
    announced.add(turn.id);
    announce(TEXTES.busy);
    turn.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
  if (!["fini", "erreur"].includes(state) || announced.has(`${turn.id} ${state}`)) return;
  announced.add(`${turn.id} ${state}`);
  if (state === "erreur") return announce(`${TEXTES.failed} ${turn.querySelector(".erreur .cause")?.textContent ?? ""}`);
  const sources = Number(turn.dataset.sources);
  announce(say("answered", { sentences: count(Number(turn.dataset.phrases), "sentence", "sentences"), sources: sources ? count(sources, "source", "sources") : TEXTES.noSource }));
}

// --- the question box ---------------------------------------------------------------------------------------------------------------------

function write(area, text) {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
function fill(text) {
  const area = box();
  write(area, text);
  area.focus();
  area.setSelectionRange(text.length, text.length);
}
function send(area, text, button) {
  write(area, text);
  requestAnimationFrame(() => requestAnimationFrame(() => el(button).click()));
}
let warned = false;
function counter() {
  const area = box(), shown = el("compteur");
  if (!area || !shown) return;
  const length = [...area.value.trim()].length, over = length > LIMITE;
  const sentence = say(over ? "overLimit" : "counter", { count: number(length), limit: number(LIMITE) });
  if (shown.textContent === sentence) return;
  shown.textContent = sentence;
  shown.classList.toggle("depasse", over);
  shown.classList.toggle("loin", length < LIMITE * 0.75); // said to those who ask, shown when it matters
  area.setAttribute("aria-invalid", String(over));
  if (over && !warned) announce(shown.textContent);
  warned = over;
}

// --- a mark and its source ------------------------------------------------------------------------------------------------------------------

function openSource(card) {
  for (const other of card.parentElement.children) other.querySelector("details").open = other === card;
  document.querySelectorAll(".carte.visee").forEach((other) => other.classList.remove("visee"));
  card.classList.add("visee");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

document.addEventListener("click", (event) => {
  const anchor = event.target.closest('a[href^="#"]');
  if (anchor) {
    const target = anchor.classList.contains("evitement") ? box() : el(anchor.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    if (target.classList.contains("carte")) return openSource(target);
    target.focus();
    return target.scrollIntoView({ block: "center" });
  }
  const button = event.target.closest("button[data-action]");
  if (button) ACTIONS[button.dataset.action]?.(button);
});

// --- buttons ----------------------------------------------------------------------------------------------------------------------------------

function acknowledge(button, sentence) {
  const place = button.closest(".reponse")?.querySelector(".retour");
  if (place) place.textContent = sentence;
  announce(sentence);
}
const showTab = (position) => document.querySelectorAll('[role="tablist"] [role="tab"]')[position]?.click();

const opinions = new Map(); // kept while the turn moves up the page
function recall() {
  for (const [turn, position] of opinions) {
    const button = el(turn)?.querySelectorAll('button[data-action="juger"]')[position];
    if (button && button.getAttribute("aria-pressed") !== "true") button.setAttribute("aria-pressed", "true");
  }
}

const ACTIONS = {
  exemple(button) {
    const chosen = document.querySelector(`#public input[value="${button.dataset.audience}"]`);
    if (chosen && !chosen.checked) chosen.click();
    send(box(), button.dataset.fill, "envoyer");
    box().focus({ preventScroll: true });
  },
  remplir(button) {
    fill(button.dataset.fill);
    announce(TEXTES.filled);
  },
  demander(button) {
    showTab(0);
    setTimeout(() => send(box(), button.dataset.fill, "envoyer"), 100);
  },
  lieu(button) {
    const area = document.querySelector("#lieu textarea, #lieu input");
    send(area, button.dataset.fill, "chercher-lieu");
    area.focus();
  },
  arreter() {
    el("arreter").click();
    announce(TEXTES.stopped);
  },
  async copier(button) {
    const { texte, riche } = button.dataset;
    try {
      if (typeof ClipboardItem === "function" && navigator.clipboard.write) {
        const parts = { "text/plain": new Blob([texte], { type: "text/plain" }), "text/html": new Blob([riche], { type: "text/html" }) };
        await navigator.clipboard.write([new ClipboardItem(parts)]);
      } else await navigator.clipboard.writeText(texte);
      acknowledge(button, TEXTES.copied);
    } catch {
      acknowledge(button, copyBySelection(texte) ? TEXTES.copied : TEXTES.copyFailed);
      button.focus();
    }
  },
  juger(button) {
    const pressed = button.getAttribute("aria-pressed") === "true";
    for (const other of button.parentElement.children) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(!pressed));
    opinions.set(button.closest(".tour").id, pressed ? -1 : [...button.parentElement.children].indexOf(button));
    const asked = button.closest(".tour").querySelector(".avis-demande"); // absent when this service stores no opinion
    if (asked) asked.hidden = pressed;
    acknowledge(button, pressed || asked ? "" : TEXTES.thanks);
  },
  ...KEPT_ACTIONS,
};

// On a page served without TLS to another machine, the browser offers no clipboard: an old way remains.
function copyBySelection(text) {
  const area = Object.assign(document.createElement("textarea"), { value: text, className: "sr" });
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

// --- what Gradio leaves to do for readers of all kinds ----------------------------------------------------------------------------------------

let listShown = null;
function mend() {
  const list = el("gardees-liste");
  if (list && list !== listShown) {
    listShown = list;
    showKept();
  }
  const root = document.documentElement;
  if (root.lang !== "fr") root.lang = "fr";
  const radios = document.querySelectorAll("#public input[type=radio]");
  const group = radios[0]?.closest(".wrap");
  if (group && group.getAttribute("role") !== "radiogroup") {
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", TEXTES.audience);
  }
  for (const radio of radios) if (radio.name !== "public") radio.name = "public"; // one group: arrows move inside it
  const log = el("fil");
  if (log && !log.hasAttribute("role")) {
    log.setAttribute("role", "log");
    log.setAttribute("aria-live", "off"); // the status line speaks
    log.setAttribute("aria-label", TEXTES.conversation);
  }
  const area = box();
  if (area && !el("compteur")) {
    const shown = Object.assign(document.createElement("p"), { id: "compteur" });
    el("question").append(shown);
    area.setAttribute("aria-describedby", "compteur saisie-message");
    area.addEventListener("input", counter);
    counter();
  }
  document.querySelectorAll('.overflow-menu button[aria-label="More tabs"]').forEach((button) => button.setAttribute("aria-label", TEXTES.moreTabs));
}

function start() {
  document.body.append(Object.assign(document.createElement("div"), { id: "annonce", className: "sr" }));
  el("annonce").setAttribute("role", "status");
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mend();
      counter();
      follow();
      recall();
      keepConversation();
    });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["lang", "data-etat", "data-garde"] });
  mend();
  fetchKept();
}
if (document.body) start();
else document.addEventListener("DOMContentLoaded", start);
