"""The lint of the sheets: each fault is found on its line, and what is right is left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.lint_files import lint_folder
from assistant.corpus_lint import LintReport

TODAY = date(2026, 11, 23)
REPOSITORY = Path(__file__).resolve().parent.parent
HEAD = {
    "id": "aide-exemple",
    "title": '"Aide exemple"',
    "kind": "dispositif",
    "publisher": "synthèse du projet",
    "sources": '\n  - {title: "Page officielle", publisher: "DGE", date: "2024-01-02", url: "https://exemple.gouv.fr/aide"}',
    "published_on": "2026-11-01",
    "checked_on": "2026-11-20",
    "phase": "null",
    "valid_from": "null",
    "valid_to": "null",
    "replaces": "null",
    "audience": "[entreprise]",
    "territory": "null",
    "scheme": "null",
    "licence": "Licence Ouverte 2.0",
    "questions": '["aide exemple"]',
}
GOOD = "L'aide exemple finance 40 % des études des PME industrielles. [^1]"


def write(folder: Path, name: str, body: str = GOOD, **changes: str | None) -> None:
    head = {**HEAD, "id": name.removesuffix(".md"), **changes}
    rows = [f"{key}: {value}" for key, value in head.items() if value is not None]
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("---\n" + "\n".join(rows) + "\n---\n# Aide exemple\n\n" + body + "\n", encoding="utf-8")


def faults(folder: Path) -> list[tuple[str, str]]:
    return [(fault.rule, fault.message) for fault in lint_folder(folder, today=TODAY).faults]


def test_a_good_sheet_has_no_fault(tmp_path: Path) -> None:
    write(tmp_path, "bonne.md")
    report = lint_folder(tmp_path, today=TODAY)
    assert report.faults == []
    assert (report.documents, report.sentences, report.words_max) == (1, 1, 9)
    assert "1 documents, 1 phrases" in report.summary


@pytest.mark.parametrize(
    ("changes", "rule", "said"),
    [
        ({"sources": "[]"}, "source", "aucune source"),
        ({"sources": '\n  - {title: "Page", publisher: "DGE", date: "2024"}'}, "source", "pas de « url »"),
        ({"sources": '\n  - {title: "Page", publisher: "DGE", url: "https://exemple.fr"}'}, "source", "pas de « date »"),
        ({"sources": '\n  - {title: "Page", publisher: "DGE", date: "", url: "https://exemple.fr"}'}, "source", "pas de « date »"),
        ({"licence": None}, "en-tête", "« licence » manque"),
        ({"publisher": '""'}, "en-tête", "« publisher » est vide"),
        ({"checked_on": "2027-01-01"}, "date", "dans l'avenir"),
        ({"replaces": "nulle-part"}, "date", "nulle-part"),
        ({"replaces": "fiche"}, "date", "lui-même"),
        ({"valid_from": "2025-01-02", "valid_to": "2025-01-01"}, "refusé", "valid_to"),
        ({"status": "ouvert", "valid_to": "2025-12-31"}, "date", "« ouvert »"),
    ],
)
def test_a_fault_of_the_front_matter_is_found(tmp_path: Path, changes: dict[str, str | None], rule: str, said: str) -> None:
    write(tmp_path, "fiche.md", **changes)
    assert any(found == rule and said in message for found, message in faults(tmp_path))


@pytest.mark.parametrize(
    "source",
    [
        '{title: "Arrêté lu au guichet (sans adresse)", publisher: "Préfecture", date: "2024-05-01"}',
        '{title: "Arrêté", publisher: "Préfecture", date: "2024-05-01", url: null}',
        '{title: "Page", publisher: "DGE", date: null, url: "https://exemple.fr"}',
    ],
)
def test_a_missing_address_or_date_that_is_told_is_no_fault(tmp_path: Path, source: str) -> None:
    second = '\n  - {title: "Page officielle", publisher: "DGE", date: "2024-01-02", url: "https://exemple.gouv.fr/aide"}'
    write(tmp_path, "fiche.md", sources=f"{second}\n  - {source}")
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("L'aide exemple finance des études. [^2]", "renvoi"),
        ("Un fait. [^1] Un autre fait sur l'aide exemple. [^1][^7]", "renvoi"),
        ("L'aide exemple existe depuis 2024. Elle finance des études. [^1]", "pronom"),
        ("L'aide exemple a deux volets. Celui-ci est ouvert. [^1]", "pronom"),
        ("Ce dernier instruit le dossier. [^1]", "pronom"),
        ("Cela vaut pour les PME. [^1]", "pronom"),
        ("Cette aide finance des études. [^1]", "pronom"),
        ("Dans ce même rapport, l'aide exemple est citée. [^1]", "pronom"),
        ("Ils déposent leur dossier en ligne. [^1]", "pronom"),
        ("L'aide exemple suit les règles ci-dessus. [^1]", "renvoi"),
        ("Le barème de l'aide exemple est donné ci-après. [^1]", "renvoi"),
        ("Le barème de l'aide exemple est celui cité plus haut. [^1]", "renvoi"),
    ],
)
def test_a_sentence_that_cannot_be_quoted_alone_is_found(tmp_path: Path, body: str, rule: str) -> None:
    write(tmp_path, "fiche.md", body)
    assert [found for found, _ in faults(tmp_path)] == [rule]


@pytest.mark.parametrize(
    "body",
    [
        "Il faut déposer le dossier de l'aide exemple avant le 1er mars 2027. [^1]",
        "Il n'existe pas de plafond pour l'aide exemple. [^1]",
        "Il est possible de cumuler l'aide exemple avec un prêt. [^1]",
        "Il n'y a pas de délai pour l'aide exemple. [^1]",
        "« Il faut un récit national », dit le président de l'aide exemple. [^1]",
        "Ce qui change en 2026 pour l'aide exemple n'est pas publié. [^1]",
        "Ce que finance l'aide exemple dépend de la région. [^1]",
        "L'aide exemple vise l'amont et, au-dessus de 500 salariés, l'aval. [^1]",
    ],
)
def test_an_impersonal_or_quoted_sentence_is_no_fault(tmp_path: Path, body: str) -> None:
    write(tmp_path, "fiche.md", body)
    assert faults(tmp_path) == []


def test_a_fault_names_the_file_and_its_line(tmp_path: Path) -> None:
    write(tmp_path, "fiche.md", f"{GOOD}\n\nCelle-ci est close. [^1]")
    (fault,) = lint_folder(tmp_path, today=TODAY).faults
    lines = (tmp_path / "fiche.md").read_text(encoding="utf-8").splitlines()
    assert lines[fault.line - 1].startswith("Celle-ci")
    assert str(fault).startswith(f"fiche.md, ligne {fault.line} : ")


def test_the_replaced_document_must_end_before_its_successor_begins(tmp_path: Path) -> None:
    write(tmp_path, "ancienne.md", "L'ancienne règle valait pour les études de 2023. [^1]", valid_to="2025-06-30")
    write(tmp_path, "nouvelle.md", replaces="ancienne", valid_from="2025-07-01")
    assert faults(tmp_path) == []
    write(tmp_path, "nouvelle.md", replaces="ancienne", valid_from="2025-06-01")
    assert [rule for rule, _ in faults(tmp_path)] == ["date"]


SENTENCES = [
    "L'aide exemple finance 40 % des études des PME industrielles. [^1]",
    "L'aide exemple demande un dossier complet déposé à la préfecture de région. [^1]",
    "L'aide exemple exclut les entreprises agricoles et les banques. [^1]",
    "L'aide exemple ferme ses inscriptions au mois de décembre. [^1]",
    "L'aide exemple accepte les projets de moins de trois ans. [^1]",
]


def test_two_sheets_that_say_the_same_thing_are_found_and_two_that_share_a_sentence_are_not(tmp_path: Path) -> None:
    write(tmp_path, "une.md", "\n\n".join(SENTENCES))
    write(tmp_path, "autre.md", "\n\n".join([SENTENCES[0], *(f"Le prêt numéro {i} concerne la filière {name} en Bretagne. [^1]" for i, name in enumerate(("bois", "verre", "laine", "acier")))]))
    assert faults(tmp_path) == []
    write(tmp_path, "copie.md", "\n\n".join([*SENTENCES[:4], "Le fonds souverain regarde ailleurs pendant ce temps-là. [^1]"]))
    found = faults(tmp_path)
    assert [rule for rule, _ in found] == ["doublon"]
    assert "80 %" in found[0][1]


def test_long_sentences_are_reported_without_being_faults(tmp_path: Path) -> None:
    long = "L'aide exemple finance " + ", ".join(f"le poste numéro {i}" for i in range(20)) + ". [^1]"
    write(tmp_path, "fiche.md", long)
    report: LintReport = lint_folder(tmp_path, today=TODAY)
    assert report.faults == []
    assert report.long[0][0] == report.words_max > 45
    assert report.to_json()["words"]["max"] == report.words_max


def test_a_file_that_cannot_be_read_is_a_fault_and_the_others_are_linted(tmp_path: Path) -> None:
    write(tmp_path, "bonne.md")
    write(tmp_path, "clé.md", couleur="bleu")
    report = lint_folder(tmp_path, today=TODAY)
    assert report.documents == 1
    assert [(fault.path, fault.rule) for fault in report.faults] == [("clé.md", "refusé")]


def test_every_sheet_of_the_corpus_has_a_dated_source_and_sentences_that_stand_alone() -> None:
    report = lint_folder(REPOSITORY / "corpus", today=max(TODAY, date.today()))
    assert report.documents >= 250
    assert [str(fault) for fault in report.faults] == []
