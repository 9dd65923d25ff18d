"""The page without a browser: what documents write stays text, the quote is highlighted where it stands, failures are sentences."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fakes import CLOSED, GUIDE, HOSTILE, HOSTILE_TITLE, PHASE_2, PROGRAMME, TRAP, FakeAssistant, cite, document
from hypothesis import given, settings
from hypothesis import strategies as st

from app import TURNS_KEPT, Session, build_page
from assistant.adapters.web import Turnstile
from assistant.answers import ANSWERED, Answer, Citation, Sentence
from assistant.documents import Metadata, Source
from assistant.keeping import Kept
from assistant.page import files, markup, texts
from assistant.page.export import as_markdown_file, outline

DAY = date(2026, 11, 23)
OUR_TAGS = set("a aside blockquote br button details div footer h1 h2 h3 header li mark ol p path section span strong summary svg ul".split())
OUR_ATTRIBUTES = set("class id href target rel role tabindex hidden open type value style title d width height viewbox fill stroke stroke-width stroke-linejoin".split())


class Seen(HTMLParser):
    """What a browser would build: tags, attributes, addresses, text, and whether everything that opens closes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.styles: set[str] = set()
        self.open: list[str] = []
        self.crossed = False
        self.texts: list[str] = []
        self.marked: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "srcset", "data", "poster")]
        self.styles |= {value or "" for name, value in attrs if name == "style"}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.crossed = True

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if "mark" in self.open:
            self.marked.append(data)


def assert_inert(html: str, *, allowed: tuple[str, ...] = ()) -> Seen:
    seen = Seen(html)
    assert seen.tags <= OUR_TAGS
    assert {name for name in seen.attributes if not name.startswith(("aria-", "data-"))} <= OUR_ATTRIBUTES
    assert seen.styles <= {"transform:rotate(180deg)"}
    assert all(address.startswith(("#", *allowed)) for address in seen.addresses)
    assert not seen.crossed
    assert not seen.open
    assert "\n" not in html  # one line: the Markdown component passes it through untouched
    return seen


def answer_of(text: str, *, question: str = "Q ?", **changes: Any) -> Answer:
    trap = document(Metadata(id="x", title=text or "t", publisher=text, licence=text, sources=(Source(text, text, text, text),)), ("paragraph", f"a {text} b"))
    citation = Citation(1, trap, trap.text, 0, len(trap.text), (text, "T"))
    base = Answer(question, text, "fr", "agent", ANSWERED, (Sentence(text, "fact", (1,)), Sentence(text, "fact", (1,), "item"), Sentence(text, "frame")), (citation,))
    return replace(base, understood=(text,), notices=(text,), clarifications=(text,), **changes)


def words_of(html: str) -> str:
    """The text of the markup, with plain spaces."""
    return unescape(html).replace("\u00a0", " ")


# --- what documents and people write -----------------------------------------------------------------------------------------------------------


def test_a_hostile_document_stays_text() -> None:
    answer = FakeAssistant().ask("document hostile")
    html = markup.answered("t", answer, day=DAY)
    seen = assert_inert(html)
    assert "img" not in seen.tags
    assert "script" not in seen.tags
    assert "form" not in seen.tags
    shown = "".join(seen.texts)
    assert "<script>window.pirate = 1</script>" in shown  # readable, as text
    assert HOSTILE_TITLE.split(" ")[0] in shown


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("<>\"'&=/\\`*[]()!$#{}\n\r\t \u00a0;:scriptonhref-"), st.characters()), max_size=80))
def test_no_text_whatever_becomes_markup(text: str) -> None:
    answer = answer_of(text, question=text)
    for html in (
        markup.answered("t", answer, day=DAY),
        markup.answered("t", answer, day=DAY, done=False),
        markup.failed("t", text, text),
        markup.waiting("t", text),
        markup.territory({"status": text, "message": text, "source_url": text, "candidates": [{"kind": "commune", "name": text, "department": text, "remark": text}]}),
        markup.territory_error(text),
    ):
        assert_inert(html, allowed=("http://", "https://"))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//mal.example", "https://", "http://a b",
     'https://a.fr/"onclick="x', "https://a.fr:x/", "https://moi:secret@a.fr/", "ftp://a.fr", ""],
)  # fmt: skip
def test_an_address_that_is_not_a_plain_web_address_is_no_link(address: str) -> None:
    assert markup.safe_url(address) == ""
    assert "<a " not in markup.link(address, "titre")


def test_links_go_only_to_the_sources_of_the_citations_and_open_apart() -> None:
    html = markup.answered("t", FakeAssistant().ask("priorités"), day=DAY)
    official = {source.url for source in GUIDE.metadata.sources} | {"https://agence-cohesion-territoires.gouv.fr/aide"}
    outside = re.findall(r'<a href="(http[^"]*)"([^>]*)>', html)
    assert {unescape(address) for address, _ in outside} == official
    assert all('rel="noopener noreferrer"' in rest and 'target="_blank"' in rest for _, rest in outside)


# --- sources -------------------------------------------------------------------------------------------------------------------------------------


def test_the_quote_is_highlighted_in_its_context() -> None:
    citation = cite(1, GUIDE, PHASE_2)
    seen = Seen(markup.excerpt(citation))
    assert "".join(seen.marked).replace("\u00a0", " ") == PHASE_2
    shown = "".join(seen.texts).replace("\u00a0", " ")
    assert "binôme" in shown  # what follows it
    assert "novembre 2018" not in shown  # another section


def test_a_quote_over_several_lines_is_highlighted_whole() -> None:
    whole = FakeAssistant().ask("priorités").citations[2]
    marked = "\n".join(Seen(markup.excerpt(whole)).marked).replace("\u00a0", " ")
    assert marked == whole.quote


def test_further_proofs_are_highlighted_even_far_away() -> None:
    far = document(Metadata(id="d", title="T"), ("paragraph", "Preuve lointaine."), ("paragraph", "Remplissage. " * 100), ("paragraph", "Citation."))
    start = far.text.index("Citation.")
    citation = Citation(1, far, "Citation.", start, start + 9, proves=((0, 17),))
    html = markup.excerpt(citation)
    assert Seen(html).marked == ["Preuve lointaine.", "Citation."]
    assert "[…]" in html


@given(st.integers(0, len(GUIDE.text) - 1), st.integers(1, 400))
def test_any_span_of_a_document_is_shown_exactly(start: int, length: int) -> None:
    end = min(len(GUIDE.text), start + length)
    marked = "".join(Seen(markup.excerpt(Citation(1, GUIDE, GUIDE.text[start:end], start, end))).marked)
    assert re.sub(r"\s+", "", marked) == re.sub(r"\s+", "", GUIDE.text[start:end])


def test_a_card_says_who_when_where_and_until_when() -> None:
    html = "".join(Seen(markup.answered("t", FakeAssistant().ask("priorités"), day=DAY)).texts).replace("\u00a0", " ")
    for expected in ("synthèse du projet", "ANCT, 4 juillet 2024", "novembre 2023", "Phase 2 (2023-2027)", "Valable du 1er janvier 2023 au 31 décembre 2027", "Vérifié le 23 novembre 2026",
                     "Licence Ouverte 2.0", "page 3", "Publié le 1er mars 2024", "Valable jusqu'au 31 décembre 2022", "La phase 2"):  # fmt: skip
        assert expected in html


def test_each_mark_leads_to_a_card_that_leads_back() -> None:
    html = markup.answered("t", FakeAssistant().ask("priorités"), day=DAY)
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    inside = re.findall(r'href="#([^"]+)"', html)
    assert inside
    assert set(inside) <= ids
    assert len(ids) == len(re.findall(r'\bid="', html))


def test_lists_keep_their_kind_and_their_numbers() -> None:
    html = markup.answered("t", FakeAssistant().ask("priorités"), day=DAY)
    assert re.findall(r'<li value="(\d)">', html) == ["1", "2", "3", "4"]
    assert html.count("<ol>") == 2  # the list of the answer and that of the sources


# --- the answer as a whole -------------------------------------------------------------------------------------------------------------------------


def test_a_question_understood_otherwise_is_shown_and_the_same_one_is_not() -> None:
    answer = FakeAssistant().ask("Et pour une PME ?")
    said = markup.text(texts.STANDALONE)
    assert said not in markup.answered("t", answer, day=DAY)
    assert said not in markup.answered("t", replace(answer, standalone_question="et pour une pme"), day=DAY)
    assert said in markup.answered("t", replace(answer, standalone_question="Quelle aide pour une PME ?"), day=DAY)


def test_the_copy_holds_the_answer_its_sources_and_what_wrote_it() -> None:
    html = markup.answered("t", FakeAssistant().ask("priorités"), day=DAY)
    copied = unescape(re.findall(r'data-action="copier" data-texte="([^"]*)"', html)[0])
    assert PROGRAMME in copied
    assert "https://www.entreprises.gouv.fr/dossier.pdf?a=1&b=2" not in copied  # the line names the first source
    assert "https://anct.gouv.fr/programmes/territoires-d-industrie" in copied
    assert "programme automatique (IA)" in copied
    assert "\n\nSources\n[1]" in copied


def test_the_file_is_markdown_whose_document_text_is_escaped() -> None:
    kept = as_markdown_file(outline([Kept(FakeAssistant().ask("document hostile"), DAY, {})]))
    assert kept.startswith("# document hostile\n")
    assert "programme automatique (IA)" in kept
    assert "\n<script" not in kept
    assert "![suivi]" not in kept
    assert "](javascript" not in kept.replace("\\]", "")


def test_sentences_of_a_chat_model_are_told_apart_from_quotations() -> None:
    answer = FakeAssistant().ask("priorités")
    rewritten = replace(answer, engine={"composer": "chat", "chat_model": "modèle-x"})
    assert 'data-ia="extrait"' in markup.answered("t", answer, day=DAY)
    assert "Phrases reprises des sources" in markup.answered("t", answer, day=DAY)
    rules = words_of(markup.answered("t", replace(answer, engine={"composer": "rules"}), day=DAY))
    assert "règles fixes" in rules
    assert 'data-ia="extrait"' in rules
    html = markup.answered("t", rewritten, day=DAY)
    assert 'data-ia="genere"' in html
    assert "modèle-x" in html


def test_a_growing_answer_has_no_tools_yet() -> None:
    html = markup.answered("t", FakeAssistant().ask("priorités"), day=DAY, done=False)
    assert texts.COPY not in html
    assert texts.WRITING in words_of(html)
    assert 'data-etat="ecriture"' in html


def test_every_status_but_answered_is_named() -> None:
    answer = FakeAssistant().ask("priorités")
    for status, label in texts.STATUS_LABELS.items():
        assert label in markup.answered("t", replace(answer, status=status), day=DAY)
    assert 'class="etat' not in markup.answered("t", answer, day=DAY)


def test_clarifications_and_homonyms_are_buttons_that_fill_the_box() -> None:
    html = markup.answered("t", FakeAssistant().ask("préciser"), day=DAY)
    assert 'data-action="remplir" data-fill="Combien de salariés compte l&#x27;entreprise ? "' in html
    homonyms = replace(FakeAssistant().ask("priorités"), territory=FakeAssistant().territory_lookup("Saint-Denis"))
    assert 'data-fill="Saint-Denis (93)"' in markup.answered("t", homonyms, day=DAY)


def test_the_address_of_its_own_source_is_a_link_in_a_sentence_and_no_other() -> None:
    answer = FakeAssistant().ask("priorités")
    own, other = "https://anct.gouv.fr/programmes/territoires-d-industrie", "https://mal.example/x"
    html = markup.answered("t", replace(answer, sentences=(Sentence(f"Liste ({own}) et ({other}), {own}/suite.", "fact", (1,)),)), day=DAY)
    sentence = html.split('<p class="fait">')[1].split("</p>")[0]
    assert re.findall(r'href="(http[^"]+)"', sentence) == [own]
    assert other in sentence


def test_the_territory_tab_shows_candidates_and_links_its_list() -> None:
    html = markup.territory(FakeAssistant().territory_lookup("Saint-Denis"))
    assert html.count('data-action="lieu"') == 2
    assert "Seine-Saint-Denis" in html
    member = words_of(markup.territory(FakeAssistant().territory_lookup("Saint-Denis (30)")))
    assert texts.TERRITORY_STATUS["member"] in member
    assert '<a href="https://www.data.gouv.fr/liste/"' in member
    assert 'data-action="demander"' in member


def test_the_words_that_the_script_says_are_all_given() -> None:
    script = files.read("page.js") + files.read("history.js")
    used = set(re.findall(r"TEXTES\.(\w+)", script)) | set(re.findall(r'(?:say|count)\([^"]*"(\w+)"', script))
    assert used
    assert used <= set(texts.SCRIPT_TEXTS)


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    for name in ("page.css", "page.js", "history.js"):
        assert not re.search(r"https?://|url\(|@import|innerHTML|insertAdjacentHTML|\beval\b|new Function", files.read(name))
    assert {path.name for path in Path(files.__file__).parent.glob("*.md")} == set(files.PAGES.values())


# --- the page's own steps ----------------------------------------------------------------------------------------------------------------------------


def handler(page: Any, name: str) -> Any:
    return next(fn.fn for fn in page.fns.values() if fn.name == name)


def ask(page: Any, question: str, session: Session | None = None, audience: str | None = None) -> list[tuple[Any, ...]]:
    async def all_of() -> list[tuple[Any, ...]]:
        steps: AsyncIterator[tuple[Any, ...]] = handler(page, "respond")(question, audience, session)
        return [step async for step in steps]

    return asyncio.run(all_of())


def test_a_question_goes_from_waiting_to_its_answer_and_empties_the_box() -> None:
    assistant = FakeAssistant(seconds_a_sentence=0.02)
    steps = ask(build_page(assistant), " Quelles priorités ? ", audience="elu")
    assert 'data-etat="attente"' in steps[0][2]
    assert steps[0][3] == ""
    assert 'data-etat="ecriture"' in steps[1][2]
    assert 'data-etat="fini"' in steps[-1][2]
    assert CLOSED in words_of(steps[-1][2])
    assert assistant.asked[0][:2] == ("Quelles priorités ?", "elu")


def test_the_next_question_keeps_the_conversation_and_the_turns_before_it() -> None:
    page = build_page(FakeAssistant())
    session = ask(page, "Première ?")[-1][0]
    steps = ask(page, "Et ensuite ?", session)
    assert "Première" in steps[0][1]
    assert "suite de" in steps[-1][2]
    for n in range(TURNS_KEPT + 5):
        ask(page, f"Question {n} ?", session)
    assert len(session.turns) == TURNS_KEPT + 1


def test_an_empty_or_endless_question_is_refused_beside_the_box_which_keeps_it() -> None:
    assistant = FakeAssistant()
    for question, words in (("  ", texts.EMPTY_QUESTION), ("x" * 2001, "la limite est de")):
        (step,) = ask(build_page(assistant), question)
        assert words in words_of(step[4])
        assert step[3] != ""
    assert assistant.asked == []


def test_a_failure_is_a_sentence_with_the_question_ready_to_be_taken_up() -> None:
    last = ask(build_page(FakeAssistant()), "erreur d'index")[-1][2]
    assert "assistant-ti index" in last
    assert 'data-fill="erreur d&#x27;index"' in last


def test_a_bug_shows_no_detail_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    last = ask(build_page(FakeAssistant()), "panne")[-1][2]
    assert "Une erreur interne est survenue" in last
    assert "canari-secret" not in last
    assert "Traceback" not in last
    assert "Traceback" in caplog.text


def test_a_reader_who_leaves_stops_the_stream_and_gives_the_place_back() -> None:
    assistant, turnstile = FakeAssistant(seconds_a_sentence=0.02), Turnstile(at_once=1, waiting=1)
    respond = handler(build_page(assistant, turnstile=turnstile), "respond")

    async def leave() -> None:
        steps = respond("Quelles priorités ?", None, None)
        await anext(steps)
        await anext(steps)
        await steps.aclose()
        async with asyncio.timeout(1), turnstile.passage():
            pass

    asyncio.run(leave())
    assert assistant.stopped == 1


def test_stopping_keeps_what_was_written_and_says_so() -> None:
    page = build_page(FakeAssistant())
    session = Session([])
    turn = session.open("Quelles priorités ?")
    turn.answer = FakeAssistant().ask("Quelles priorités ?")
    _, html = handler(page, "stop")(session)
    assert texts.STOPPED in html
    assert 'data-etat="fini"' in html


def test_looking_up_a_place_answers_or_says_what_is_missing() -> None:
    look_up = handler(build_page(FakeAssistant()), "look_up")
    for place, expected in (("Saint-Denis", texts.TERRITORY_STATUS["ambiguous"]), ("  ", texts.TERRITORY_EMPTY), ("x" * 201, texts.TERRITORY_TOO_LONG)):
        assert expected in words_of(asyncio.run(look_up(place)))


def test_the_hostile_fake_is_as_hostile_as_it_says() -> None:
    assert HOSTILE in TRAP.text
    assert "<script>" in HOSTILE
