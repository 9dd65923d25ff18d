"""Prompts: what is declared is what is filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.adapters.prompt_files import PROMPTS_DIR, read_prompt
from assistant.prompting import Prompt, PromptError, parse_prompt

HEAD = "---\nname: essai\nversion: 3\nvariables: [question]\n---\n"


def test_a_prompt_is_filled_and_names_its_version() -> None:
    prompt = parse_prompt(f"{HEAD}Question : $question", path="essai.md")
    assert prompt.fill(question="Où ?") == "Question : Où ?"
    assert prompt.label == "essai@3"


@pytest.mark.parametrize(("values", "named"), [({}, "question"), ({"question": "a", "passages": "b"}, "passages")])
def test_a_missing_or_an_extra_variable_is_refused_by_name(values: dict[str, str], named: str) -> None:
    prompt = parse_prompt(f"{HEAD}Question : $question", path="essai.md")
    with pytest.raises(PromptError, match=named):
        prompt.fill(**values)


def test_what_a_value_holds_is_never_read_as_a_variable() -> None:
    prompt = Prompt("essai", 1, frozenset({"a", "b"}), "$a|$b")
    assert prompt.fill(a="$b ${b} {b} %s $$", b="secret") == "$b ${b} {b} %s $$|secret"


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ("Sans en-tête $question", "en-tête"),
        ("---\nname: essai\nversion: 1\n---\ntexte", "variables"),
        ("---\nname: essai\nversion: 1\nvariables: []\nmodel: x\n---\ntexte", "en-tête"),
        ("---\nname: essai\nversion: un\nvariables: []\n---\ntexte", "version"),
        ("---\nname: essai\nversion: true\nvariables: []\n---\ntexte", "version"),
        ("---\nname: [\n---\ntexte", "mal formé"),
        (f"{HEAD}Rien à remplir", "question"),
        (f"{HEAD}$question et $passages", "passages"),
        (f"{HEAD}$question coûte 5 $ ", r"\$"),
        ("---\nname: essai\nversion: 1\nvariables: []\n---\n", "vide"),
    ],
)
def test_a_badly_formed_prompt_is_refused_with_the_name_of_its_file(raw: str, named: str) -> None:
    with pytest.raises(PromptError, match=f"essai.md.*{named}"):
        parse_prompt(raw, path="essai.md")


def test_a_prompt_that_is_missing_or_bears_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="introuvable"):
        read_prompt("absente", tmp_path)
    (tmp_path / "autre.md").write_text(f"{HEAD}$question", encoding="utf-8")
    with pytest.raises(PromptError, match="essai"):
        read_prompt("autre", tmp_path)


def test_every_prompt_that_ships_is_well_formed_and_holds_no_secret_of_a_machine() -> None:
    names = sorted(path.stem for path in PROMPTS_DIR.glob("*.md"))
    assert {"rewriting-system-fr", "rewriting-system-en", "rewriting-user"} <= set(names)
    for name in names:
        text = read_prompt(name).text
        assert "http" not in text
        assert "ASSISTANT_" not in text
