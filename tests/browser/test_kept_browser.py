"""What a reader keeps, in a real Chromium: nothing without agreement, a conversation that opens again, files, opinions, a rich copy."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("playwright.sync_api", reason="playwright n'est pas installé")

from test_page_browser import QUESTION, REPOSITORY, Watched, axe, browser, open_page, violations  # noqa: F401

from assistant.page import texts

SERVER = """
import sys; sys.path[:0] = {paths!r}
from pathlib import Path
from app import serve
from assistant.adapters.database import open_database
from assistant.adapters.feedback_store import FeedbackStore
from assistant.adapters.history_store import HistoryStore
from assistant.page.shelf import Shelf
from fakes import FakeAssistant
serve(FakeAssistant(), host='127.0.0.1', port=0, shelf=Shelf(b'k' * 32), feedback=FeedbackStore(open_database(Path({data!r}))), history={history})
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    """The page over the fake assistant, with a store of opinions."""
    yield from served(data_dir, history="None")


@pytest.fixture(scope="module")
def address_that_keeps(data_dir: Path) -> Iterator[str]:
    """The same, on a server that keeps conversations."""
    yield from served(data_dir, history=f"HistoryStore(open_database(Path({str(data_dir)!r})), days=90)")


def served(data_dir: Path, *, history: str) -> Iterator[str]:
    code = SERVER.format(paths=[str(REPOSITORY), str(REPOSITORY / "tests")], data=str(data_dir), history=history)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=REPOSITORY)
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        opened = re.search(r"http://\S+", said)
        assert opened, said + process.stdout.read()
        yield opened[0]
    finally:
        process.terminate()
        process.wait(timeout=20)


class Reader(Watched):
    """Someone who keeps conversations. Questions of the browser (« Effacer ? ») are answered by `answer`."""

    def __init__(self, watched: Watched) -> None:
        self.page, self.address, self.requests, self.complaints = watched.page, watched.address, watched.requests, watched.complaints
        self.answer, self.questions = True, list[str]()
        self.page.on("dialog", self._reply)

    def _reply(self, dialog: Any) -> None:
        self.questions.append(dialog.message)
        dialog.accept() if self.answer else dialog.dismiss()

    def kept(self) -> None:
        self.tab(texts.TAB_KEPT)
        self.page.wait_for_selector("#garder")

    def agree(self) -> None:
        self.kept()
        self.page.check("#garder")
        self.page.click('[role=tab] >> nth=0')

    def stored(self) -> dict[str, Any]:
        """What the browser keeps: by id, each conversation."""
        raw = self.page.evaluate("Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.includes('conversation')))")
        return {key.rsplit(".", 1)[1]: json.loads(value) for key, value in raw.items()}

    def reload(self) -> None:
        self.page.reload()
        self.page.wait_for_selector("#envoyer")
        self.page.wait_for_selector("#compteur", state="attached")

    def reopen(self, number: int = 0) -> Any:
        self.kept()
        self.page.locator("button[data-action=rouvrir]").nth(number).click()
        self.page.wait_for_selector("#fil-courant .tour[data-etat=fini]", timeout=10000)
        return self.page.locator("#fil-courant .tour")


@pytest.fixture
def reader(open_page: Any) -> Reader:  # noqa: F811
    return Reader(open_page(permissions=["clipboard-read", "clipboard-write"]))


def shown(turn: Any) -> str:
    """What a reader reads of an answer and its sources, all opened, without the marks of this very display."""
    turn.locator(".carte summary").evaluate_all("all => all.forEach(summary => { summary.parentElement.open = true })")
    return str(turn.locator(".texte").inner_text() + turn.locator(".sources").inner_text())


# --- by default, nothing -------------------------------------------------------------------------------------------------------------------------


def test_without_agreement_nothing_is_kept_nor_sent(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.kept()
    assert not reader.page.is_checked("#garder")
    assert reader.page.inner_text("#gardees-aucune") == texts.KEPT_NONE
    assert reader.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert not [url for url in reader.requests if "/api/" in url]
    reader.reload()
    assert reader.page.locator(".tour").count() == 0


def test_agreeing_keeps_the_conversation_on_the_page_and_its_next_answers_and_sends_nothing(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.agree()
    reader.ask("Et ensuite ?")
    (conversation,) = reader.stored().values()
    assert conversation["title"] == QUESTION
    assert len(conversation["turns"]) == 2
    assert not [url for url in reader.requests if "/api/" in url]
    assert reader.elsewhere() == []
    reader.page.click("#nouvelle")
    reader.page.wait_for_selector(".accueil")
    reader.ask("Autre sujet ?")
    assert sorted(len(c["turns"]) for c in reader.stored().values()) == [1, 2]


# --- opening again ---------------------------------------------------------------------------------------------------------------------------------


def test_a_conversation_opens_again_the_same_with_its_numbers_and_its_highlights(reader: Reader) -> None:
    before = shown(reader.ask(QUESTION))
    reader.agree()
    reader.reload()
    turn = reader.reopen()
    assert shown(turn) == before
    turn.locator("a.renvoi", has_text="[2]").click()
    card = turn.locator(".carte").nth(1)
    assert card.evaluate("card => card === document.activeElement")
    assert card.locator("mark").is_visible()
    assert "183 territoires" in card.locator("mark").inner_text()


def test_an_opened_conversation_goes_on_in_the_same_place(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.agree()
    reader.reload()
    reader.reopen()
    assert f"suite de : {QUESTION}" in reader.ask("Et pour une PME ?").locator(".discret").first.inner_text().replace("\u00a0", " ")
    (conversation,) = reader.stored().values()
    assert [json.loads(turn["record"])["answer"]["question"] for turn in conversation["turns"]] == [QUESTION, "Et pour une PME ?"]
    assert reader.complaints == []


def test_opening_one_while_another_is_on_the_page_mixes_nothing(reader: Reader) -> None:
    reader.agree()
    reader.ask("Première ?")
    reader.page.click("#nouvelle")
    reader.page.wait_for_selector(".accueil")
    reader.ask("Seconde ?")
    reader.kept()
    reader.page.locator(".gardee:has-text('Première') button[data-action=rouvrir]").click()
    reader.page.wait_for_selector("#fil-courant .tour h2:has-text('Première')")
    reader.ask("Suite ?")
    reader.page.wait_for_timeout(300)
    kept = {c["title"]: [json.loads(t["record"])["answer"]["question"] for t in c["turns"]] for c in reader.stored().values()}
    assert kept == {"Première ?": ["Première ?", "Suite ?"], "Seconde ?": ["Seconde ?"]}


def test_a_long_conversation_opens_again_whole(reader: Reader) -> None:
    reader.agree()
    for number in range(12):
        reader.ask(f"Question {number} ?")
    reader.reload()
    reader.reopen()
    assert reader.page.locator(".tour").count() == 12


# --- what comes back from a browser is never trusted ---------------------------------------------------------------------------------------------------


def test_a_hostile_answer_kept_and_opened_again_is_inert(reader: Reader) -> None:
    reader.ask("document hostile <img src=x onerror=window.pirate=1>")
    reader.agree()
    reader.reload()
    turn = reader.reopen()
    reader.kept()
    reader.page.wait_for_timeout(500)
    assert reader.page.evaluate("window.pirate") is None
    assert turn.locator("img, script, form, iframe, input, object, embed, [onerror], [onclick]").count() == 0
    assert reader.page.locator("#gardees-liste :is(img, script)").count() == 0
    assert reader.elsewhere() == []
    assert reader.complaints == []


def test_storage_that_was_tampered_with_runs_nothing_and_is_said_to_be_unreadable(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.agree()
    reader.page.evaluate("""() => {
        const key = Object.keys(localStorage).find((name) => name.includes('conversation'));
        const value = JSON.parse(localStorage.getItem(key));
        value.title = '<img src=x onerror=window.pirate=1>';
        value.turns[0].record = value.turns[0].record.replace('183 territoires', '<script>window.pirate=1</script>');
        localStorage.setItem(key, JSON.stringify(value));
        localStorage.setItem('assistant-ti.conversation.a', '{"title": 3}');
        localStorage.setItem('assistant-ti.conversation.b', 'pas du JSON');
    }""")
    reader.reload()
    reader.kept()
    assert reader.page.locator(".gardee").count() == 1
    assert reader.page.locator(".gardee img").count() == 0
    reader.page.click("button[data-action=rouvrir]")
    reader.page.wait_for_selector(".gardees > .retour:has-text('ne peut pas être relue')")
    assert reader.page.evaluate("window.pirate") is None
    assert reader.page.locator(".tour").count() == 0
    reader.page.click("button[data-action=toutEffacer]")
    assert reader.stored() == {}


# --- naming, erasing -----------------------------------------------------------------------------------------------------------------------------------


def test_a_conversation_is_renamed_with_the_keyboard_and_keeps_its_name(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.agree()
    reader.kept()
    reader.page.focus("button[data-action=renommer]")
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.type("Dossier <b>Thiers</b>")
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text(".gardee-titre") == "Dossier <b>Thiers</b>"
    assert reader.page.evaluate("document.activeElement.dataset.action") == "renommer"
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.type("abandonné")
    reader.page.keyboard.press("Escape")
    reader.page.click('[role=tab] >> nth=0')
    reader.ask("Et ensuite ?")
    assert [c["title"] for c in reader.stored().values()] == ["Dossier <b>Thiers</b>"]


def test_a_deletion_is_asked_then_done(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.agree()
    reader.kept()
    reader.answer = False
    reader.page.click("button[data-action=supprimer]")
    assert len(reader.stored()) == 1
    reader.answer = True
    reader.page.click("button[data-action=supprimer]")
    assert reader.stored() == {}
    assert QUESTION in reader.questions[0]
    assert reader.page.evaluate("document.activeElement.id") == "garder"


def test_taking_the_agreement_back_erases_everything(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.agree()
    reader.kept()
    reader.answer = False
    reader.page.click("#garder")
    assert reader.page.is_checked("#garder")
    reader.answer = True
    reader.page.click("#garder")
    assert reader.page.evaluate("localStorage.length") == 0
    reader.page.click('[role=tab] >> nth=0')
    reader.ask("Et ensuite ?")
    assert reader.page.evaluate("localStorage.length") == 0


def test_a_browser_without_room_drops_its_oldest_conversation_and_says_so(reader: Reader) -> None:
    reader.agree()
    reader.page.evaluate("""() => {
        const filler = (n, size) => JSON.stringify({title: `Vieille ${n}`, updated: `2020-01-0${n}`, turns: [{record: 'x'.repeat(size), seal: 's'}]});
        for (const n of [1, 2]) localStorage.setItem(`assistant-ti.conversation.${n}`, filler(n, 2500000));
        for (let size = 200000; size > 100; size = Math.floor(size / 2)) { try { for (;;) localStorage.setItem(`bourre${Math.random()}`, 'x'.repeat(size)); } catch { /* full */ } }
    }""")
    reader.ask(QUESTION)
    reader.page.wait_for_timeout(300)
    assert sorted(c["title"] for c in reader.stored().values()) == [QUESTION, "Vieille 2"]


# --- files and copies ------------------------------------------------------------------------------------------------------------------------------------


def test_an_answer_and_a_conversation_are_downloaded_in_three_formats(reader: Reader, tmp_path: Path) -> None:
    page, first = reader.page, reader.ask(QUESTION)
    assert first.locator(".toute").is_hidden()  # it has one answer: nothing more to download
    turn = reader.ask("Et ensuite ?")
    turn.locator(".fichiers summary").click()
    for what, questions in (("reponse", 1), ("conversation", 2)):
        for kind in ("docx", "pdf", "md"):
            with page.expect_download() as waiting:
                turn.locator(f"button[data-quoi={what}][data-format={kind}]").click()
            path = tmp_path / waiting.value.suggested_filename
            waiting.value.save_as(path)
            assert path.suffix == f".{kind}"
            if kind == "md":
                assert path.read_text(encoding="utf-8").count("Consulté le") == questions
            if kind == "docx":
                assert sum("Consulté le" in paragraph.text for paragraph in docx.Document(str(path)).paragraphs) == questions
            if kind == "pdf":
                assert path.read_bytes().startswith(b"%PDF")
    assert "Fichier prêt" in turn.locator(".retour").inner_text()
    assert reader.elsewhere() == []


def test_a_kept_conversation_is_downloaded_under_its_name(reader: Reader, tmp_path: Path) -> None:
    reader.ask(QUESTION)
    reader.agree()
    reader.kept()
    reader.page.click(".gardee .fichiers summary")
    with reader.page.expect_download() as waiting:
        reader.page.click(".gardee button[data-format=md]")
    waiting.value.save_as(tmp_path / "a.md")
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("# Quelles sont les priorités de la phase 2\u00a0?\n")


def test_a_copy_is_rich_text_for_a_mail_and_plain_text_for_the_rest(reader: Reader) -> None:
    turn = reader.ask(QUESTION)
    turn.locator("button[data-action=copier]").click()
    reader.page.wait_for_selector(".retour:has-text('Réponse copiée')")
    kinds = reader.page.evaluate("navigator.clipboard.read().then(async ([item]) => Object.fromEntries(await Promise.all(item.types.map(async (t) => [t, await (await item.getType(t)).text()]))))")
    assert "\nSources\n[1] Le programme" in kinds["text/plain"]
    assert "<li value=\"2\">l'innovation" in kinds["text/html"].replace("&#x27;", "'")
    assert 'href="https://anct.gouv.fr/programmes/territoires-d-industrie"' in kinds["text/html"]


# --- opinions ----------------------------------------------------------------------------------------------------------------------------------------------


def opinions(data_dir: Path) -> str:
    done = subprocess.run([sys.executable, "-m", "assistant", "feedback", "export", "--data", str(data_dir)], capture_output=True, text=True, cwd=REPOSITORY, check=True)
    return done.stdout


def test_an_opinion_is_stored_only_after_the_click_that_says_so(reader: Reader, data_dir: Path) -> None:
    turn = reader.ask("Quelles priorités, je suis jean@example.fr ?")
    turn.locator("button[data-action=juger]").nth(1).click()
    form = turn.locator(".avis-demande")
    assert form.is_visible()
    assert "365 jours" in form.inner_text()
    assert not [url for url in reader.requests if "/api/" in url]
    form.locator("textarea").fill("Il manque le montant, appelez le 06 12 34 56 78")
    form.locator("button[data-action=renoncer]").click()
    assert form.is_hidden()
    assert turn.locator("button[data-action=juger]").nth(1).get_attribute("aria-pressed") == "false"
    assert opinions(data_dir).count("\n") == 1
    turn.locator("button[data-action=juger]").nth(1).click()
    form.locator("button[data-action=enregistrer]").click()
    reader.page.wait_for_selector(f".retour:has-text('{texts.FEEDBACK_KEPT}')")
    stored = opinions(data_dir)
    assert "Quelles priorités, je suis … ?" in stored
    assert "appelez le …" in stored
    assert ";non;" in stored
    assert "jean@" not in stored


# --- a service that keeps conversations itself ---------------------------------------------------------------------------------------------------------------


def test_a_server_that_keeps_conversations_does_so_with_agreement_for_this_browser_alone(browser: Any, address_that_keeps: str) -> None:  # noqa: F811
    mine, theirs = browser.new_context(locale="fr-FR"), browser.new_context(locale="fr-FR")
    reader = Reader(Watched(mine.new_page(), address_that_keeps))
    reader.ask(QUESTION)
    reader.kept()
    assert "ce service garde vos questions et leurs réponses 90 jours" in reader.page.inner_text("#garder-dit").replace("\u00a0", " ")
    assert not [url for url in reader.requests if "/api/" in url]
    reader.agree()
    reader.page.wait_for_timeout(500)
    assert reader.page.evaluate("Object.keys(localStorage).sort()") == ["assistant-ti.cle", "assistant-ti.garder"]  # the key, and no conversation
    assert re.fullmatch(r"[0-9a-f]{32}", reader.page.evaluate("localStorage.getItem('assistant-ti.cle')"))
    reader.reload()
    reader.kept()
    reader.page.wait_for_selector(".gardee")
    reader.reopen()
    reader.ask("Et ensuite ?")
    other = Reader(Watched(theirs.new_page(), address_that_keeps))
    other.kept()
    other.page.check("#garder")
    other.page.wait_for_timeout(500)
    assert other.page.locator(".gardee").count() == 0
    reader.reload()
    reader.kept()
    reader.page.wait_for_selector(".gardee >> text=2 questions")
    reader.page.click("#garder")
    reader.page.wait_for_timeout(500)
    assert reader.page.evaluate("localStorage.length") == 0
    reader.reload()
    reader.kept()
    assert reader.page.locator(".gardee").count() == 0
    assert reader.complaints == other.complaints == []
    mine.close()
    theirs.close()


# --- everyone ------------------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 640)])
def test_axe_finds_nothing_in_the_list_the_files_and_the_opinion(open_page: Any, axe: str, scheme: str, width: int, height: int) -> None:  # noqa: F811
    reader = Reader(open_page(width=width, height=height, scheme=scheme, bypass_csp=True))
    page = reader.page
    reader.ask(QUESTION)
    turn = reader.ask("Et ensuite ?")
    turn.locator(".fichiers summary").click()
    turn.locator("button[data-action=juger]").nth(0).click()
    found = {"avis et fichiers": violations(page, axe)}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    reader.kept()
    found["vide"] = violations(page, axe)
    page.check("#garder")
    page.wait_for_selector(".gardee")
    page.click(".gardee .fichiers summary")
    found["liste"] = violations(page, axe)
    page.click("button[data-action=renommer]")
    found["nom"] = violations(page, axe)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {state: rules for state, rules in found.items() if rules} == {}
