"""What a reader keeps: it comes back as it was, shows the same page, and nothing is read without its seal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes import CLOSED, GUIDE, PHASE_2, FakeAssistant, cite, document
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answers import ANSWERED, Answer, Citation, Sentence
from assistant.company_facts import CompanyFacts
from assistant.conversing import MAX_TURNS, Conversation, Turn, resolve
from assistant.documents import Metadata
from assistant.indexing import build_index
from assistant.keeping import Keeper, KeptError, conversation_from_json, conversation_to_json
from assistant.page import markup
from assistant.page.shelf import SECONDS_TO_TAKE, WAITING_AT_MOST, Shelf
from assistant.settings import Settings
from assistant.wiring import Assistant, index_dir

REPOSITORY = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 23)
KEEPER = Keeper(b"k" * 32)


def kept_and_opened(answer: Answer, state: dict[str, Any] | None = None) -> Any:
    return KEEPER.open(json.loads(KEEPER.keep(answer, day=DAY, state=state or {})))


# --- the answer --------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["Quelles sont les priorités ?", "document hostile", "préciser", "hors sujet"])
def test_an_answer_read_back_shows_the_very_same_page(question: str) -> None:
    answer = FakeAssistant().ask(question)
    assert markup.answered("t", kept_and_opened(answer).answer, day=DAY) == markup.answered("t", answer, day=DAY)


def test_the_day_and_the_state_come_back() -> None:
    kept = kept_and_opened(FakeAssistant().ask("Q ?"), {"asked": ["Q ?"]})
    assert kept.day == DAY
    assert kept.state == {"asked": ["Q ?"]}


def test_the_numbers_and_the_quotes_stay_those_of_the_page() -> None:
    answer = FakeAssistant().ask("priorités")
    back = kept_and_opened(answer).answer
    assert [(c.number, c.quote) for c in back.citations] == [(c.number, c.quote) for c in answer.citations]
    assert [s.citations for s in back.sentences] == [s.citations for s in answer.sentences]
    assert all(c.document.text[c.start : c.end] == c.quote for c in back.citations)


def test_only_the_surroundings_of_a_quote_are_kept_not_the_document() -> None:
    long = document(Metadata(id="long", title="Long"), ("paragraph", f"{'Avant. ' * 3000}{CLOSED}{' Après.' * 3000}"))
    answer = replace(FakeAssistant().ask("priorités"), citations=(cite(1, long, CLOSED),))
    assert len(KEEPER.keep(answer, day=DAY, state={})) < 8000
    assert markup.excerpt(kept_and_opened(answer).answer.citations[0]) == markup.excerpt(answer.citations[0])


words = st.text(alphabet=st.sampled_from("abc é.!?\n«»"), min_size=1, max_size=400)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["heading", "paragraph", "item"]), words), min_size=1, max_size=8), st.data())
def test_the_highlight_and_its_context_are_the_same_wherever_the_quote_stands(blocks: list[tuple[str, str]], data: st.DataObject) -> None:
    source = document(Metadata(id="d", title="D"), *blocks, ("paragraph", "Fin."))
    bodies = [block for block in source.blocks if block.kind != "heading"]
    spans = [(block.start, block.end) for block in data.draw(st.lists(st.sampled_from(bodies), min_size=1, max_size=3))]
    (start, end), proves = spans[0], tuple(spans[1:])
    citation = Citation(1, source, source.text[start:end], start, end, proves=proves)
    answer = Answer("Q", "Q", "fr", "agent", ANSWERED, (Sentence("S", "fact", (1,)),), (citation,))
    assert markup.excerpt(kept_and_opened(answer).answer.citations[0]) == markup.excerpt(citation)


def test_the_sources_behind_the_sentence_alone_are_kept_and_stay_the_same() -> None:
    citation = cite(2, GUIDE, PHASE_2, sources=(2,))
    answer = replace(FakeAssistant().ask("priorités"), citations=(citation,))
    assert kept_and_opened(answer).answer.citations[0].to_json()["sources"] == citation.to_json()["sources"]


def test_half_a_character_in_a_question_stops_nothing() -> None:
    answer = replace(FakeAssistant().ask("priorités"), question="moitié \ud83d ?")
    assert kept_and_opened(answer).answer.question == "moitié ? ?"


# --- the seal ------------------------------------------------------------------------------------------------------------------------------------


def sealed() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(KEEPER.keep(FakeAssistant().ask("priorités"), day=DAY, state={}))
    return value


def test_one_changed_word_or_another_key_is_refused() -> None:
    whole = sealed()
    changed = {**whole, "record": whole["record"].replace("183 territoires", "250 territoires")}
    assert changed != whole
    with pytest.raises(KeptError):
        KEEPER.open(changed)
    with pytest.raises(KeptError):
        Keeper(b"another key").open(whole)


@pytest.mark.parametrize("value", [None, 3, "x", [], {}, {"record": "{}"}, {"record": 1, "seal": 2}, {"record": "{}", "seal": "é"}, {"record": "\ud800", "seal": "00"}])
def test_what_is_not_a_sealed_record_is_refused_with_a_sentence(value: Any) -> None:
    with pytest.raises(KeptError, match="ne peut pas être relue"):
        KEEPER.open(value)


@pytest.mark.parametrize("record", ["[]", "{}", '{"version": 2}', '{"version": 1, "day": "hier", "answer": {}}', "[" * 5000, '{"version":1,"day":"2026-01-01","state":{},"answer":{"citations":3}}'])
def test_a_sealed_record_of_another_shape_is_refused_too(record: str) -> None:
    with pytest.raises(KeptError):
        KEEPER.open({"record": record, "seal": KEEPER._seal(record)})


# --- the conversation ------------------------------------------------------------------------------------------------------------------------------


def test_a_conversation_comes_back_with_its_facts_and_answers_a_follow_up_alike() -> None:
    facts = CompanyFacts(taille="PME", effectif=45, projet=("décarbonation",), date_creation=date(2020, 5, 1), investissement_eur=600000.0, territoire_industrie=True)
    turn = Turn("Quelle aide pour une PME ?", "Quelle aide pour une PME ?", ANSWERED, "Prêt vert", "documentary", ("Prêt vert", "Fonds chaleur"), "fr")
    conversation = Conversation([turn], facts, ("effectif",), ("pret-vert",), language="en")
    back = conversation_from_json(json.loads(json.dumps(conversation_to_json(conversation))))
    assert back == conversation
    for follow_up in ("et pour une ETI ?", "le deuxième", "en anglais", "non, 300 salariés"):
        assert resolve(follow_up, back) == resolve(follow_up, conversation)


def test_a_conversation_stays_bounded_and_forgets_a_fact_that_no_longer_exists() -> None:
    raw = conversation_to_json(Conversation([Turn(f"Q{n}", f"Q{n}", ANSWERED) for n in range(40)]))
    assert len(conversation_from_json(raw).turns) == MAX_TURNS
    assert conversation_from_json({**raw, "facts": {"effectif": 45, "fait_retire": 1}}).facts == CompanyFacts(effectif=45)
    assert conversation_from_json({}) == Conversation()


@pytest.mark.parametrize("raw", [{"turns": [{"asked": "x"}]}, {"turns": 3}, {"facts": {"date_creation": "hier"}}, {"turns": ["x"]}])
def test_a_state_that_cannot_be_read_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(KeptError):
        conversation_from_json(raw)


# --- the shelf -------------------------------------------------------------------------------------------------------------------------------------


def test_a_ticket_serves_once_and_for_a_minute_only() -> None:
    clock = [0.0]
    shelf = Shelf(now=lambda: clock[0])
    turn = json.loads(shelf.keeper.keep(FakeAssistant().ask("priorités"), day=DAY, state={}))
    opened = [shelf.keeper.open(turn)]
    ticket = shelf.put([turn], opened)
    assert len(ticket) >= 22  # 128 bits
    found = shelf.taken(ticket)
    assert found is not None
    assert json.loads(found[1][0]) == turn
    assert shelf.taken(ticket) is None
    late = shelf.put([turn], opened)
    clock[0] = SECONDS_TO_TAKE + 1
    assert shelf.taken(late) is None
    assert shelf.taken("autre") is None


def test_no_more_conversations_wait_than_the_shelf_holds() -> None:
    shelf = Shelf()
    turn = {"record": "r", "seal": "s"}
    tickets = [shelf.put([turn], []) for _ in range(WAITING_AT_MOST + 3)]
    assert [shelf.taken(ticket) is None for ticket in tickets[:4]] == [True, True, True, False]


# --- the real product ----------------------------------------------------------------------------------------------------------------------------------

THREADS = (
    ("on est 45, on fait des pompes à chaleur à Oyonnax, on a droit à quoi ?", "non, 300 salariés", "et pour une ETI ?", "le deuxième"),
    ("Le crédit d'impôt C3IV est-il encore ouvert ?", "combien au maximum ?", "en anglais"),
    ("Saint-Denis est-elle en Territoire d'industrie ?", "93", "et Thiers ?"),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: Any, data_dir_with_model: Path) -> Iterator[Assistant]:
    """The product over twelve sheets of aid schemes, with the shipped rules and territories."""
    folder = tmp_path_factory.mktemp("real")
    settings = Settings(corpus_dir=folder / "corpus", data_dir=folder / "data")
    settings.corpus_dir.mkdir()
    settings.data_dir.mkdir()
    (settings.data_dir / "models").symlink_to(data_dir_with_model / "models", target_is_directory=True)
    for sheet in sorted((REPOSITORY / "corpus" / "documents" / "dispositifs").glob("[cd]*.md"))[:12]:
        shutil.copy(sheet, settings.corpus_dir)
    build_index(settings.corpus_dir, index_dir(settings), embeddings, cache_path=settings.data_dir / "vectors.sqlite")
    opened = Assistant(settings, today=lambda: DAY)
    yield opened
    opened.close()


@pytest.mark.integration
@pytest.mark.parametrize("thread", THREADS, ids=lambda thread: thread[0][:20])
def test_a_conversation_closed_and_opened_again_before_each_question_goes_on_as_if_it_had_not_been(assistant: Assistant, thread: tuple[str, ...]) -> None:
    whole, reopened = assistant.new_conversation(), assistant.new_conversation()
    for question in thread:
        expected = assistant.ask(question, conversation=whole)
        answer = assistant.ask(question, conversation=reopened)
        assert (answer.standalone_question, answer.markdown, answer.status) == (expected.standalone_question, expected.markdown, expected.status)
        kept = kept_and_opened(answer, assistant.conversation_to_json(reopened))
        assert markup.answered("t", kept.answer, day=DAY) == markup.answered("t", answer, day=DAY)
        reopened = assistant.conversation_from_json(kept.state)
        assert reopened == whole
    assert whole.turns
