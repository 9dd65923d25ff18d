"""Answers as files: the same numbers, their sources in full, text that stays text, headings and lists that are real."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from fakes import CLOSED, GUIDE, PHASE_2, PRIORITIES, PROGRAMME, FakeAssistant
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assistant.adapters.docx import read_docx
from assistant.adapters.export_pdf import shown
from assistant.adapters.keeping_routes import as_file
from assistant.answers import Answer, Sentence
from assistant.documents import TextBuilder
from assistant.keeping import Kept
from assistant.page import texts
from assistant.page.export import FORMATS, as_rich_text, marking, outline

DAY = date(2026, 11, 23)
QUESTION = "Quelles sont les priorités de la phase 2 ?"
OFFICIAL = {source.url for source in GUIDE.metadata.sources} | {"https://agence-cohesion-territoires.gouv.fr/aide"}


def kept(question: str = QUESTION, **changes: Any) -> Kept:
    return Kept(replace(FakeAssistant().ask(question), **changes), DAY, {})


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def text_of(content: bytes, kind: str) -> str:
    """All that a reader of the file sees, with plain spaces."""
    if kind == "pdf":
        return spaced("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    if kind == "docx":
        return spaced("\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs))
    return spaced(content.decode("utf-8"))


# --- what each file says -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_says_what_it_is_the_question_the_answer_and_its_sources(kind: str) -> None:
    text = text_of(as_file([kept()], kind, ""), kind)
    for expected in (
        texts.EXPORT_HEADER,
        "Consulté le 23 novembre 2026.",
        QUESTION,
        f"{PROGRAMME} [1]",
        f"{PHASE_2} [2]",
        f"{CLOSED} [4]",
        "Le plan d'action compte douze fiches. [5]",
        "synthèse du projet",
        "Territoires d'industrie : présentation du programme, ANCT, 4 juillet 2024",
        "https://anct.gouv.fr/programmes/territoires-d-industrie",
        "Phase 2 (2023-2027)",
        "Valable du 1er janvier 2023 au 31 décembre 2027",
        "Vérifié le 23 novembre 2026",
        "page 3",
        "elle n'est plus en vigueur",
    ):
        assert expected in text, expected


@pytest.mark.parametrize("kind", FORMATS)
def test_a_conversation_keeps_the_numbers_of_each_answer(kind: str) -> None:
    text = text_of(as_file([kept(), kept("hors sujet ?"), kept("Et ensuite ?")], kind, "Mon dossier"), kind)
    title, first, second, third = (text.index(part) for part in ("Mon dossier", QUESTION, "hors sujet ?", "Et ensuite ?"))
    assert title < first < second < third
    for part in (text[first:second], text[third:]):
        assert f"{PROGRAMME} [1]" in part
        assert f"{CLOSED} [4]" in part
    assert "Les sources ne répondent pas" in text[second:third]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_answers_make_the_same_file_at_any_time(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = as_file([kept(), kept("a ?")], kind, "T")
    now, local, universal = time.time, time.localtime, time.gmtime
    monkeypatch.setattr(time, "time", lambda: now() + 1e6)
    monkeypatch.setattr(time, "localtime", lambda at=None: local(now() + 1e6 if at is None else at))
    monkeypatch.setattr(time, "gmtime", lambda at=None: universal(now() + 1e6 if at is None else at))
    assert as_file([kept(), kept("a ?")], kind, "T") == before


@pytest.mark.parametrize("kind", FORMATS)
def test_a_hostile_document_stays_text(kind: str) -> None:
    content = as_file([kept("document hostile")], kind, "<b>titre</b>")
    text = text_of(content, kind)
    assert "window.pirate" in text
    if kind == "pdf":
        assert b"/JavaScript" not in content
        assert not links_of_pdf(content)
    elif kind == "docx":
        assert not links_of_docx(content)
    else:
        assert "](javascript" not in text.replace("\\]", "")
        assert "\n<script" not in content.decode()


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("<>&\"'`*[]()#\n\r\t\u00a0\u202f\u00ad:;!?«»%"), st.characters(exclude_categories=["Cs"])), max_size=60))
def test_any_text_makes_the_three_files(text: str) -> None:
    answer = kept(question=text, standalone_question=text, sentences=(Sentence(text, "fact", (1,)), Sentence(text, "frame")), notices=(text,), understood=(text,))
    for kind in FORMATS:
        assert len(as_file([answer], kind, text)) > 200


def test_french_spaces_do_not_break() -> None:
    for block in outline([kept()]):
        assert not re.search(r" [:;?!»%€]|« ", block.text), block.text


def test_a_text_of_a_model_is_marked_as_such_for_people_and_for_machines() -> None:
    written = kept(engine={"composer": "chat", "chat_model": "modèle-x"})
    assert marking([kept(), written]) == {"genere": True, "modele": "modèle-x"}
    pdf, word = PdfReader(io.BytesIO(as_file([written], "pdf", ""))), docx.Document(io.BytesIO(as_file([written], "docx", "")))
    assert pdf.metadata is not None
    assert pdf.metadata["/Keywords"] == word.core_properties.keywords == "ia: genere; modele: modèle-x"
    assert "rédigé par un modèle d'IA (modèle-x)" in text_of(as_file([written], "pdf", ""), "pdf")
    assert docx.Document(io.BytesIO(as_file([kept()], "docx", ""))).core_properties.keywords == "ia: extrait"


# --- Word ----------------------------------------------------------------------------------------------------------------------------------------


def links_of_docx(content: bytes) -> set[str]:
    return {relation.target_ref for relation in docx.Document(io.BytesIO(content)).part.rels.values() if relation.is_external}


def test_word_gets_real_headings_lists_and_quotations_in_french() -> None:
    document = docx.Document(io.BytesIO(as_file([kept(), kept("Et après ?")], "docx", "Dossier")))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert styles[0] == ("Title", "Dossier")
    assert [text for name, text in styles if name == "Heading 1"] == [QUESTION.replace(" ?", "\u00a0?"), "Et après\u00a0?"]
    assert [text for name, text in styles if name == "Heading 2"] == ["Sources", "Sources"]
    assert sum(name == "List Number" for name, _ in styles) == 2 * len(PRIORITIES)
    assert sum(name == "Quote" for name, _ in styles) == 10
    assert document.core_properties.language == "fr-FR"
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"fr-FR"}


def test_each_numbered_list_of_word_counts_from_one() -> None:
    document = docx.Document(io.BytesIO(as_file([kept(), kept("Et après ?")], "docx", "Dossier")))
    used = {p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"}
    assert len(used) == 2
    starts = {num.numId: num.find(qn("w:lvlOverride")).find(qn("w:startOverride")).val for num in document.part.numbering_part.element.num_lst if num.numId in used}
    assert set(starts.values()) == {1}


def test_the_marks_of_word_lead_to_their_source_and_links_go_to_cited_sources_only() -> None:
    content = as_file([kept(), kept("Et après ?")], "docx", "Dossier")
    body = docx.Document(io.BytesIO(content)).element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert anchors == set(names)
    assert len(names) == len(set(names)) == 10
    assert links_of_docx(content) == OFFICIAL


def test_our_own_reader_reads_the_word_file_back(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(as_file([kept()], "docx", ""))
    builder = TextBuilder()
    read_docx(path, "a.docx", builder)
    kinds = {block.kind for block in builder.blocks}
    assert {"heading", "item", "paragraph"} <= kinds
    assert PROGRAMME in spaced(builder.text())


# --- PDF -----------------------------------------------------------------------------------------------------------------------------------------


def links_of_pdf(content: bytes) -> set[str]:
    actions = [note.get_object().get("/A") for page in PdfReader(io.BytesIO(content)).pages for note in page.get("/Annots", [])]
    return {str(action["/URI"]) for action in actions if action and "/URI" in action}


def test_a_pdf_says_its_title_and_language_has_an_outline_and_carries_its_fonts() -> None:
    content = as_file([kept(), kept("Et après ?")], "pdf", "Dossier")
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Dossier"
    assert reader.root_object["/Lang"] == "fr-FR"
    titles = str([entry if isinstance(entry, list) else entry.title for entry in reader.outline])
    assert "Dossier" in titles
    assert "Sources" in titles
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    used = [font for font in fonts if font["/BaseFont"] != "/Helvetica"]  # reportlab names it on every page and writes nothing in it
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)


def test_the_links_of_a_pdf_go_to_cited_sources_only_and_its_marks_to_their_source() -> None:
    content = as_file([kept()], "pdf", "")
    assert links_of_pdf(content) == OFFICIAL
    notes = [note.get_object() for page in PdfReader(io.BytesIO(content)).pages for note in page.get("/Annots", ())]
    heights = {round(float(note["/Dest"][3])) for note in notes if "/Dest" in note}
    assert len(heights) == 5  # one place a source


def test_letters_that_the_font_lacks_become_the_nearest_ones() -> None:
    assert shown("CO₂, 1\u202f000 €, œuf – 12 ≥ 3 → Île") == "CO2, 1\u00a0000 €, œuf – 12 ≥ 3 -> Île"
    assert shown("漢") == "?"


# --- a copy for a mail -----------------------------------------------------------------------------------------------------------------------------


class Rich(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name == "href"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("question", [QUESTION, "document hostile", "préciser"])
def test_the_rich_copy_has_paragraphs_lists_and_links_to_cited_sources_and_nothing_else(question: str) -> None:
    seen = Rich(as_rich_text(FakeAssistant().ask(question), day=DAY))
    assert seen.tags <= {"p", "ul", "ol", "li", "a", "strong", "blockquote"}
    assert seen.attributes <= {"href", "value"}
    assert seen.links <= OFFICIAL
    assert seen.open == []


def test_the_rich_copy_says_the_same_as_the_page() -> None:
    rich = as_rich_text(FakeAssistant().ask(QUESTION), day=DAY)
    assert "<ol><li value=\"1\">la transition écologique et énergétique\u00a0; [3]</li>" in rich
    assert "<strong>[5]</strong>" in rich
    assert texts.EXPORT_HEADER.replace(" :", "\u00a0:") in rich.replace("&#x27;", "'")


def test_the_questions_asked_back_stand_apart_from_the_list_before_them() -> None:
    item = Sentence("un dispositif", "fact", (1,), "item")
    asked = kept(sentences=(item,), clarifications=("Combien de salariés ?",))
    text = as_file([asked], "md", "").decode().replace("\u00a0", " ")
    assert f"- un dispositif [1]\n\n{texts.CLARIFY}\n\n- Combien de salariés ?\n" in text


def test_an_answer_without_a_source_makes_a_file_too() -> None:
    silent: Answer = FakeAssistant().ask("hors sujet")
    assert "Sources" not in text_of(as_file([Kept(silent, DAY, {})], "md", ""), "md")
