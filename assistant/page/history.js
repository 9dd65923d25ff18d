// Conversations that the reader chose to keep: in this browser only, or on the server when the service says so (SUR_SERVEUR); and the files
// and opinions made from what is kept. What is read back is never mark-up: a title is shown as text, and the server opens a record only when
// it bears its own seal.

const AGREED = "assistant-ti.garder", PREFIX = "assistant-ti.conversation.", CAPABILITY = "assistant-ti.cle";
const KEPT_AT_MOST = 50;
let current = ""; // the conversation on the page, once it is kept

const agreed = () => read(AGREED) === "oui";
function read(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}
const randomId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(""); // 128 bits

/** Where conversations are kept, as texts by id. `set` throws when there is no room. */
const inBrowser = {
  ids: () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)); } catch { return []; } },
  get: (id) => read(PREFIX + id),
  set: (id, text) => localStorage.setItem(PREFIX + id, text),
  remove: (id) => localStorage.removeItem(PREFIX + id),
  clear: () => inBrowser.ids().forEach(inBrowser.remove),
};
const mirror = new Map(); // of what the server keeps for this browser
const onServer = {
  ids: () => [...mirror.keys()],
  get: (id) => mirror.get(id) ?? null,
  set(id, text) { mirror.set(id, text); tellServer("put", { id, content: text }); },
  remove(id) { mirror.delete(id); tellServer("remove", { id }); },
  clear() { mirror.clear(); tellServer("clear"); },
};
const keptAt = SUR_SERVEUR ? onServer : inBrowser;

let telling = Promise.resolve(); // one request at a time, in the order of what the reader did
function tellServer(action, more = {}) {
  const capability = read(CAPABILITY);
  if (!capability) return telling;
  telling = telling.then(() => post("api/history", { capability, action, ...more })).then((response) => response.json()).catch(() => { said(TEXTES.keptLost); });
  return telling;
}
/** What the server keeps for this browser, once, when the page opens. */
async function fetchKept() {
  if (!SUR_SERVEUR || !agreed()) return;
  const answer = await tellServer("list");
  for (const { id, content } of [...(answer?.conversations ?? [])].reverse()) mirror.set(id, content);
  showKept();
}

/** What is kept, newest first. Anything that does not have the shape of a conversation is left out. */
const keptConversations = () => keptAt.ids().map(conversationOf).filter(Boolean).sort((a, b) => b.updated.localeCompare(a.updated));
function conversationOf(id) {
  try {
    const raw = JSON.parse(keptAt.get(id));
    const turns = raw.turns.filter((turn) => typeof turn?.record === "string" && typeof turn?.seal === "string");
    if (!turns.length || typeof raw.title !== "string" || typeof raw.updated !== "string") return null;
    return { id, title: raw.title.slice(0, 200), named: raw.named === true, updated: raw.updated, turns: turns.map(({ record, seal }) => ({ record, seal })) };
  } catch {
    return null;
  }
}
function store({ id, ...conversation }) {
  for (;;) {
    try {
      keptAt.set(id, JSON.stringify(conversation));
      break;
    } catch { // no room: the oldest one gives its place, never the one on the page
      const oldest = keptConversations().filter((other) => other.id !== id).pop();
      if (!oldest) return announce(TEXTES.keptNoRoom);
      keptAt.remove(oldest.id);
      announce(TEXTES.keptFull);
    }
  }
  for (const other of keptConversations().slice(KEPT_AT_MOST)) keptAt.remove(other.id);
}

// --- the conversation on the page ---------------------------------------------------------------------------------------------------------

const turnsOnPage = () => [...document.querySelectorAll("#fil .tour[data-garde]")].map(sealedTurn).filter(Boolean);
function sealedTurn(turn) {
  try { return JSON.parse(turn.dataset.garde); } catch { return null; }
}
const signatureOf = (turns) => turns.map((turn) => turn.seal).join();
let lastKept = "";
let reopening = null; // the conversation asked back from the server, until it is on the page
function keepConversation() {
  const turns = turnsOnPage(), signature = signatureOf(turns);
  if (reopening) {
    if (signature !== reopening.signature) return;
    ({ id: current, signature: lastKept } = reopening);
    reopening = null;
    announce(TEXTES.keptReopened);
  }
  if (!turns.length) {
    current = lastKept = "";
    return;
  }
  if (!agreed() || signature === lastKept) return;
  lastKept = signature;
  let before = conversationOf(current);
  if (before && !before.turns.some((old) => turns.some((turn) => turn.seal === old.seal))) before = null; // another conversation took its place
  current = before?.id ?? randomId();
  const title = before?.named ? before.title : titleOf(turns[0]);
  store({ id: current, title, named: before?.named === true, updated: new Date().toISOString(), turns });
  showKept();
}
function titleOf(turn) {
  try { return String(JSON.parse(turn.record).answer.question).slice(0, 120) || TEXTES.keptUntitled; } catch { return TEXTES.keptUntitled; }
}

// --- the list -----------------------------------------------------------------------------------------------------------------------------

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
function action(name, label, title) {
  const button = element("button", { type: "button", textContent: label });
  button.dataset.action = name;
  button.setAttribute("aria-label", `${label} – ${title}`);
  return button;
}
function showKept() {
  const list = el("gardees-liste"), tick = el("garder");
  if (!list || !tick) return;
  tick.checked = agreed();
  const conversations = keptConversations();
  list.replaceChildren(...conversations.map((conversation) => {
    const day = new Date(conversation.updated);
    const when = Number.isNaN(day.getTime()) ? "" : day.toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
    const details = [when, count(conversation.turns.length, "keptQuestion", "keptQuestions")].filter(Boolean).join(" – ");
    const files = element("details", { className: "fichiers" }, element("summary", { textContent: TEXTES.exportOne }));
    files.querySelector("summary").setAttribute("aria-label", `${TEXTES.exportOne} – ${conversation.title}`);
    const formats = element("p");
    for (const [format, label] of [["docx", "Word"], ["pdf", "PDF"], ["md", "Markdown"]]) {
      const button = action("exporter", label, conversation.title);
      Object.assign(button.dataset, { format, quoi: "gardee" });
      formats.append(button);
    }
    files.append(formats);
    const tools = element("div", { className: "outils" }, action("rouvrir", TEXTES.keptOpen, conversation.title), action("renommer", TEXTES.keptRename, conversation.title), files, action("supprimer", TEXTES.keptDelete, conversation.title));
    const item = element("li", { className: "gardee" }, element("p", { className: "gardee-titre", textContent: conversation.title }), element("p", { className: "datee", textContent: details }), tools);
    item.dataset.id = conversation.id;
    return item;
  }));
  el("gardees-aucune").hidden = conversations.length > 0;
  el("gardees-outils").hidden = conversations.length === 0;
}
const itemOf = (button) => button.closest(".gardee");
function said(sentence) {
  const place = document.querySelector(".gardees > .retour");
  if (place) place.textContent = sentence;
  announce(sentence);
}
/** After a list was written again, the focus stays where the reader was: on the same conversation, else on the box to tick. */
function focusKept(id, name) {
  const item = [...document.querySelectorAll(".gardee")].find((other) => other.dataset.id === id);
  (item?.querySelector(`[data-action=${name}]`) ?? el("garder"))?.focus();
}

document.addEventListener("change", (event) => {
  if (event.target.id !== "garder") return;
  if (event.target.checked) {
    try {
      localStorage.setItem(AGREED, "oui");
      if (SUR_SERVEUR) localStorage.setItem(CAPABILITY, randomId());
    } catch { /* a browser that keeps nothing */ }
    if (!agreed()) {
      event.target.checked = false;
      return said(TEXTES.keptNoRoom);
    }
    lastKept = "";
    keepConversation();
    showKept();
    return said(TEXTES.keptOn);
  }
  if (keptConversations().length && !confirm(TEXTES.keptConfirmOff)) {
    event.target.checked = true;
    return;
  }
  keptAt.clear();
  localStorage.removeItem(AGREED);
  localStorage.removeItem(CAPABILITY);
  current = lastKept = "";
  showKept();
  said(TEXTES.keptOff);
});

// --- talking to the server ------------------------------------------------------------------------------------------------------------------

async function post(address, body) {
  const response = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).error ?? "");
  return response;
}
async function download(button, what) {
  const tell = button.closest(".tour") ? (sentence) => acknowledge(button, sentence) : said;
  try {
    const response = await post("api/export", { format: button.dataset.format, ...what });
    const name = `reponse-territoires-industrie.${button.dataset.format}`;
    const anchor = element("a", { href: URL.createObjectURL(await response.blob()), download: name });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
    tell(say("exported", { name }));
  } catch (error) {
    tell(error.message || TEXTES.exportFailed);
  }
}

const KEPT_ACTIONS = {
  exporter(button) {
    if (button.dataset.quoi === "gardee") {
      const conversation = conversationOf(itemOf(button).dataset.id);
      if (!conversation) return said(TEXTES.keptUnreadable);
      return download(button, { turns: conversation.turns, title: conversation.title });
    }
    if (button.dataset.quoi === "conversation") return download(button, { turns: turnsOnPage(), title: conversationOf(current)?.title ?? "" });
    return download(button, { turns: [sealedTurn(button.closest(".tour"))] });
  },
  async rouvrir(button) {
    const conversation = conversationOf(itemOf(button).dataset.id);
    if (!conversation) return said(TEXTES.keptUnreadable);
    try {
      const { ticket } = await (await post("api/conversations", { turns: conversation.turns })).json();
      const asked = reopening = { id: conversation.id, signature: signatureOf(conversation.turns) };
      setTimeout(() => { if (reopening === asked) reopening = null; }, 15000);
      showTab(0);
      setTimeout(() => send(document.querySelector("#reprise textarea, #reprise input"), ticket, "reprendre"), 100);
    } catch (error) {
      said(error.message || TEXTES.keptUnreadable);
    }
  },
  renommer(button) {
    const item = itemOf(button), conversation = conversationOf(item.dataset.id);
    if (!conversation || item.querySelector("input")) return;
    const field = element("input", { type: "text", value: conversation.title, maxLength: 120 });
    field.setAttribute("aria-label", TEXTES.keptName);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault(); // else the same key would press the button that gets the focus
        KEPT_ACTIONS.nommer(button);
      }
      if (event.key === "Escape") {
        showKept();
        focusKept(item.dataset.id, "renommer");
      }
    });
    item.querySelector(".gardee-titre").replaceChildren(field, action("nommer", TEXTES.keptSave, conversation.title));
    field.focus();
    field.select();
  },
  nommer(button) {
    const item = itemOf(button), conversation = conversationOf(item.dataset.id);
    const title = item.querySelector("input").value.trim();
    if (conversation && title) store({ ...conversation, title, named: true });
    showKept();
    focusKept(item.dataset.id, "renommer");
    said(TEXTES.keptRenamed);
  },
  supprimer(button) {
    const conversation = conversationOf(itemOf(button).dataset.id);
    if (!conversation || !confirm(say("keptConfirmDelete", { title: conversation.title }))) return;
    keptAt.remove(conversation.id);
    if (current === conversation.id) current = ""; // the page shows it still: it is kept again only with its next answer
    showKept();
    focusKept("", "");
    said(TEXTES.keptDeleted);
  },
  toutEffacer() {
    if (!confirm(TEXTES.keptConfirmErase)) return;
    keptAt.clear();
    current = "";
    showKept();
    focusKept("", "");
    said(TEXTES.keptErased);
  },
  async enregistrer(button) {
    const asked = button.closest(".avis-demande"), turn = button.closest(".tour");
    const useful = turn.querySelector('button[data-action="juger"]').getAttribute("aria-pressed") === "true";
    try {
      await post("api/feedback", { turn: sealedTurn(turn), useful, comment: asked.querySelector("textarea").value });
      asked.hidden = true;
      acknowledge(button, TEXTES.feedbackKept);
      turn.querySelector('button[data-action="juger"][aria-pressed=true]')?.focus();
    } catch (error) {
      acknowledge(button, error.message || TEXTES.feedbackFailed);
    }
  },
  renoncer(button) {
    const turn = button.closest(".tour");
    button.closest(".avis-demande").hidden = true;
    const pressed = turn.querySelector('button[data-action="juger"][aria-pressed=true]');
    pressed?.setAttribute("aria-pressed", "false");
    opinions.delete(turn.id);
    acknowledge(button, TEXTES.feedbackLeft);
    (pressed ?? turn.querySelector('button[data-action="juger"]')).focus();
  },
};
