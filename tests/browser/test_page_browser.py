"""The page as a reader meets it, in a real Chromium: streaming, sources, keyboard, accessibility, nothing sent elsewhere.

Chromium comes from the system (`apt-get install chromium`, or PATH_TO_CHROMIUM); axe-core from npm, once, into `.cache/`.
The pictures of `docs/images/` are taken again from the page whose address is ASSISTANT_TEST_PICTURES.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright n'est pas installé")

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("PATH_TO_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * 127.0.0.1:9 , EXCLUDE 127.0.0.1",
]  # fmt: skip
AXE_VERSION = "4.14.1"
QUESTION = "Quelles sont les priorités de la phase 2 ?"
SERVER = "import sys; sys.path[:0] = {paths!r}\nfrom app import serve\nfrom fakes import FakeAssistant\nserve(FakeAssistant(seconds_a_sentence=0.12), host='127.0.0.1', port=0)"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The page over the fake assistant, in its own process."""
    code = SERVER.format(paths=[str(REPOSITORY), str(REPOSITORY / "tests")])
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=REPOSITORY)
    assert process.stdout is not None
    try:
        opened = re.search(r"http://\S+", process.stdout.readline())
        assert opened, process.stdout.read()
        yield opened[0]
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium est absent : apt-get install chromium")
    with playwright.sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Watched:
    """A page whose every request and console message is written down."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        page.wait_for_selector("#envoyer")
        page.wait_for_selector("#compteur", state="attached")

    def ask(self, question: str, state: str = "fini") -> Any:
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        self.page.wait_for_selector(f"#fil-courant .tour:has-text({json.dumps(question, ensure_ascii=False)})[data-etat={state}]", timeout=15000)
        return self.page.locator("#fil-courant .tour")

    def tab(self, label: str) -> None:
        """Open a tab; where the window is narrow, it may be in the menu of the other tabs."""
        shown = self.page.locator(f'[role=tab]:has-text("{label}")')
        if not shown.is_visible():
            self.page.click(".overflow-menu > button")
            shown = self.page.locator(f'.overflow-dropdown button:has-text("{label}")')
        shown.click()

    def elsewhere(self) -> list[str]:
        return [url for url in self.requests if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != urlsplit(self.address).netloc]


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    contexts = []

    def opened(*, width: int = 1280, height: int = 900, scheme: str = "light", **options: Any) -> Watched:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="fr-FR", **options))
        return Watched(contexts[-1].new_page(), address)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def opened(open_page: Any) -> Watched:
    return open_page()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, from npm, kept between runs."""
    folder = REPOSITORY / ".cache" / "axe-core"
    archive = folder / f"axe-core-{AXE_VERSION}.tgz"
    if not archive.exists():
        if not shutil.which("npm"):
            pytest.skip("npm est absent : axe-core ne peut pas être obtenu")
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["npm", "pack", f"axe-core@{AXE_VERSION}"], cwd=folder, capture_output=True, text=True, timeout=180)
        if not archive.exists():
            pytest.skip(f"npm ne donne pas axe-core : {done.stderr[-200:]}")
    with tarfile.open(archive) as files:
        source = files.extractfile("package/axe.min.js")
        assert source is not None
        return source.read().decode("utf-8")


def violations(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    page.wait_for_timeout(300)  # a transition of colours is not a contrast
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    return [f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for rule in found["violations"] for node in rule["nodes"]]


# --- asking ------------------------------------------------------------------------------------------------------------------------------------


def test_the_notice_is_visible_before_the_first_question(opened: Watched) -> None:
    notice = opened.page.locator(".avis")
    assert notice.is_visible()
    assert "programme automatique (IA)" in notice.inner_text()
    assert opened.page.evaluate("document.documentElement.lang") == "fr"
    assert opened.page.title() == "Assistant Territoires d'industrie"


def test_an_answer_appears_progressively_then_is_announced_once(opened: Watched) -> None:
    page = opened.page
    page.evaluate("""() => { window.seen = []; window.said = [];
        new MutationObserver(() => { const t = document.querySelector('#fil-courant .tour'); if (t) seen.push(t.querySelectorAll('.texte p, .texte li').length) })
            .observe(document.body, {childList: true, subtree: true});
        new MutationObserver(() => { const s = document.querySelector('#annonce').textContent; if (s) said.push(s) }).observe(document.querySelector('#annonce'), {childList: true}); }""")
    opened.ask(QUESTION)
    page.wait_for_timeout(300)
    lengths = [count for count in dict.fromkeys(page.evaluate("seen")) if count]
    assert len(lengths) >= 3
    assert lengths == sorted(lengths)
    said = page.evaluate("said")
    assert said[-1] == "Réponse affichée : 10 phrases, 5 sources."
    assert len(said) <= 2
    assert page.locator("#fil").get_attribute("aria-live") == "off"
    assert page.input_value("#question textarea") == ""


def test_the_boot_makes_no_complaint_and_no_request_elsewhere_nor_storage(opened: Watched) -> None:
    opened.ask(QUESTION)
    assert opened.complaints == []
    assert opened.elsewhere() == []
    assert opened.page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_a_mark_opens_its_source_and_the_sentence_is_highlighted_there(opened: Watched) -> None:
    page, turn = opened.page, opened.ask(QUESTION)
    turn.locator("a.renvoi", has_text="[2]").click()
    card = turn.locator(".carte").nth(1)
    assert card.evaluate("card => card === document.activeElement")
    marked = card.locator("mark")
    assert marked.is_visible()
    assert "183 territoires" in marked.inner_text()
    page.wait_for_timeout(500)
    assert card.evaluate("card => { const b = card.querySelector('mark').getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }")
    assert "https://anct.gouv.fr/programmes/territoires-d-industrie" in [link.get_attribute("href") for link in card.locator("a").all()]
    card.locator("text=Revenir à la phrase").click()
    assert page.evaluate("document.activeElement.className") == "renvoi"


def test_sources_stand_beside_the_answer_on_a_desk_and_below_on_a_phone(open_page: Any) -> None:
    for width, beside in ((1280, True), (390, False)):
        watched = open_page(width=width, height=844)
        turn = watched.ask(QUESTION)
        answer, sources = (turn.locator(part).bounding_box() for part in (".reponse", ".sources"))
        assert (sources["x"] >= answer["x"] + answer["width"]) is beside
        assert (sources["y"] >= answer["y"] + answer["height"]) is not beside


def test_an_example_sends_itself_and_says_who_asks(opened: Watched) -> None:
    page = opened.page
    page.click(".exemples-elu button >> nth=0")
    page.wait_for_selector(".tour[data-etat=fini]")
    assert page.locator("#public input[value=elu]").is_checked()


def test_choosing_an_audience_shows_its_examples_alone(opened: Watched) -> None:
    opened.page.check("#public input[value=agent]")
    assert [opened.page.locator(f".exemples-{audience}").is_visible() for audience in ("entreprise", "elu", "agent")] == [False, False, True]


def test_a_clarification_fills_the_box(opened: Watched) -> None:
    opened.ask("Ai-je droit ? préciser").locator("text=Combien de salariés").click()
    assert opened.page.input_value("#question textarea") == "Combien de salariés compte l'entreprise ? "
    assert opened.page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_copy_export_and_opinion_stay_in_the_page(open_page: Any) -> None:
    watched = open_page(permissions=["clipboard-read", "clipboard-write"])
    turn, page = watched.ask(QUESTION), watched.page
    turn.locator("text=Copier la réponse").click()
    page.wait_for_selector(".retour:has-text('Réponse copiée')")
    assert "\nSources\n[1] Le programme" in page.evaluate("navigator.clipboard.readText()")
    turn.locator(".fichiers summary").click()
    with page.expect_download() as waiting:
        turn.locator("button[data-quoi=reponse][data-format=md]").click()
    assert Path(waiting.value.path()).read_text(encoding="utf-8").startswith("# Quelles sont les priorités de la phase 2\u00a0?")
    before = len(watched.requests)
    turn.locator("button[data-action=juger]").nth(0).click()
    assert "rien n'est enregistré" in turn.locator(".retour").inner_text()
    assert turn.locator("button[data-action=juger]").nth(0).get_attribute("aria-pressed") == "true"
    assert [url for url in watched.requests[before:] if not url.startswith("blob:")] == []


def test_a_follow_up_keeps_the_turns_and_a_new_conversation_empties_the_page(opened: Watched) -> None:
    page = opened.page
    opened.ask(QUESTION).locator("button[data-action=juger]").nth(0).click()
    assert "suite de" in opened.ask("Et pour une PME ?").locator(".discret").first.inner_text()
    assert page.locator("#fil-passe .tour").count() == 1
    assert page.locator("#fil-passe button[aria-pressed=true]").count() == 1
    page.wait_for_timeout(900)
    assert -5 <= page.locator("#fil-courant .tour").bounding_box()["y"] <= 40  # what is read starts at the top
    page.click("#nouvelle")
    page.wait_for_selector(".accueil")
    assert page.locator(".tour").count() == 0


def test_stopping_keeps_what_was_written(opened: Watched) -> None:
    page = opened.page
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".tour[data-etat=ecriture]")
    page.locator("button[data-action=arreter]").evaluate("button => button.click()")
    page.wait_for_selector(".tour[data-etat=fini] >> text=Réponse arrêtée")
    page.wait_for_timeout(1800)
    assert page.locator("#fil-courant .tour .texte > *").count() < 7
    opened.ask("Une autre question ?")


def test_a_question_that_is_too_long_stays_in_the_box_with_the_reason(opened: Watched) -> None:
    page = opened.page
    page.fill("#question textarea", "x" * 2001)
    assert "la limite est de" in page.inner_text("#compteur")
    assert page.get_attribute("#question textarea", "aria-invalid") == "true"
    page.click("#envoyer")
    page.wait_for_selector("#saisie-message >> text=la limite est de")
    assert len(page.input_value("#question textarea")) == 2001
    assert page.locator(".tour").count() == 0


def test_failures_are_sentences_and_never_traces(opened: Watched) -> None:
    assert "assistant-ti index" in opened.ask("erreur", "erreur").inner_text()
    turn = opened.ask("panne", "erreur")
    assert "Une erreur interne est survenue" in turn.inner_text()
    assert "canari" not in opened.page.content()
    turn.locator("text=Reprendre la question").click()
    assert opened.page.input_value("#question textarea") == "panne"


def test_the_territory_tab_offers_homonyms_then_answers(opened: Watched) -> None:
    page = opened.page
    opened.tab("Mon territoire")
    page.fill("#lieu input, #lieu textarea", "Saint-Denis")
    page.press("#lieu input, #lieu textarea", "Enter")
    page.click(".lieu-resultat button >> nth=0")
    page.wait_for_selector(".lieu-resultat[data-statut=member]")
    assert "Alès" in page.inner_text(".lieu-resultat")
    page.click(".lieu-resultat button >> text=Poser une question")
    page.wait_for_selector(".tour[data-etat=fini]")
    assert "Alès" in page.inner_text(".tour h2")


# --- hostile documents -------------------------------------------------------------------------------------------------------------------------


def test_a_hostile_answer_is_inert(opened: Watched) -> None:
    turn = opened.ask("document hostile")
    for summary in turn.locator("summary").all():
        if not summary.evaluate("summary => summary.parentElement.open"):
            summary.click()
    opened.page.wait_for_timeout(800)
    assert opened.page.evaluate("window.pirate") is None
    assert turn.locator("img, script, form, iframe, input, object, embed, [onerror], [onclick]").count() == 0
    assert turn.locator("a[href^='javascript' i]").count() == 0
    assert opened.elsewhere() == []
    assert opened.complaints == []
    assert "<script>window.pirate = 1</script>" in turn.locator(".texte").inner_text()


def test_what_is_typed_is_inert_too(opened: Watched) -> None:
    turn = opened.ask("<img src=x onerror=window.pirate=1> **gras** hors sujet")
    assert opened.page.evaluate("window.pirate") is None
    assert turn.locator("h2 img, h2 strong").count() == 0


def test_the_browser_itself_refuses_a_script_or_an_image_that_would_have_got_in(opened: Watched) -> None:
    opened.page.evaluate("""() => { document.querySelector('#fil').insertAdjacentHTML('beforeend',
        '<img src="http://mal.example/a.png" onerror="window.pirate=1"><a id=piege href="javascript:window.pirate=1">x</a>'); document.querySelector('#piege').click() }""")
    opened.page.wait_for_timeout(500)
    assert opened.page.evaluate("window.pirate") is None
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)


# --- everyone ------------------------------------------------------------------------------------------------------------------------------------


def test_everything_is_done_with_the_keyboard_alone(opened: Watched) -> None:
    page = opened.page

    def focus() -> str:
        return page.evaluate("(e => e.id || e.className || e.value || e.tagName)(document.activeElement)")

    def tab_to(reached: str, *, most: int = 40, keys: str = "Tab") -> None:
        for _ in range(most):
            page.keyboard.press(keys)
            if page.evaluate(f"document.activeElement.matches({reached!r})"):
                outline = page.evaluate("(e => getComputedStyle(e).outlineStyle + getComputedStyle(e.closest('label') ?? e).outlineStyle)(document.activeElement)")
                assert "solid" in outline, f"sans focus visible : {focus()}"
                return
        raise AssertionError(f"{reached} n'est pas atteint, le focus est sur {focus()}")

    page.keyboard.press("Tab")
    assert focus() == "evitement"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    tab_to("#public input", keys="Shift+Tab")
    page.keyboard.press("ArrowDown" if page.evaluate("document.activeElement.value") != "agent" else "ArrowUp")
    assert page.locator("#public input:checked").count() == 1
    tab_to("#question textarea")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".tour[data-etat=fini]", timeout=15000)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"  # nothing stole it
    tab_to("a.renvoi", keys="Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className").startswith("carte")
    tab_to("summary", most=3)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    tab_to(".revenir a")
    page.keyboard.press("Enter")
    assert focus().startswith("r-")
    tab_to("button[data-action=copier]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".retour:not(:empty)")
    tab_to("#nouvelle")
    page.keyboard.press("Enter")
    page.wait_for_selector(".accueil")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 640)])
def test_axe_finds_nothing_in_any_state(open_page: Any, axe: str, scheme: str, width: int, height: int) -> None:
    watched = open_page(width=width, height=height, scheme=scheme, bypass_csp=True)
    page = watched.page
    found = {"vide": violations(page, axe)}
    page.fill("#question textarea", "x" * 2001)
    page.click("#envoyer")
    page.wait_for_selector("#saisie-message >> text=la limite est de")
    found["trop long"] = violations(page, axe)
    watched.ask(QUESTION)
    page.locator(".carte summary").evaluate_all("all => all.forEach(summary => { summary.parentElement.open = true })")
    found["réponse"] = violations(page, axe)
    watched.ask("préciser")
    found["précision"] = violations(page, axe)
    watched.ask("erreur", "erreur")
    found["erreur"] = violations(page, axe)
    watched.tab("Mon territoire")
    for place, status in (("Saint-Denis", "ambiguous"), ("Saint-Denis (30)", "member"), ("Nulle-Part", "unknown")):
        page.fill("#lieu input, #lieu textarea", place)
        page.press("#lieu input, #lieu textarea", "Enter")
        page.wait_for_selector(f".lieu-resultat[data-statut={status}]")
        found[f"lieu {status}"] = violations(page, axe)
    assert {state: rules for state, rules in found.items() if rules} == {}


@pytest.mark.parametrize("path", ["/accessibilite", "/donnees-personnelles", "/sources"])
def test_axe_finds_nothing_on_the_pages_of_text(browser: Any, address: str, axe: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    page.goto(address + path)
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_at_320_pixels_nothing_scrolls_sideways(open_page: Any) -> None:
    watched = open_page(width=320, height=640)
    page = watched.page

    def sideways() -> list[str]:
        return page.evaluate(
            "[...document.querySelectorAll('#page *')].filter(e => e.getClientRects().length && !e.closest('.sr, .visually-hidden') && e.getBoundingClientRect().right > innerWidth + 1)"
            ".map(e => e.className || e.tagName)"
        )

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for question, state in ((QUESTION, "fini"), ("document hostile", "fini"), ("m" * 400, "fini"), ("erreur", "erreur")):
        watched.ask(question, state)
        page.locator(".carte summary").evaluate_all("all => all.forEach(summary => { summary.parentElement.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert sideways() == []


def test_motion_stops_for_those_who_ask(open_page: Any) -> None:
    watched = open_page(reduced_motion="reduce")
    watched.page.fill("#question textarea", QUESTION)
    watched.page.press("#question textarea", "Enter")
    watched.page.wait_for_selector(".points")
    assert watched.page.locator(".points").first.evaluate("e => parseFloat(getComputedStyle(e).animationDuration)") < 0.001


def test_eight_readers_at_once_all_get_their_answer(browser: Any, address: str) -> None:
    contexts = [browser.new_context() for _ in range(8)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(address)
        page.wait_for_selector("#envoyer")
    started = time.monotonic()
    for number, page in enumerate(pages):
        page.fill("#question textarea", f"Question {number} ?")
        page.press("#question textarea", "Enter")
    for number, page in enumerate(pages):
        page.wait_for_selector(f".tour[data-etat=fini] h2:has-text('Question {number} ?')", timeout=20000)
    assert time.monotonic() - started < 15
    for context in contexts:
        context.close()


@pytest.mark.skipif(not os.environ.get("ASSISTANT_TEST_PICTURES"), reason="les images de la documentation ne sont refaites que sur demande")
def test_the_pictures_of_the_documentation(browser: Any) -> None:
    """ASSISTANT_TEST_PICTURES is the address of the real page, already open."""
    for name, width, height in (("desktop", 1280, 960), ("phone", 390, 844)):
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=1.5, locale="fr-FR", reduced_motion="reduce")
        watched = Watched(context.new_page(), os.environ["ASSISTANT_TEST_PICTURES"])
        turn = watched.ask("Qu'est-ce qu'un projet d'intérêt national majeur ?")
        turn.locator("a.renvoi", has_text="[1]").first.click()
        watched.page.mouse.move(0, 0)
        if name == "desktop":
            watched.page.evaluate("scrollTo(0, 0)")
        watched.page.wait_for_timeout(900)
        picture = watched.page.screenshot(path=REPOSITORY / "docs" / "images" / f"page-{name}.png")
        assert len(picture) > 20_000  # a page, not a blank sheet
        context.close()
