"""Time in documents: what is read in the text, which version holds on a day, and what an answer says of the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from assistant.answering import answer_question
from assistant.documents import Document, Metadata, TextBuilder
from assistant.signs import dated_by_its_text
from assistant.versions import Versions, amends, linked, says_otherwise

if TYPE_CHECKING:
    from assistant.wiring import Assistant

GOLDEN = yaml.safe_load((Path(__file__).parent / "golden" / "signs.yaml").read_text(encoding="utf-8"))
READ = ("published_on", "valid_from", "valid_to", "supersedes", "superseded_by", "amends", "amended_by")


@pytest.mark.parametrize("case", GOLDEN, ids=[case["name"] for case in GOLDEN])
def test_what_a_document_says_of_itself_is_read_and_nothing_else(case: dict[str, Any]) -> None:
    metadata = dated_by_its_text(Metadata(id="a", title=case["title"], publisher=case.get("publisher", "")), case["text"])
    read = {key: list(value) if isinstance(value, tuple) else value for key in READ if (value := getattr(metadata, key))}
    if metadata.kind != "guide":
        read["kind"] = metadata.kind
    assert read == case["expect"]


def test_what_front_matter_says_is_not_read_again() -> None:
    metadata = Metadata(id="a", title="Note", kind="plan", published_on=date(2020, 1, 1), valid_from=date(2020, 2, 1))
    dated = dated_by_its_text(metadata, "Version du 3 juin 2024. La présente note est applicable à compter du 1er juillet 2024.")
    assert (dated.kind, dated.published_on, dated.valid_from) == ("plan", date(2020, 1, 1), date(2020, 2, 1))


def document(name: str, title: str, text: str, **more: Any) -> Document:
    builder = TextBuilder()
    for paragraph in text.split("\n"):
        builder.add("paragraph", paragraph)
    return Document(dated_by_its_text(Metadata(id=name, title=title, **more), builder.text()), builder.text(), tuple(builder.blocks))


A = document("a", "Note n° 2022-01 : horaires", "Version du 10 janvier 2022. Ouvert à 9 heures.")
B = document("b", "Note n° 2024-02 : horaires", "Du 1er février 2024\nElle remplace la note n° 2022-01. Elle est applicable à compter du 1er mars 2024. Ouvert à 8 heures.")
C = document("c", "Note n° 2026-03 : horaires", "Version du 9 février 2026. La note n° 2024-02 est abrogée. Ouvert à 7 heures.")


@pytest.mark.parametrize(
    ("day", "current"),
    [
        (date(2020, 1, 1), "a"),
        (date(2024, 2, 29), "a"),
        (date(2024, 3, 1), "b"),
        (date(2026, 2, 8), "b"),
        (date(2026, 2, 9), "c"),
        (date(2030, 1, 1), "c"),
    ],
)
def test_a_chain_is_followed_to_the_version_of_the_day(day: date, current: str) -> None:
    documents, versions = linked([C, A, B])
    assert {versions.current(i, day) for i in documents} == {current}
    assert versions.set_aside("à quelle heure ouvrez-vous ?", day) == set("abc") - {current}


def test_a_replaced_version_is_closed_on_the_eve_of_the_newer_one() -> None:
    documents, _ = linked([A, B, C])
    assert [documents[i].metadata.valid_to for i in "abc"] == [date(2024, 2, 29), date(2026, 2, 8), None]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("que disait la note de 2022 ?", "a"),
        ("que disait la note n° 2024-02 ?", "b"),
        ("selon la version de 2024, à quelle heure ?", "b"),
        ("que disait la version précédente ?", "b"),
        ("que dit la note de 2026 ?", "c"),
        ("à quelle heure ouvrez-vous ?", "c"),
        ("que dit la note de 2019 ?", "c"),
    ],
)
def test_a_version_that_the_question_names_is_the_one_quoted(question: str, named: str) -> None:
    _, versions = linked([A, B, C])
    assert set("abc") - versions.set_aside(question, date(2026, 6, 1)) == {named}


def test_front_matter_links_as_the_text_does() -> None:
    old = document("old", "Fiche", "Un taux de 20 %.", sources=())
    new = document("new", "Fiche nouvelle", "Un taux de 30 %.", replaces="old", valid_from=date(2025, 1, 1))
    documents, versions = linked([old, new])
    assert versions.replaced_by == {"old": "new"}
    assert documents["old"].metadata.valid_to == date(2024, 12, 31)


def test_two_editions_of_one_title_follow_each_other_when_each_says_from_when_it_holds() -> None:
    first = document("t25", "Tarifs 2025 de la halle", "Tarifs en vigueur du 1er janvier 2025 au 31 décembre 2025.")
    second = document("t26", "Tarifs 2026 de la halle", "Tarifs en vigueur à compter du 1er janvier 2026.")
    undated = document("cr", "Compte rendu du comité", "Réunion du 3 mars 2025."), document("cr2", "Compte rendu du comité", "Réunion du 3 avril 2025.")
    _, versions = linked([second, first, *undated])
    assert versions.replaced_by == {"t25": "t26"}


def test_a_number_that_two_documents_bear_links_neither() -> None:
    one, other = (document(name, "Circulaire n° 7 relative aux congés", "Version du 3 mars 2020.") for name in ("x", "y"))
    _, versions = linked([one, other, document("z", "Circulaire n° 8", "Version du 3 mars 2024. La circulaire n° 7 est abrogée.")])
    assert versions.replaced_by == {}


def test_an_older_document_never_replaces_a_newer_one_and_a_circle_is_cut() -> None:
    late = document("late", "Note n° 1", "Version du 3 mars 2025. Elle remplace la note n° 2.")
    early = document("early", "Note n° 2", "Version du 3 mars 2020. Elle remplace la note n° 1.")
    _, versions = linked([late, early])
    assert versions.replaced_by == {"early": "late"}
    undated = document("p", "Note n° 3", "Elle remplace la note n° 4."), document("q", "Note n° 4", "Elle remplace la note n° 3.")
    _, versions = linked(undated)
    assert len(versions.replaced_by) == 1
    assert versions.current("p", date(2026, 1, 1)) == versions.current("q", date(2026, 1, 1))


def test_an_amendment_counts_from_its_day() -> None:
    rules = document("rules", "Règlement de l'aide aux vitrines", "Version du 15 janvier 2025. Article 3. Le taux est de 20 %.")
    change = document("change", "Avenant n° 1 au règlement de l'aide aux vitrines", "Le présent avenant est applicable à compter du 1er octobre 2025.")
    _, versions = linked([rules, change])
    assert versions.amendments("rules", date(2025, 9, 30)) == []
    assert versions.amendments("rules", date(2025, 10, 1)) == ["change"]
    assert versions.replaced_by == {}
    assert versions.set_aside("quel taux ?", date(2026, 1, 1)) == frozenset()


def test_two_statements_on_one_point_differ_by_what_can_be_checked() -> None:
    assert says_otherwise("Le télétravail est limité à un jour par semaine.", ["Le télétravail est possible deux jours par semaine."])
    assert says_otherwise("L'agence ne verse aucune indemnité.", ["L'agence verse une indemnité."])
    assert not says_otherwise("Le taux de l'aide est de 20 %.", ["L'aide a un taux de 20 %."])
    assert not says_otherwise("Le garage ferme à 20 heures.", ["Le taux de l'aide est de 35 %."])


def test_an_amendment_is_quoted_only_beside_the_article_and_the_value_it_changes() -> None:
    change = "À l'article 3, le taux de l'aide pour l'enseigne est porté de 20 % à 35 %."
    assert amends(change, "Enseigne — Taux : 20 %", ("Article 3 – Taux",))
    assert not amends(change, "Vitrine — Taux : 30 %", ("Article 3 – Taux",))
    assert not amends(change, "Enseigne — Taux : 20 %", ("Article 4",))


def test_a_corpus_without_links_sets_nothing_aside() -> None:
    assert Versions().set_aside("que disait la note de 2024 ?", date(2026, 1, 1)) == frozenset()
    assert Versions().current("a", date(2026, 1, 1)) == "a"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, data_dir_with_model: Path) -> Iterator[Assistant]:
    """Over two notes and a rule with its amendment, none with front matter."""
    from assistant.settings import Settings
    from assistant.wiring import Assistant, run_index

    place = tmp_path_factory.mktemp("versions")
    (place / "corpus").mkdir()
    (place / "models").symlink_to(data_dir_with_model / "models")
    texts = {
        "note-2024": "Note de service n° 2024-07 relative au télétravail\n\nApplicable à compter du 1er avril 2024.\n\nLe télétravail est limité à un jour par semaine.\n",
        "note-2026": "Note de service n° 2026-03 relative au télétravail\n\nElle remplace la note de service n° 2024-07. Elle est applicable à compter du 1er mars 2026.\n\nLe télétravail est possible deux jours par semaine.\n",
        "avance": "Délibération n° 2022-14 : avance aux commerces de village\n\nSéance du 30 juin 2022.\n\nArticle 2. – L'avance aux commerces de village est plafonnée à 30 000 €.\n",
        "avance-2": "Délibération n° 2024-31 : relèvement du plafond\n\nSéance du 10 octobre 2024.\n\nÀ l'article 2 de la délibération n° 2022-14, le montant de 30 000 € est remplacé par celui de 45 000 €.\n",
    }
    for name, text in texts.items():
        (place / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = Settings(corpus_dir=place / "corpus", data_dir=place)
    run_index(settings)
    built = Assistant(settings, today=lambda: date(2026, 6, 10))
    yield built
    built.close()


QUESTION = "Combien de jours de télétravail par semaine ?"


@pytest.mark.integration
@pytest.mark.parametrize(
    ("on", "said", "quoted"),
    [(date(2026, 2, 28), "limité à un jour", "note-2024"), (date(2026, 3, 1), "deux jours", "note-2026")],
)
def test_on_each_side_of_the_date_the_answer_is_that_of_the_version_in_force_and_cites_the_other(assistant: Assistant, on: date, said: str, quoted: str) -> None:
    answer = assistant.ask(QUESTION, on=on)
    other = {"note-2024": "note-2026", "note-2026": "note-2024"}[quoted]
    facts = [sentence for sentence in answer.sentences if sentence.kind == "fact"]
    quoted_documents = {c.document.id for c in answer.citations for s in facts if c.number in s.citations}
    assert said in " ".join(sentence.text for sentence in facts)
    assert quoted in quoted_documents
    assert other not in quoted_documents
    citation = next(c for c in answer.citations if c.document.id == other)
    assert citation.document.text[citation.start : citation.end] == citation.quote
    assert any("autre chose sur ce point" in notice and f"[{citation.number}]" in notice for notice in answer.notices)


@pytest.mark.integration
def test_an_older_version_that_the_question_names_is_quoted_as_what_it_is(assistant: Assistant) -> None:
    answer = assistant.ask("Que disait la note de service de 2024 sur le nombre de jours de télétravail par semaine ?")
    assert "limité à un jour" in answer.markdown
    assert "deux jours" not in answer.markdown
    assert any("version qui valait jusqu'au 28 février 2026" in notice and "n° 2026-03" in notice for notice in answer.notices)


@pytest.mark.integration
@pytest.mark.parametrize(("on", "amended"), [(date(2024, 10, 9), False), (date(2024, 10, 10), True)])
def test_what_amends_a_quoted_article_is_quoted_with_it_from_its_day(assistant: Assistant, on: date, amended: bool) -> None:
    with assistant.parts() as parts:
        answer = answer_question("À combien est plafonnée l'avance aux commerces de village ?", parts, on=on)
    assert "30 000 €" in answer.markdown
    assert any("a été modifié par « Délibération n° 2024-31" in notice for notice in answer.notices) == amended
    if amended:
        assert "45 000 €" in answer.markdown
