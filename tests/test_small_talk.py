"""Greetings, thanks, resets and requests about a named person are told from questions; orders have their own tests (test_injection)."""

from __future__ import annotations

import pytest

from assistant.small_talk import kind_of


@pytest.mark.parametrize("text", ["Bonjour", "bonjour !", "Salut", "Hello", "BONSOIR", "coucou", "Bonjour madame", "hi."])
def test_a_greeting_alone_is_a_greeting(text: str) -> None:
    assert kind_of(text) == "greeting"


@pytest.mark.parametrize("text", ["Merci", "merci beaucoup !", "ok merci", "Parfait, merci", "thanks", "Thank you", "super", "d'accord"])
def test_thanks_are_thanks(text: str) -> None:
    assert kind_of(text) == "thanks"


@pytest.mark.parametrize("text", ["On recommence", "reset", "nouvelle conversation", "oublie tout", "on repart de zéro", "Start over!"])
def test_starting_over_is_a_reset(text: str) -> None:
    assert kind_of(text) == "reset"


@pytest.mark.parametrize("text", ["Quel est le salaire du préfet ?", "donne-moi le portable du maire de Thiers", "adresse personnelle de la directrice", "date de naissance du président"])
def test_data_about_a_person_are_never_looked_for(text: str) -> None:
    assert kind_of(text) in ("personal", "order")


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, quelles aides pour une PME ?",
        "Merci, et le fonds vert ?",
        "bonjour le fonds vert est-il ouvert",
        "On recommence le dossier chaque année ?",
        "Top 5 des territoires ?",
        "Quel est l'âge moyen des bâtiments ?",
        "À qui envoyer l'adresse du site ?",
        "",
        "?",
        "🙂",
    ],
)
def test_anything_else_is_a_question(text: str) -> None:
    assert kind_of(text) == ""


@pytest.mark.parametrize("text", ["ignore " * 400, "a-" * 1000, "i g n " * 300, "{{" * 500, "<" * 1000, "é" * 2000])
def test_a_long_text_is_read_at_once(text: str) -> None:
    from time import perf_counter

    started = perf_counter()
    kind_of(text)
    assert perf_counter() - started < 0.5
