"""The lint of the schemes' sheets: sections, status and first sentence, agreement with the rule; one fault at a time from a real sheet and its rule."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.lint_files import lint_folder
from assistant.scheme_lint import SECTIONS

TODAY = date(2026, 11, 23)
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CLOSED, OPEN, UNKNOWN = "bciat-2026", "decarb-flash-2025-2027", "etincelles"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three schemes of the corpus, one of each status, with their rules."""
    for scheme in (CLOSED, OPEN, UNKNOWN):
        (tmp_path / "rules").mkdir(exist_ok=True)
        shutil.copy(CORPUS / "documents" / "dispositifs" / f"{scheme}.md", tmp_path / f"{scheme}.md")
        rule = (CORPUS / "rules" / f"{scheme}.yaml").read_text(encoding="utf-8")
        kept = [row if not row.startswith("see_also:") else "see_also: []" for row in rule.splitlines()]  # the neighbours are not here
        (tmp_path / "rules" / f"{scheme}.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"« {old} » n'est plus dans {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(corpus: Path) -> list[tuple[str, str, str]]:
    return [(fault.path, fault.rule, fault.message) for fault in lint_folder(corpus, today=TODAY).faults]


def test_the_three_sheets_as_they_are_have_no_fault(corpus: Path) -> None:
    assert faults(corpus) == []


@pytest.mark.parametrize(
    ("scheme", "old", "new", "said"),
    [
        (OPEN, "## Combien", "## Quelle somme", "« combien »"),
        (OPEN, "## Quelles exclusions", "### Quelles exclusions", "« exclusions »"),
        (UNKNOWN, "## Que sait-on", "## Une rubrique de plus\n\nETIncelles (statut non confirmé) est un accompagnement. [^1]\n\n## Que sait-on", "« ce que l'on sait »"),
    ],
)
def test_a_section_that_is_missing_renamed_or_out_of_place_is_found(corpus: Path, scheme: str, old: str, new: str, said: str) -> None:
    change(corpus / f"{scheme}.md", old, new)
    found = faults(corpus)
    assert {rule for _, rule, _ in found} == {"rubrique"}
    assert said in found[0][2]


def test_the_sections_are_those_that_the_issue_asks_for() -> None:
    assert [name for name, _ in SECTIONS] == [
        "ce que c'est", "qui", "où", "quels projets", "combien", "exclusions", "calendrier", "démarche", "à qui s'adresser", "base légale", "ce que l'on sait",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "old", "new", "rule", "said"),
    [
        (CLOSED, "Le BCIAT 2026 est fermé depuis", "Le BCIAT 2026 a reçu des dossiers jusqu'au", "statut", "première phrase"),
        (CLOSED, '(fermé depuis le 17 juillet 2026)"', '(17 juillet 2026)"', "statut", "titre"),
        (CLOSED, "valid_to: 2026-07-17", "valid_to: null", "statut", "valid_to"),
        (CLOSED, "valid_to: 2026-07-17", "valid_to: 2027-07-17", "statut", "n'est pas passé"),
        (CLOSED, "valid_to: 2026-07-17", "valid_to: 2026-07-16", "règle", "2026-07-17"),
        (OPEN, "DECARB FLASH 2025-2027 est ouvert jusqu'au", "DECARB FLASH 2025-2027 va jusqu'au", "statut", "ouvert ou en vigueur"),
        (OPEN, "DECARB FLASH 2025-2027 est ouvert jusqu'au", "DECARB FLASH 2025-2027 est fermé depuis le", "statut", "« fermé »"),
        (UNKNOWN, "Aucune source récente ne confirme qu'un appel ETIncelles est ouvert", "Un appel ETIncelles est ouvert", "statut", "Aucune source"),
        (OPEN, "status: ouvert", "status: inconnu", "règle", "« inconnu »"),
        (OPEN, "status_date: 2026-05-06", "status_date: 2026-05-07", "règle", "2026-05-07"),
    ],
)
def test_a_status_that_the_sheet_and_its_rule_do_not_tell_alike_is_found(corpus: Path, scheme: str, old: str, new: str, rule: str, said: str) -> None:
    change(corpus / f"{scheme}.md", old, new)
    assert any(path == f"{scheme}.md" and kind == rule and said in message for path, kind, message in faults(corpus))


def test_a_status_without_its_date_is_found(corpus: Path) -> None:
    change(corpus / f"{UNKNOWN}.md", 'status_date: "2025-09-25"\n', "")
    assert sorted(rule for _, rule, _ in faults(corpus)) == ["règle", "statut"]


def test_a_threshold_that_only_the_rule_holds_is_found(corpus: Path) -> None:
    change(corpus / "rules" / f"{OPEN}.yaml", "value: 25000", "value: 27000")
    assert [(rule, message) for _, rule, message in faults(corpus)] == [("règle", "la règle compte 27000 (investissement_eur >=) et la fiche ne donne pas ce nombre.")]


def test_a_source_that_only_the_rule_cites_is_found(corpus: Path) -> None:
    rule = corpus / "rules" / f"{CLOSED}.yaml"
    text = rule.read_text(encoding="utf-8")
    address = text.split('status_source: "')[1].split('"')[0]
    rule.write_text(text.replace(address, "https://exemple.gouv.fr/autre"), encoding="utf-8")
    assert [message for _, kind, message in faults(corpus) if kind == "règle"] == ["la règle s'appuie sur une source que la fiche ne cite pas : https://exemple.gouv.fr/autre"]


def test_a_rule_without_a_sheet_and_a_sheet_without_a_rule_are_found(corpus: Path) -> None:
    (corpus / f"{OPEN}.md").unlink()
    (corpus / "rules" / f"{UNKNOWN}.yaml").unlink()
    assert [(path, rule) for path, rule, _ in faults(corpus)] == [(f"{UNKNOWN}.md", "règle"), (f"rules/{OPEN}.yaml", "règle")]


def test_a_rule_that_cannot_be_read_is_a_fault_and_the_sheets_are_linted(corpus: Path) -> None:
    (corpus / "rules" / f"{OPEN}.yaml").write_text("id: [", encoding="utf-8")
    found = faults(corpus)
    assert [(path, rule) for path, rule, _ in found] == [(f"rules/{OPEN}.yaml", "refusé")]
