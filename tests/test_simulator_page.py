"""The simulator's page without a browser: what is sent is read or refused with a sentence, and whatever is typed stays text."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from typing import Any

import pytest
from fakes import FakeAssistant
from hypothesis import given, settings
from hypothesis import strategies as st
from test_page import OUR_TAGS
from test_page import Seen as SeenWithoutFields

from app import build_page
from assistant.adapters.web import Turnstile
from assistant.company_facts import FIELDS
from assistant.errors import QuestionError
from assistant.page import simulator
from assistant.page import simulator_texts as words
from assistant.page.simulator_file import as_file
from assistant.simulating import Form

DAY = date(2026, 11, 29)
TAGS = OUR_TAGS | set("caption fieldset form h4 input label legend optgroup option select table tbody td textarea th thead tr ul".split())
HOSTILE = "<img src=x onerror=\"window.pirate=1\"> ![a](http://mal.example/i.png) [b](javascript:alert(1)) | | `x` </textarea><script>1</script>"


class Seen(SeenWithoutFields):
    """The same, over a form: a field does not close."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "input":
            self.open.pop()


def sent(**fields: Any) -> str:
    return json.dumps(fields)


def shown(form: Form) -> str:
    return simulator.result("t", FakeAssistant().simulate(form), day=DAY)


def test_what_the_script_sends_is_read() -> None:
    form = simulator.read_form(sent(values={"effectif": "45", "naf": " "}, place=" Thiers ", described="", skipped=["projet"], on="2026-06-01"), limit=2000)
    assert form == Form({"effectif": "45"}, "Thiers", "", ("projet",), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ("pas du json", words.BAD_FORM),
        ("[1]", words.BAD_FORM),
        (sent(values=[1, 2]), words.BAD_FORM),
        (sent(values={}), words.NOTHING_GIVEN),
        (sent(place="x" * 201), words.FIELD_TOO_LONG),
        (sent(values={"naf": "x" * 201}), words.FIELD_TOO_LONG),
        (sent(values={f"champ{n}": "x" for n in range(200)}), words.FIELD_TOO_LONG),
        (sent(described="x" * 2001), words.DESCRIBED_TOO_LONG.format(limit=2000)),
        (sent(place="Thiers", on="hier"), words.BAD_DAY),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(payload: str, sentence: str) -> None:
    with pytest.raises(QuestionError) as refused:
        simulator.read_form(payload, limit=2000)
    assert str(refused.value) == sentence


def test_the_form_names_each_field_once_with_its_label() -> None:
    html = simulator.form()
    seen = Seen(html)
    assert seen.tags <= TAGS
    assert not seen.crossed
    assert not seen.open
    assert "\n" not in html
    for name in (*simulator.MAIN_FIELDS, *(name for names in simulator.MORE_FIELDS.values() for name in names)):
        assert html.count(f'id="s-{name}"') == 1, name
        assert html.count(f'for="s-{name}"') == (0 if FIELDS[name].kind == "choix_multiple" else 1), name


def test_a_result_never_promises_and_gives_each_condition_its_source() -> None:
    html = shown(Form({"type_demandeur": "entreprise", "effectif": "45", "projet": "décarbonation", "investissement_eur": "600 000"}, "Oyonnax"))
    plain = html.replace("\u00a0", " ")
    assert "semble remplir" in plain
    assert "à confirmer par l&#x27;instructeur" in plain.lower()
    for promise in ("vous avez droit", "vous êtes éligible", "est accordé", "garanti que"):
        assert promise not in plain.lower()
    assert "Fermés à cette date" in plain
    assert plain.index(words.NEAR) < plain.index(words.UNKNOWN_STATUS) < plain.index(words.CLOSED)
    assert plain.count('role="row"') > 100
    assert 'href="javascript' not in html


def test_what_is_typed_or_described_stays_text() -> None:
    for form in (Form({"effectif": HOSTILE}, HOSTILE), Form({}, "", f"on est 45, {HOSTILE}"), Form({"naf": HOSTILE}, "Saint-Denis")):
        html = shown(form)
        seen = Seen(html)
        assert seen.tags <= TAGS
        assert "img" not in seen.tags
        assert "script" not in seen.tags
        assert not seen.crossed
        assert "\n" not in html
        assert all(address.startswith(("#", "https://", "http://")) for address in seen.addresses)


@settings(max_examples=12, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("<>\"'&=/\\`*[]()!$#{}\n\r\t |:;"), st.characters()), max_size=60))
def test_no_text_whatever_becomes_markup_nor_breaks_the_file(text: str) -> None:
    simulation = FakeAssistant().simulate(Form({"effectif": text}, text))
    assert Seen(simulator.result("t", simulation, day=DAY)).tags <= TAGS
    assert Seen(simulator.failed("t", text)).tags <= TAGS
    assert as_file(simulation, day=DAY, shown=2).startswith("# Simulation d'aides du 29 novembre 2026\n")


def test_the_file_says_what_it_is_and_holds_the_tables() -> None:
    simulation = FakeAssistant().simulate(Form({"effectif": "45"}, "Oyonnax"))
    written = as_file(simulation, day=DAY, shown=3)
    assert "programme automatique" in written
    assert "ni une décision ni une promesse" in written
    assert written.count("| Critère | Attendu | Votre réponse | Résultat | Source |") == 3
    assert "![" not in as_file(FakeAssistant().simulate(Form({}, HOSTILE)), day=DAY, shown=0)


def test_the_page_answers_a_form_and_says_failures_in_one_sentence() -> None:
    page = build_page(FakeAssistant(), turnstile=Turnstile())
    act = next(f.fn for f in page.fns.values() if getattr(f.fn, "__name__", "") == "simulate")

    def sending(payload: str) -> str:
        html, memory = asyncio.run(act(payload, {}))
        assert memory == {}
        return html

    assert 'data-simulation="fini"' in sending(sent(place="Thiers"))
    assert words.NOTHING_GIVEN.split(" :")[0] in sending(sent()).replace("&#x27;", "'")
    broken = sending(sent(described="panne"))
    assert "canari" not in broken
    assert "erreur interne" in broken
