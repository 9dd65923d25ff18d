"""The French that users read, everywhere it is fixed: « vous », short sentences, French typography; and an English twin for what is shown in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from french_style import answer_sentences, error_sentences, faults, strings_in

from assistant import phrases
from assistant.page import files, simulator_texts, texts

PACKAGE = Path(phrases.__file__).parent
PAGE = sorted({text for module in (texts, simulator_texts) for name, value in vars(module).items() if name.isupper() for text in strings_in(value)})
NOT_FRENCH = ("adapters/bundled_model.py", "adapters/onnx_encoder.py")  # a licence, and a message for developers
WITH_ITS_PROOF = 38  # words of a sentence that also carries the name, the number, the date and the address of a list
ANSWERS = sorted({(name, line, text) for path in PACKAGE.rglob("*.py") if (name := path.relative_to(PACKAGE).as_posix()) not in NOT_FRENCH for line, text in answer_sentences(path)})
ERRORS = sorted({(path.relative_to(PACKAGE).as_posix(), line, text) for path in PACKAGE.rglob("*.py") for line, text in error_sentences(path)})


def test_every_fixed_phrase_of_an_answer_is_in_plain_french() -> None:
    assert {name: found for name, text in phrases.PHRASES["fr"].items() if (found := faults(text))} == {}


def test_every_text_of_the_page_is_in_plain_french() -> None:
    assert len(PAGE) > 100
    assert {text: found for text in PAGE if (found := faults(text))} == {}


def test_every_error_sentence_is_in_plain_french() -> None:
    assert len(ERRORS) > 60
    assert {f"{path}:{line} {text}": found for path, line, text in ERRORS if (found := faults(text))} == {}


def test_every_sentence_that_a_module_writes_itself_is_in_plain_french() -> None:
    ours = [row for row in ANSWERS if row[0] not in ("phrases.py", "english_facts.py", "english_words.py", "in_english.py")]
    assert len(ours) > 250
    assert {f"{path}:{line} {text}": found for path, line, text in ours if (found := faults(text, most_words=WITH_ITS_PROOF))} == {}


@pytest.mark.parametrize("name", files.PAGES.values())
def test_the_pages_of_text_are_in_plain_french(name: str) -> None:
    lines = [re.sub(r"\*\*|^[#>-]+ |\[([^\]]*)\]\([^)]*\)", r"\1", line) for line in files.read(name).splitlines()]
    cells = [cell.strip() for line in lines for cell in (line.strip("|").split("|") if line.startswith("|") else [line]) if not set(cell) <= set("-| ")]
    assert {cell: found for cell in cells if (found := faults(cell))} == {}


def test_each_phrase_has_its_english_twin_with_the_same_blanks() -> None:
    french, english = phrases.PHRASES["fr"], phrases.PHRASES["en"]
    assert set(french) == set(english)
    assert [name for name, text in english.items() if not text.strip()] == []
    assert {name for name, text in french.items() if not text.strip()} == {"english_note"}  # said in English answers alone
    for name, text in french.items():
        assert re.findall(r"\{\w*\}", text) == re.findall(r"\{\w*\}", english[name])
    assert [text for text in english.values() if re.search(r"[ \u00a0][?!:;]", text)] == []


def test_every_phrase_that_is_asked_for_exists() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    asked = set(re.findall(r'\bphrase\(\s*"(\w+)"', source))
    assert asked
    assert asked <= set(phrases.PHRASES["fr"])


# --- the check itself finds what it looks for ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Tu peux poser ta question.", "tutoiement"),
        ("Voici ce que je t'ai trouvé.", "tutoiement"),
        ("Écrivez à ton intercommunalité.", "tutoiement"),
        ("Un mot " * 16 + "de trop.", "phrase de 34 mots"),
        ("Est-ce ouvert?", "avant « ? »"),
        ("Voici: une aide.", "avant « : »"),
        ("Le dispositif est «ouvert».", "après « « »"),
        ("Le dispositif est « ouvert ».".replace(" »", "»"), "avant « » »"),
        ('Le dispositif est "ouvert".', "guillemets droits"),
        ("Le dispositif est « ouvert.", "ne se ferment pas"),
        ("Un taux de 40% au plus.", "avant « % »"),
        ("En cours...", "trois points"),
        ("Une aide , une seule.", "virgule"),
        ("Une aide  de l'État.", "deux espaces"),
        ("L’aide est ouverte.", "apostrophe"),
        ("L'Etat décide.", "capitale"),
        ("A savoir aussi :", "capitale"),
        ("Fin. Ecrivez au service.", "capitale"),
    ],
)
def test_a_planted_fault_is_found(text: str, fault: str) -> None:
    assert any(fault in found for found in faults(text)), faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Écrivez votre question avant de l'envoyer.",
        "Est-ce « ouvert » ?",
        "Est-ce «\u00a0ouvert\u00a0»\u202f?",
        "À savoir aussi : 40 % au plus, 600 k€.",
        "Page ouverte sur http://127.0.0.1:7860 ; voir https://anct.gouv.fr/a?b=1",
        "Le réglage attend 127.0.0.1:8000.",
        'Le corps est un objet JSON, par exemple {"question": "Qu\'est-ce ?"}.',
        "Pour un·e élu·e, l'État et les Écoles de production (2023-2027).",
        "Une phrase. " * 40,
    ],
)
def test_what_is_well_written_passes(text: str) -> None:
    assert faults(text) == []
