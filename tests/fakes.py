"""A small true assistant: real documents, real answers, no model and no index. The page and the HTTP interface are tested over it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answers import ABSTAINED, ANSWERED, CLARIFICATION, Answer, Citation, Sentence
from assistant.companies import RegisterAnswer, remembering, switched_off
from assistant.documents import Document, Metadata, Source, TextBuilder
from assistant.errors import IndexMissingError, QuestionError
from assistant.simulating import Form, Simulation, simulate

PROGRAMME = "Le programme « Territoires d'industrie » a été lancé en novembre 2018."
PHASE_2 = "La phase 2 (2023-2027) réunit 183 territoires, d'après la liste de l'ANCT du 4 juillet 2024."
PRIORITIES = ("la transition écologique et énergétique", "l'innovation", "les compétences", "le foncier industriel")
CLOSED = "L'aide aux études de la phase 1 est fermée depuis le 31 décembre 2022."
HOSTILE_TITLE = '<img src="http://mal.example/t.png"> "Titre" </section><script>window.pirate=1</script>'
HOSTILE = (
    "<script>window.pirate = 1</script> <img src=x onerror=\"window.pirate=1\"> ![suivi](http://mal.example/p.png) [clic](javascript:window.pirate=1) "
    '<form action="http://mal.example"><input name=q></form> <a href="javascript:window.pirate=1">ici</a> {{constructor}} ${window.pirate=1} $$x$$ ```mermaid'
)


def document(metadata: Metadata, *blocks: tuple[str, str]) -> Document:
    builder = TextBuilder()
    for kind, text in blocks:
        builder.add(kind, text, level=2 if kind == "heading" else 0, list_id=1 if kind in ("lead_in", "item") else -1)
    return Document(metadata, builder.text(), tuple(builder.blocks))


def cite(number: int, source: Document, quote: str, *, heading: str = "", page: int | None = None, sources: tuple[int, ...] = ()) -> Citation:
    start = source.text.index(quote)
    return Citation(number, source, quote, start, start + len(quote), (heading,) if heading else (), page, sources)


GUIDE = document(
    Metadata(
        id="programme-ti",
        title="Le programme « Territoires d'industrie »",
        kind="programme",
        publisher="synthèse du projet",
        sources=(
            Source("Territoires d'industrie : présentation du programme", "ANCT", "2024-07-04", "https://anct.gouv.fr/programmes/territoires-d-industrie"),
            Source("Dossier de presse de la phase 2", "Ministère chargé de l'industrie", "2023-11", "https://www.entreprises.gouv.fr/dossier.pdf?a=1&b=2"),
        ),
        published_on=date(2026, 11, 20),
        checked_on=date(2026, 11, 23),
        phase=2,
        valid_from=date(2023, 1, 1),
        valid_to=date(2027, 12, 31),
        licence="Licence Ouverte 2.0",
    ),
    ("heading", "Qu'est-ce que le programme ?"),
    ("paragraph", f"{PROGRAMME} Il associe l'État, les régions et les intercommunalités autour de projets industriels locaux."),
    ("heading", "La phase 2"),
    ("paragraph", f"{PHASE_2} Chaque territoire est animé par un binôme formé d'un élu et d'un industriel, et suivi par un chef de projet."),
    ("lead_in", "La phase 2 a quatre priorités :"),
    *(("item", f"{priority} ;") for priority in PRIORITIES),
)  # fmt: skip
PLAN = document(
    Metadata(id="plan-pdf", title="Plan d'action du territoire", kind="plan", publisher="Communauté de communes", published_on=date(2024, 3, 1)),
    ("paragraph", "Le plan d'action compte douze fiches. Il est suivi deux fois par an par le comité de pilotage local."),
)
OLD = document(
    Metadata(
        id="aide-ancienne",
        title="Aide aux études (phase 1)",
        kind="dispositif",
        publisher="ANCT",
        sources=(Source("Fiche de l'aide", "ANCT", "2022", "https://agence-cohesion-territoires.gouv.fr/aide"),),
        phase=1,
        valid_to=date(2022, 12, 31),
        status="fermé",
    ),
    ("paragraph", f"{CLOSED} Elle finançait la moitié du coût d'une étude."),
)
TRAP = document(
    Metadata(
        id="piege",
        title=HOSTILE_TITLE,
        publisher="<b>éditeur</b>",
        sources=(Source("<i>source</i>", "x", "hier", "javascript:window.pirate=1"),),
        licence="<script>",
    ),
    ("paragraph", f"Avant. {HOSTILE} Après."),
)

ENGINE = {"composer": "extractive", "embedding": "aucun", "index": "faux"}


@cache
def shipped_rules_and_territories() -> tuple[Any, Any]:
    """The real rules and the real lists: reading them takes half a second, no model."""
    from assistant.adapters.rule_files import read_rules
    from assistant.adapters.territory_files import load_territories

    corpus = Path(__file__).resolve().parent.parent / "corpus"
    return read_rules(corpus / "rules"), load_territories(corpus / "territories")


def compared(base: Answer) -> Answer:
    """The real comparison of two shipped schemes."""
    from assistant.comparison_answers import answer_comparison
    from assistant.conversing import Conversation
    from assistant.schemes_in_text import SchemeNames

    rules, _ = shipped_rules_and_territories()
    pair = {scheme: rules[scheme] for scheme in ("pret-vert", "diag-decarbonaction")}
    answer = answer_comparison("compare le Prêt Vert (Bpifrance) et le Diag Décarbon'Action", base, pair, SchemeNames(pair.values()), Conversation(), on=date(2026, 11, 23))
    assert answer is not None
    return answer


class FakeAssistant:
    """Answers by key words: « erreur », « panne », « hostile », « préciser », « hors sujet »; anything else gets the same good answer."""

    def __init__(self, *, seconds_a_sentence: float = 0.0) -> None:
        self.seconds_a_sentence = seconds_a_sentence
        self.asked: list[tuple[str, str | None, date | None, Any]] = []
        self.stopped = 0

    def new_conversation(self) -> list[str]:
        return []

    def conversation_to_json(self, conversation: list[str]) -> Mapping[str, Any]:
        return {"asked": list(conversation)}

    def conversation_from_json(self, raw: Mapping[str, Any]) -> list[str]:
        return list(raw["asked"])

    def ask(self, question: str, *, audience: str | None = None, on: date | None = None, conversation: Any = None) -> Answer:
        self.asked.append((question, audience, on, conversation))
        if "erreur" in question:
            raise IndexMissingError("/données")
        if "illisible" in question:
            raise QuestionError("La question est illisible : reformulez-la.")
        if "panne" in question:
            raise RuntimeError("mot de passe: canari-secret")
        base = Answer(question, question, "fr", audience or "agent", ANSWERED, engine=ENGINE)
        if question.startswith("compare "):
            return compared(base)
        if "hostile" in question:
            citation = cite(1, TRAP, HOSTILE, heading=HOSTILE_TITLE)
            return replace(base, sentences=(Sentence(HOSTILE, "fact", (1,)),), citations=(citation,), notices=(HOSTILE,), understood=(HOSTILE,))
        if "préciser" in question:
            missing = Sentence("Il me manque un fait pour répondre.", "frame")
            return replace(base, status=CLARIFICATION, sentences=(missing,), clarifications=("Combien de salariés compte l'entreprise ?",))
        if "hors sujet" in question:
            silent = Sentence("Les documents que je consulte ne permettent pas de répondre à cette question.", "frame")
            return replace(base, status=ABSTAINED, sentences=(silent,))
        if conversation is not None:
            conversation.append(question)
        standalone = f"{question} (suite de : {conversation[0]})" if conversation is not None and len(conversation) > 1 else question
        return replace(
            base,
            standalone_question=standalone,
            sentences=(
                Sentence(PROGRAMME, "fact", (1,)),
                Sentence(PHASE_2, "fact", (2,)),
                Sentence("La phase 2 a quatre priorités :", "fact", (3,), "lead_in"),
                *(Sentence(f"{priority} ;", "fact", (3,), "item", n) for n, priority in enumerate(PRIORITIES, start=1)),
                Sentence("À savoir aussi :", "frame"),
                Sentence(CLOSED, "fact", (4,)),
                Sentence("Le plan d'action compte douze fiches.", "fact", (5,)),
            ),
            citations=(
                cite(1, GUIDE, PROGRAMME, heading="Qu'est-ce que le programme ?"),
                cite(2, GUIDE, PHASE_2, heading="La phase 2", sources=(1,)),
                cite(3, GUIDE, f"La phase 2 a quatre priorités :\n\n{chr(10).join(f'{p} ;' for p in PRIORITIES)}".replace(":\n\n", ":\n"), heading="La phase 2"),
                cite(4, OLD, CLOSED),
                cite(5, PLAN, "Le plan d'action compte douze fiches.", page=3),
            ),
            understood=("phase : 2",),
            notices=("[4] « Aide aux études (phase 1) » : version qui valait jusqu'au 31 décembre 2022 ; elle n'est plus en vigueur à la date demandée.",),
        )

    def stream(self, question: str, *, audience: str | None = None, on: date | None = None, conversation: Any = None) -> Iterator[Answer]:
        whole = self.ask(question, audience=audience, on=on, conversation=conversation)
        try:
            for count in range(1, len(whole.sentences) if self.seconds_a_sentence else 1):
                sentences = whole.sentences[:count]
                used = {number for sentence in sentences for number in sentence.citations}
                yield replace(whole, sentences=sentences, citations=tuple(c for c in whole.citations if c.number in used), notices=())
                time.sleep(self.seconds_a_sentence)
            yield whole
        except GeneratorExit:
            self.stopped += 1
            raise

    def territory_lookup(self, text: str) -> Mapping[str, Any]:
        base: dict[str, Any] = {
            "commune": None,
            "epci": None,
            "territories": [],
            "candidates": [],
            "list_date": "2024-07-04",
            "source_url": "https://www.data.gouv.fr/liste/",
        }
        if text == "Saint-Denis":
            common = {"kind": "commune", "name": "Saint-Denis", "phase": None, "remark": None}
            candidates = [
                {**common, "code": "30247", "department": "30", "department_name": "Gard", "status": "member", "territory": "Alès"},
                {**common, "code": "93066", "department": "93", "department_name": "Seine-Saint-Denis", "status": "not_member", "territory": None},
            ]
            return {**base, "status": "ambiguous", "candidates": candidates, "message": "Plusieurs communes portent ce nom. De laquelle s'agit-il ?"}
        if text == "Saint-Denis (30)":
            territories = [{"id": "ti-7601", "name": "Alès", "phase": 2, "region": "Occitanie"}]
            message = "Saint-Denis (Gard, 30) fait partie du Territoire d'industrie « Alès » (https://www.data.gouv.fr/liste/)."
            return {**base, "status": "member", "territories": territories, "message": message}
        return {**base, "status": "unknown", "message": f"Je ne reconnais pas « {text} »."}

    def simulate(self, form: Form, *, companies: MutableMapping[str, RegisterAnswer] | None = None) -> Simulation:
        """The product's own rules; « panne » in the description fails like a bug would."""
        if "panne" in form.described:
            raise RuntimeError("mot de passe: canari-secret")
        rules, territories = shipped_rules_and_territories()
        return simulate(form, rules, territories, today=date(2026, 11, 23), look_up_company=remembering(switched_off, {} if companies is None else companies))
