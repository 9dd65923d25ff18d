"""Documents, and texts without mark-up: the headings of the law, lists, key figures, words cut by a line's end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents import Block, Metadata, TextBuilder, content_hash, slug, without_hidden_characters
from assistant.errors import DocumentError
from assistant.front_matter import parse_metadata
from assistant.plain_structure import HeadingStack, Line, join_lines, law_heading, law_heading_level, lines_of, write_lines

TITLE = "LOI n° 2023-973 du 23 octobre 2023 relative à l'industrie verte"


class Text:
    def __init__(self, text: str | list[Line], *, wrapped: bool = False) -> None:
        builder = TextBuilder()
        write_lines(lines_of(text) if isinstance(text, str) else text, builder, wrapped=wrapped)
        self.text, self.blocks = builder.text(), builder.blocks

    def of(self, kind: str) -> list[str]:
        return [self.text[b.start : b.end] for b in self.blocks if b.kind == kind]

    def block(self, words: str) -> Block:
        return next(b for b in self.blocks if words in self.text[b.start : b.end])


# ----------------------------------------------------------------------------------------------------------- plain text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["heading", "paragraph", "item", "row"]), st.text(max_size=40), st.integers(1, 9), st.integers(-1, 3)), max_size=20))
def test_every_block_reads_back_at_its_offsets_in_order(pieces: list[tuple[str, str, int, int]]) -> None:
    builder = TextBuilder()
    for kind, text, level, list_id in pieces:
        builder.add(kind, text, level=level, list_id=list_id)
    text = builder.text()
    kept = [piece for piece in pieces if piece[1].strip()]
    assert [text[block.start : block.end] for block in builder.blocks] == [piece[1] for piece in kept]
    assert all(a.end < b.start for a, b in zip(builder.blocks, builder.blocks[1:], strict=False))


def test_marks_move_with_the_block_that_carries_them() -> None:
    builder = TextBuilder()
    builder.add("paragraph", "Avant.")
    builder.add("paragraph", "Un fait.", marks=((0, 8, (1, 2)),))
    (start, end, numbers) = builder.blocks[1].marks[0]
    assert (builder.text()[start:end], numbers) == ("Un fait.", (1, 2))


def test_a_document_is_in_force_on_both_ends_of_its_period() -> None:
    metadata = Metadata("id", "titre", valid_from=date(2023, 5, 11), valid_to=date(2027, 12, 31))
    assert [metadata.in_force(day) for day in (date(2023, 5, 10), date(2023, 5, 11), date(2027, 12, 31), date(2028, 1, 1))] == [False, True, True, False]


def test_hidden_characters_are_counted_and_ligatures_written_out() -> None:
    assert without_hidden_characters("of\u200bﬁce\u202e\U000e0041 m²") == ("office m²", 3)


def test_the_hash_tells_apart_texts_cut_elsewhere() -> None:
    assert content_hash("ab", "c") != content_hash("a", "bc")
    assert content_hash("\ud800") == content_hash("\ud800")


def test_a_slug_is_plain() -> None:
    assert slug("L'été à Saint-Étienne (2024)") == "l-ete-a-saint-etienne-2024"


# ------------------------------------------------------------------------------------------------------------- the law


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("PREMIÈRE PARTIE", 1),
        ("Partie législative", 1),
        ("LIVRE V", 2),
        ("Livre Ier : Dispositions communes", 2),
        ("TITRE Ier", 3),
        ("TITRE 1ER - MESURES", 3),
        ("Titre II bis : Friches", 3),
        ("TITRE LIMINAIRE", 3),
        ("Chapitre Ier", 4),
        ("CHAPITRE UNIQUE : DISPOSITIONS", 4),
        ("Chapitre II Dispositions diverses", 4),
        ("Section 3", 5),
        ("Sous-section 2 : Procédure", 6),
        ("Paragraphe 1 : Enquête", 7),
        ("Article 1er", 8),
        ("Article 5 bis", 8),
        ("Article 5 bis A", 8),
        ("ARTICLE 12", 8),
        ("Article premier", 8),
        ("Article L. 181-10-1", 8),
        ("Article L181-10-1", 8),
        ("Article R. 512-39-2", 8),
        ("Article D. 123-4 (abrogé)", 8),
        ("Article LO 6211-1", 8),
        ("Art. 3", 8),
        ("Article 3 – Définitions", 8),
        ("ANNEXE", 1),
        ("Annexe II : liste des communes", 1),
        ("L'article L. 181-10-1 prévoit que", None),
        ("Article 3 de la loi du 23 octobre 2023", None),
        ("Chapitre II de la loi", None),
        ("Titre de séjour", None),
        ("Livre blanc", None),
        ("Section syndicale", None),
        ("Annexe au présent décret :", None),
        ("« Art. L. 300-1. – Texte", None),
        ("Article 3 – Le préfet de région décide, après avis du comité.", None),
        ("Chapitre II : Friches .............. 12", None),
    ],
)
def test_the_headings_of_a_law_are_told_from_sentences_that_name_them(text: str, level: int | None) -> None:
    assert law_heading_level(text) == level


def test_the_text_of_an_article_may_follow_its_number_on_the_same_line() -> None:
    found = law_heading("Art. 2. - Le ministre est chargé de l'exécution.")
    assert found is not None
    assert (found.label, found.rest) == ("Art. 2", "Le ministre est chargé de l'exécution.")
    text = Text("Article 1er. – Le préfet décide.\nArticle 2. – Le ministre est chargé de l'exécution.")
    assert text.of("heading") == ["Article 1er", "Article 2"]
    assert text.block("Le ministre").heading_path == ("Article 2",)


def test_an_article_stands_under_its_section_chapter_title_and_law() -> None:
    text = Text(
        f"{TITLE}\n\nTITRE Ier\nMESURES POUR LES IMPLANTATIONS\n\nChapitre Ier : Planification\n\nSection 1\n\nSous-section 2 - Procédure\n\nArticle 1er\nLe préfet décide.\n\n"
        "Chapitre II\nFriches\n\nArticle 2\nLe maire informe.\n\nTITRE II\nFINANCES\n\nArticle 3\nLa région finance.\n\nANNEXE 1 – Liste\nUne liste de communes."
    )
    under_title = (TITLE, "TITRE Ier : MESURES POUR LES IMPLANTATIONS")
    assert text.block("Le préfet").heading_path == (*under_title, "Chapitre Ier : Planification", "Section 1", "Sous-section 2 - Procédure", "Article 1er")
    assert text.block("Le maire").heading_path == (*under_title, "Chapitre II : Friches", "Article 2")
    assert text.block("La région").heading_path == (TITLE, "TITRE II : FINANCES", "Article 3")
    assert text.block("Une liste").heading_path == (TITLE, "ANNEXE 1 – Liste")


def test_the_numbered_items_of_a_law_keep_their_numbers_and_their_levels() -> None:
    text = Text(
        "Article 1er\nI. – Le code est ainsi modifié :\n1° L'article 3 est ainsi modifié :\na) Le mot est supprimé ;\nb) Il est ajouté un alinéa ainsi rédigé :\n"
        "« Le préfet décide. »\n2° L'article 4 est abrogé.\nII.-Le présent article entre en vigueur en 2024."
    )
    assert text.of("lead_in") == ["I. – Le code est ainsi modifié :"]
    assert text.of("item") == ["1° L'article 3 est ainsi modifié :", "a) Le mot est supprimé ;", "b) Il est ajouté un alinéa ainsi rédigé :", "2° L'article 4 est abrogé."]
    outer = text.block("I. –").list_id
    assert [b.list_id == outer for b in text.blocks if b.kind == "item"] == [True, False, False, True]
    assert text.of("paragraph") == ["« Le préfet décide. »", "II.-Le présent article entre en vigueur en 2024."]


def test_the_law_decides_among_its_headings_and_mark_up_among_the_others() -> None:
    stack = HeadingStack()
    assert [stack.level(1), stack.level(2, law=3), stack.level(2, law=4), stack.level(4, law=8), stack.level(2, law=4), stack.level(2)] == [1, 2, 3, 4, 3, 2]


# ---------------------------------------------------------------------------------------------------------- other texts


def test_bullets_and_numbers_make_lists_under_the_sentence_that_opens_them() -> None:
    text = Text("Il faut :\n- une PME ;\n- un projet.\n\nLes étapes :\n1. Déposer\n2. Attendre")
    assert text.of("lead_in") == ["Il faut :", "Les étapes :"]
    assert text.of("item") == ["une PME ;", "un projet.", "Déposer", "Attendre"]
    assert [b.level for b in text.blocks if b.kind == "item"] == [0, 0, 1, 2]


def test_a_key_figure_joins_the_label_under_it() -> None:
    assert Text("Chiffres clés\n\n183\nterritoires labellisés en 2023\n\n100 M€\npar an").of("paragraph") == ["183 territoires labellisés en 2023", "100 M€ par an"]


def test_the_first_short_line_is_the_title_and_the_others_stand_under_it() -> None:
    text = Text("Le programme\n\nUn texte assez long pour être un paragraphe.\n\nLes moyens\n\nUn autre texte assez long pour être un paragraphe.")
    assert text.block("Un autre").heading_path == ("Le programme", "Les moyens")


def test_an_initial_does_not_open_an_item() -> None:
    assert Text("A. Dupont préside le comité depuis 2023.").of("paragraph") == ["A. Dupont préside le comité depuis 2023."]


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        (["la réno-", "vation"], "la rénovation"),
        (["au-", "ditions de 2024"], "auditions de 2024"),
        (["au-", "delà du seuil"], "au-delà du seuil"),
        (["peut-", "être"], "peut-être"),
        (["ci-", "toyens"], "citoyens"),
        (["ci-", "dessus"], "ci-dessus"),
        (["entre-", "prises"], "entreprises"),
        (["sous-", "traitants"], "sous-traitants"),
        (["sous-", "crire"], "souscrire"),
        (["Saint-", "Nazaire"], "Saint-Nazaire"),
        (["porte-à-", "faux"], "porte-à-faux"),
        (["dit-", "il en 2024"], "dit-il en 2024"),
        (["fin –", "suite"], "fin – suite"),
        (["2023-", "2027"], "2023- 2027"),
    ],
)
def test_a_word_cut_by_the_end_of_a_line_is_mended_unless_it_is_a_compound(rows: list[str], joined: str) -> None:
    assert join_lines(rows) == joined


def test_the_rest_of_the_document_tells_a_cut_word_from_a_compound() -> None:
    assert join_lines(["l'éco-", "conception"], known={"éco-conception"}) == "l'éco-conception"
    assert join_lines(["non-", "obstant"], known={"nonobstant"}) == "nonobstant"


words = st.lists(st.sampled_from(["le", "préfet", "décide", "Article", "3", "1°", "a)", "I.", "–", "TITRE", "Ier", ":", "183", "2.", "•", "en", "2024."]), min_size=1, max_size=9)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.builds(lambda w, size, bold, gap: Line(" ".join(w), size, bold, gap, 1), words, st.sampled_from([0.7, 1.0, 1.3, 2.0]), st.booleans(), st.booleans()), max_size=15), st.booleans())
def test_no_word_of_any_line_is_lost_but_the_marks_of_bullets_and_numbers(lines: list[Line], wrapped: bool) -> None:
    text = Text(lines, wrapped=wrapped).text
    for word in ("préfet", "décide", "TITRE", "Ier", "183", "en", "1°", "a)", "Article"):
        assert text.split().count(word) >= sum(line.text.split().count(word) for line in lines) - (sum(line.text.split().count("I.") for line in lines) if word == "Ier" else 0)


def test_a_question_may_belong_to_one_section() -> None:
    metadata = parse_metadata('title: Prêt\nquestions:\n  - "prêt vert"\n  - "Combien ?":\n      - "on peut emprunter combien"\n      - "plafond"\n', path="pret.md")
    assert metadata.questions == ("prêt vert",)
    assert metadata.section_questions == (("Combien ?", "on peut emprunter combien"), ("Combien ?", "plafond"))


@pytest.mark.parametrize("questions", ["{a: b}", "[[a]]", "[{a: b}]", "[{a: [[b]]}]", "3"])
def test_questions_of_another_shape_are_refused_with_their_line(questions: str) -> None:
    with pytest.raises(DocumentError, match="questions"):
        parse_metadata(f"title: Prêt\nquestions: {questions}\n", path="pret.md")
