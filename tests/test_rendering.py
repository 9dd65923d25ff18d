"""An answer as Markdown and as text: document text stays text, marks and lists read well."""

from __future__ import annotations

from datetime import date

import pytest
from markdown_it import MarkdownIt

from assistant.answers import ANSWERED, Answer, Citation, Sentence
from assistant.documents import Document, Metadata, Source
from assistant.rendering import as_markdown, as_text, escaped, french_date, source_line

PAGE = Document(
    Metadata(id="guide", title="Le guide", publisher="ANCT", sources=(Source("Page officielle", "ANCT", "2024-07-04", "https://anct.gouv.fr/ti"),), checked_on=date(2026, 11, 1)),
    "Un fait. Un autre.",
    (),
)
CITATION = Citation(1, PAGE, "Un fait.", 0, 8, page=3)


def answer(*sentences: Sentence, **more: object) -> Answer:
    return Answer("q", "q", "fr", "agent", ANSWERED, sentences, (CITATION,), **more)  # type: ignore[arg-type]


def test_each_fact_carries_its_numbers() -> None:
    assert as_markdown(answer(Sentence("Un fait.", "fact", (1, 2)))) == "Un fait. [1] [2]"


def test_a_connecting_phrase_carries_none() -> None:
    assert as_markdown(answer(Sentence("À savoir aussi :", "frame"))) == "À savoir aussi :"


def test_sentences_are_paragraphs() -> None:
    assert as_markdown(answer(Sentence("Un.", "fact", (1,)), Sentence("Deux.", "fact", (1,)))) == "Un. [1]\n\nDeux. [1]"


def test_items_follow_their_lead_in_as_a_list() -> None:
    shown = as_markdown(answer(Sentence("Priorités :", "fact", (1,), "lead_in"), Sentence("le foncier ;", "fact", (1,), "item"), Sentence("l'eau.", "fact", (1,), "item")))
    assert MarkdownIt().render(shown).count("<li>") == 2
    assert shown.startswith("Priorités : [1]\n\n- le foncier")


def test_a_numbered_list_keeps_its_numbers() -> None:
    shown = as_markdown(answer(Sentence("déposer", "fact", (1,), "item", 1), Sentence("signer", "fact", (1,), "item", 2)))
    assert shown.splitlines() == ["1. déposer [1]", "2. signer [1]"]


def test_questions_to_the_reader_stand_out() -> None:
    assert "**Combien de salariés ?**" in as_markdown(answer(Sentence("Il manque un fait.", "frame"), clarifications=("Combien de salariés ?",)))


@pytest.mark.parametrize(
    "text",
    ["[a](http://x)", "![a](http://x)", "<b>gras</b>", "**gras**", "_italique_", "`code`", "# titre", "- liste", "1. liste", "> citation", "| a | b |", "~~barré~~", "\\*", "a\n\n# b", "<http://x>", "+ liste", "2) liste", "<!-- x -->"],
)
def test_text_of_a_document_is_shown_as_it_is(text: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert "".join(child.content for child in children) == text.replace("\n", " ")
    assert {child.type for child in children} <= {"text", "text_special", "softbreak"}


def test_the_text_form_undoes_the_escapes_and_lists_the_sources() -> None:
    shown = as_text(answer(Sentence("Taux de 50 % [plafond] *brut*.", "fact", (1,)), notices=("Ancien.",), understood=("45 salariés",)))
    assert "Taux de 50 % [plafond] *brut*. [1]" in shown
    assert "J'ai compris : 45 salariés." in shown
    assert "Note : Ancien." in shown
    assert shown.endswith(source_line(CITATION))


def test_a_source_line_names_page_official_source_and_day_checked() -> None:
    assert source_line(CITATION) == "[1] Le guide — ANCT — p. 3 — source : Page officielle, ANCT, 2024-07-04, https://anct.gouv.fr/ti — vérifié le 1er novembre 2026"


@pytest.mark.parametrize(("iso", "shown"), [("2024-11-01", "1er novembre 2024"), ("2024-08-09", "9 août 2024"), ("2024-02", "février 2024"), ("2024", "2024")])
def test_dates_are_written_in_french(iso: str, shown: str) -> None:
    assert french_date(iso) == shown


def test_an_answer_without_sentences_is_empty_text() -> None:
    assert as_markdown(Answer("q", "q", "fr", "agent", ANSWERED)) == ""
