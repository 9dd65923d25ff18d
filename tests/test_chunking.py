"""Chunks: what the index holds reads back from the document, nothing is lost, nothing is longer than the model reads, lists stay with their lead-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.chunking import Chunk, chunks_of, embedded_text, lead_in_before, statements_of
from assistant.documents import Document, Metadata, TextBuilder
from assistant.markdown_text import write_markdown
from assistant.plain_structure import lines_of, write_lines

if TYPE_CHECKING:
    from assistant.adapters.embeddings import SentenceTransformerEmbeddings

KINDS = ("heading", "paragraph", "lead_in", "item", "header", "row")


def document_of(text: str, *, title: str = "Loi industrie verte", wrapped: bool = False, markdown: bool = False) -> Document:
    builder = TextBuilder()
    if markdown:
        write_markdown(text, builder)
    else:
        write_lines(lines_of(text), builder, wrapped=wrapped)
    return Document(Metadata(id="doc", title=title), builder.text(), tuple(builder.blocks))


def built(pieces: list[tuple[str, str, int, int]], *, title: str) -> Document:
    builder = TextBuilder()
    for kind, text, level, list_id in pieces:
        builder.add(kind, text, level=level, list_id=list_id if kind in ("item", "row", "lead_in", "header") else -1)
    return Document(Metadata(id="doc", title=title), builder.text(), tuple(builder.blocks))


words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=60)
sentences = st.lists(words, min_size=1, max_size=25).map(" ".join)
pieces = st.lists(st.tuples(st.sampled_from(KINDS), sentences, st.integers(1, 6), st.integers(0, 3)), min_size=1, max_size=12)


def check_chunks(document: Document, chunks: list[Chunk]) -> None:
    covered = [False] * len(document.text)
    for chunk in chunks:
        assert chunk.text_in(document) == document.text[chunk.start : chunk.end] != ""
        assert not any(covered[chunk.start : chunk.end]), "a character stands in two chunks"
        covered[chunk.start : chunk.end] = [True] * (chunk.end - chunk.start)
    for block in document.blocks:
        missing = [i for i in range(block.start, block.end) if not covered[i] and not document.text[i].isspace()]
        assert not missing, f"lost: {document.text[missing[0] : missing[0] + 40]!r}"
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)
    assert len({chunk.id for chunk in chunks}) == len(chunks)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=pieces, title=sentences, size=st.integers(50, 1200))
def test_chunks_read_back_lose_nothing_and_overlap_nowhere_whatever_the_text(pieces: list[tuple[str, str, int, int]], title: str, size: int) -> None:
    document = built(pieces, title=title)
    if document.text:
        chunks = chunks_of(document, size=size)
        check_chunks(document, chunks)
        assert all(chunk.end - chunk.start <= size for chunk in chunks)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=pieces, title=sentences)
def test_no_embedded_text_passes_the_token_limit_even_at_one_token_a_character(pieces: list[tuple[str, str, int, int]], title: str) -> None:
    import unicodedata

    def count(text: str) -> int:  # the worst tokenizer there is
        return len(unicodedata.normalize("NFKC", text)) + 5

    document = built(pieces, title=title)
    chunks = chunks_of(document, size=1000, max_tokens=504, count_tokens=count)
    check_chunks(document, chunks)
    assert all(count(embedded_text(document, chunk)) <= 504 for chunk in chunks)


@pytest.mark.integration
def test_the_real_tokenizer_never_finds_a_chunk_longer_than_the_model_reads(embeddings: SentenceTransformerEmbeddings) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(pieces=pieces, title=sentences)
    def check(pieces: list[tuple[str, str, int, int]], title: str) -> None:
        document = built(pieces, title=title)
        limit = embeddings.max_tokens - 8
        chunks = chunks_of(document, size=2000, max_tokens=limit, count_tokens=lambda text: embeddings.count_tokens([text])[0])
        check_chunks(document, chunks)
        assert not chunks or max(embeddings.count_tokens([embedded_text(document, chunk) for chunk in chunks])) <= embeddings.max_tokens

    check()


hard_words = st.one_of(
    words,
    st.sampled_from(["ﷺ" * 30, "👩‍👩‍👧‍👦" * 12, "漢字" * 40, "½²ﬁ" * 20, "L. 181-10-1", "n° 2024-07", "€" * 200, "a" * 1500, "1°", "- ", "Article 3", "| a | b |", "**Qui ?**", "# Titre", "\u0301" * 60]),
)
raw_texts = st.lists(st.lists(hard_words, min_size=1, max_size=20).map(" ".join), min_size=1, max_size=25).map("\n".join)


@pytest.mark.integration
def test_whatever_a_file_holds_its_chunks_read_back_and_fit_the_model_by_its_own_tokenizer(embeddings: SentenceTransformerEmbeddings) -> None:
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(text=raw_texts, reader=st.sampled_from(["markdown", "txt", "pdf"]), size=st.sampled_from([200, 1000, 5000]), title=sentences)
    def check(text: str, reader: str, size: int, title: str) -> None:
        document = document_of(text, title=title, markdown=reader == "markdown", wrapped=reader == "pdf")
        chunks = chunks_of(document, size=size, max_tokens=embeddings.max_tokens - 8, count_tokens=lambda part: embeddings.count_tokens([part])[0])
        check_chunks(document, chunks)
        assert bool(chunks) == bool(document.text.strip())
        assert not chunks or max(embeddings.count_tokens([embedded_text(document, chunk) for chunk in chunks])) <= embeddings.max_tokens
        for statement in statements_of(document):
            assert any(chunk.start <= statement.start and statement.start < chunk.end for chunk in chunks)

    check()


def test_a_chunk_stays_inside_its_section_and_carries_the_path_to_it() -> None:
    document = document_of("TITRE Ier\nINDUSTRIE\nArticle 1er\nLe préfet décide.\nArticle 2\nLe maire informe.")
    chunks = chunks_of(document)
    assert [chunk.text_in(document) for chunk in chunks] == ["TITRE Ier : INDUSTRIE\n\nArticle 1er\n\nLe préfet décide.", "Article 2\n\nLe maire informe."]
    assert chunks[1].heading_path == ("TITRE Ier : INDUSTRIE", "Article 2")


def test_a_sentence_that_opens_a_list_starts_the_chunk_that_holds_its_items() -> None:
    text = "Article 1er\n" + "Une phrase de contexte assez longue pour remplir le morceau. " * 6 + "\nLe dossier comprend :\n1° Une étude ;\n2° Un plan ;\n3° Un budget."
    document = document_of(text)
    chunks = chunks_of(document, size=420)
    assert chunks[-1].text_in(document) == "Le dossier comprend :\n1° Une étude ;\n2° Un plan ;\n3° Un budget."


def test_the_items_that_do_not_fit_with_their_lead_in_repeat_it_in_what_is_embedded() -> None:
    items = "\n".join(f"{n}° La pièce numéro {n} du dossier, avec ses annexes et ses plans ;" for n in range(1, 30))
    document = document_of(f"Article 1er\nLe dossier comprend :\n{items}")
    chunks = chunks_of(document, size=500)
    assert len(chunks) > 2
    for chunk in chunks[1:]:
        assert "Le dossier comprend :" in embedded_text(document, chunk)
        assert "Le dossier comprend :" not in chunk.text_in(document)


def test_an_item_of_a_sub_list_is_stated_with_the_item_that_opens_it() -> None:
    document = document_of("Article 1er\nI. – Le code est ainsi modifié :\n1° L'article 3 est ainsi modifié :\na) Le mot est supprimé ;\nb) Le mot est ajouté ;\n2° L'article 4 est abrogé.")
    said = {document.text[s.start : s.end]: document.text[slice(*s.lead_in)] if s.lead_in else "" for s in statements_of(document)}
    assert said["b) Le mot est ajouté ;"] == "1° L'article 3 est ainsi modifié :"
    assert said["2° L'article 4 est abrogé."] == "I. – Le code est ainsi modifié :"


def test_statements_read_back_and_a_figure_alone_is_not_one() -> None:
    document = document_of("# Aides\n\nLe taux est de 20 %. Il passe à 30 % en 2026.\n\n183\n\n- Un prêt\n- Une garantie\n", markdown=True)
    assert [document.text[s.start : s.end] for s in statements_of(document)] == ["Le taux est de 20 %.", "Il passe à 30 % en 2026.", "Un prêt", "Une garantie"]


def test_what_is_embedded_starts_with_the_title_and_the_headings() -> None:
    document = document_of("Article 5\nLe préfet décide.")
    assert embedded_text(document, chunks_of(document)[0]) == "Loi industrie verte – Article 5\nArticle 5\n\nLe préfet décide."


def test_an_edit_in_one_section_leaves_the_ids_of_the_others_alone() -> None:
    before = chunks_of(document_of("Article 1er\nLe préfet décide.\nArticle 2\nLe maire informe."))
    after = chunks_of(document_of("Article 1er\nLe préfet refuse.\nArticle 2\nLe maire informe."))
    assert before[1].id == after[1].id
    assert before[0].id != after[0].id


def test_the_lead_in_of_another_section_is_not_borrowed() -> None:
    document = built([("lead_in", "Le dossier comprend :", 1, 0), ("heading", "Suite", 1, 0), ("item", "Un plan", 1, 0)], title="Titre")
    assert lead_in_before(document, document.blocks[-1].start) == ""
