"""What each sentence of an answer about aids quotes: the lines of the applied rule that prove it, and no more. The rules are the real ones."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from test_conversation_rules import DAY, RULES, Talk

from assistant.answers import ANSWERED, Answer
from assistant.company_facts import CompanyFacts
from assistant.eligibility import CLOSED, evaluate
from assistant.eligibility_answers import Assessment, FactWriter, answer_eligibility, record_of
from assistant.keeping import Keeper, Kept
from assistant.page import markup, texts
from assistant.page.export import outline
from assistant.phrases import phrase
from assistant.rule_sheets import rule_document
from assistant.verifying import foreign_facts

BASE = Answer("", "", "fr", "entreprise", ANSWERED)
PROJECT = CompanyFacts(type_demandeur="entreprise", effectif=80, projet=("décarbonation",))
RULE = next(iter(RULES.values()))


def record(*lines: str):  # type: ignore[no-untyped-def]
    return rule_document(RULE, id="regle-essai", title="Essai", text="\n".join(lines))


def assert_each_sentence_is_proved_by_whole_lines(answer: Answer) -> None:
    quotes = {c.number: c for c in answer.citations}
    assert [c.number for c in answer.citations] == list(range(1, len(quotes) + 1))
    for citation in answer.citations:
        text = citation.document.text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.start == 0 or text[citation.start - 1] == "\n"
        assert citation.end == len(text) or text[citation.end] == "\n"
    for sentence in answer.sentences:
        if sentence.kind == "fact":
            assert sentence.citations
            assert not foreign_facts(sentence.text, [quotes[n].quote for n in sentence.citations])


@pytest.mark.parametrize("scheme", sorted(RULES))
def test_a_criterion_quotes_its_own_line(scheme: str) -> None:
    answer, _ = answer_eligibility(BASE, Assessment(PROJECT, (scheme,), DAY), RULES, understood=())
    assert_each_sentence_is_proved_by_whole_lines(answer)
    quotes = {c.number: c for c in answer.citations}
    for sentence in answer.sentences[1:]:
        quote = quotes[sentence.citations[0]].quote
        assert sentence.text.partition(" — ")[2] in quote
        assert "\n" not in quote
    assert quotes[1].quote.startswith("Résultat : ")


def test_a_search_quotes_of_each_scheme_what_decides_and_a_closed_one_only_its_end() -> None:
    answer, _ = answer_eligibility(BASE, Assessment(PROJECT, (), DAY), RULES, understood=())
    assert_each_sentence_is_proved_by_whole_lines(answer)
    for citation in answer.citations:
        verdict = evaluate(RULES[citation.document.metadata.scheme], PROJECT, on=DAY)
        lines = citation.quote.split("\n")
        if verdict.verdict == CLOSED:
            assert lines == [f"Résultat : fermé. {verdict.message}"]
        else:
            assert len(lines) == sum(c.required for c in verdict.criteria)
            assert all(line.startswith("Critère ") for line in lines)
            assert all(c.explanation in citation.quote for c in verdict.criteria if c.required)


def under(answer: Answer, heading: str) -> str:
    """What an answer says under one of its headings."""
    said: dict[str, str] = {}
    for sentence in answer.sentences:
        if sentence.kind == "frame":
            current = sentence.text
        else:
            said[current] = f"{said.get(current, '')}\n{sentence.text}"
    return said.get(phrase(heading, "fr"), "")


def test_a_scheme_of_which_nothing_particular_is_met_does_not_seem_to_fit_a_known_project() -> None:
    """Any company has « porteur du projet, effectif » of the JEI: that says nothing of one that buys walls."""
    walls = replace(PROJECT, effectif=12, naf="25", projet=("foncier ou immobilier",))
    answer, _ = answer_eligibility(BASE, Assessment(walls, (), DAY), RULES, understood=())
    assert "immobilier d'entreprise" in under(answer, "schemes_open")
    assert "(JEI)" not in under(answer, "schemes_open")
    assert "(C3IV)" not in under(answer, "schemes_open")
    assert "Breizh Fab" not in under(answer, "schemes_open")  # industry, but of which region?
    breton = replace(walls, region="Bretagne", projet=("conseil ou accompagnement",))
    assert "Breizh Fab" in under(answer_eligibility(BASE, Assessment(breton, (), DAY), RULES, understood=())[0], "schemes_open")
    pumps = replace(walls, projet=("investissement productif",), filiere="pompes à chaleur")
    assert "(C3IV)" in under(answer_eligibility(BASE, Assessment(pumps, (), DAY), RULES, understood=())[0], "schemes_open")
    unknown = replace(walls, projet=None)
    assert not under(answer_eligibility(BASE, Assessment(unknown, (), DAY), RULES, understood=())[0], "schemes_other_project")


def test_a_sentence_that_its_line_does_not_prove_takes_the_fewest_lines_that_do_or_is_left_out() -> None:
    sheet = record("Statut : ouvert.", "Clôture : le 3 mars 2026.", "Démarche : écrire à Bpifrance.", "Contact : la Région.")
    writer = FactWriter(BASE)
    writer.fact("Clôture le 3 mars 2026.", sheet, said_in=("Clôture : ",))
    writer.fact("Jusqu'au 3 mars 2026, auprès de Bpifrance.", sheet, said_in=("Clôture : ",))
    writer.fact("Clôture le 4 mars 2026.", sheet, said_in=("Clôture : ",))
    writer.fact("Dépôt auprès de Bercy.", sheet)
    assert [c.quote for c in writer.citations] == ["Clôture : le 3 mars 2026.", "Clôture : le 3 mars 2026.\nDémarche : écrire à Bpifrance."]
    assert len(writer.sentences) == 2


def test_two_sentences_said_from_one_line_share_its_number() -> None:
    sheet = record("Statut : ouvert.", "Démarche : écrire à Bpifrance.")
    writer = FactWriter(BASE)
    writer.fact("Démarche : écrire à Bpifrance.", sheet)
    writer.fact("On écrit à Bpifrance.", sheet, said_in=("Démarche : ",))
    assert [s.citations for s in writer.sentences] == [(1,), (1,)]


def test_a_criterion_rests_on_its_own_source_whose_whole_address_is_given() -> None:
    verdict = evaluate(RULES["c3iv"], PROJECT, on=DAY)
    answer, _ = answer_eligibility(BASE, Assessment(PROJECT, ("c3iv",), DAY), RULES, understood=())
    told = {c.quote: [source["url"] for source in c.to_json()["sources"]] for c in answer.citations}
    for criterion in (c for c in verdict.criteria if c.required and c.field != "date"):
        assert [addresses for quote, addresses in told.items() if quote.startswith("Critère ") and criterion.explanation in quote] == [[criterion.source_url]]


def test_an_address_that_the_rule_does_not_list_stays_whole_in_the_record() -> None:
    rule = replace(RULES["c3iv"], sources=())
    verdict = evaluate(rule, PROJECT, on=DAY)
    assert all(f"Source : {c.source_url}." in record_of(verdict).text for c in verdict.criteria if c.source_url)


def test_the_schemes_of_a_conversation_are_named_once() -> None:
    talk = Talk()
    talk.say("Ai-je droit au prêt vert ? PME de 80 salariés, projet de décarbonation")
    assert talk.conversation.last is not None
    assert len(talk.conversation.last.choices) == len(set(talk.conversation.last.choices))


def test_the_page_the_files_and_what_is_kept_show_the_quoted_line() -> None:
    answer, _ = answer_eligibility(replace(BASE, question="Q ?"), Assessment(PROJECT, ("pret-vert",), DAY), RULES, understood=())
    keeper = Keeper(b"k" * 32)
    kept = keeper.open(json.loads(keeper.keep(answer, day=DAY, state={}))).answer
    for citation, back in zip(answer.citations, kept.citations, strict=True):
        shown = markup.excerpt(citation)
        assert shown.count("<mark>") == 1
        assert len(shown) < 2 * markup.CONTEXT + 2 * len(citation.quote) + 100
        assert markup.excerpt(back) == shown
    quoted = [block.text for block in outline([Kept(answer, DAY, {})]) if block.kind == "quote"]
    assert len(quoted) == len(answer.citations)
    assert max(map(len, quoted)) < 700


def test_a_file_tells_once_what_stands_behind_several_quotes_of_a_document() -> None:
    answer, _ = answer_eligibility(replace(BASE, question="Q ?"), Assessment(PROJECT, ("c3iv",), DAY), RULES, understood=())
    blocks = outline([Kept(answer, DAY, {})])
    details: dict[int, list[str]] = {}
    for block in blocks[next(n for n, b in enumerate(blocks) if b.kind == "source") :]:
        if block.kind == "source":
            details[block.marks[0]] = []
        elif block.kind == "detail":
            details[block.answer or max(details)].append(block.text)
    told = [tuple(lines) for lines in details.values()]
    full = [lines for lines in told if not lines[0].startswith(texts.EXPORT_SAME_SOURCES[:13])]
    assert len(full) == len(set(full)) < len(told)
    for number, lines in details.items():
        if lines[0].startswith(texts.EXPORT_SAME_SOURCES[:13]):
            first = int(lines[0].partition("[")[2].partition("]")[0])
            assert first < number
            same = {c.number: c.to_json()["sources"] for c in answer.citations}
            assert same[first] == same[number]
