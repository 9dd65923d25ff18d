"""The model that reads projects in messages: what it adds to the expressions and takes from them, where it says it read, and what it measures on a set it never saw."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import torch

from assistant.adapters.facts_model import MOST_WINDOWS, TunedReader
from assistant.errors import ModelUnavailableError
from assistant.facts_in_text import FactsRead, read_facts
from assistant.learned_facts import DOUBT, DOUBT_ELSE, FIGURES, LABELS, SURE, SURE_ELSE, Told, labels_of
from eval.bench_facts import Count, load_cases, score
from eval.train_facts import MESSAGES, averaged, hurried, named_trades, read_messages

GOLDEN = Path(__file__).parent / "golden"


def telling(**told: tuple[float, str]) -> object:
    """A model that says of some labels how likely they are, and by which word; « projet_eau » stands for « projet=eau »."""

    def model(text: str) -> Mapping[str, Told]:
        found = {}
        for label in LABELS:
            probability, word = told.get(label.replace("=", "_").replace(" ", "_"), (0.5, text.split()[0]))
            at = text.index(word)
            found[label] = Told(probability, at, at + len(word))
        return found

    return model


def test_what_the_model_is_sure_of_is_added_where_it_reads_it() -> None:
    text = "notre PME de l'Ain : les rivets du séchoir à changer un de ces quatre, mais d'abord soulager la Valserine"
    plain = read_facts(text)
    assert "eau" not in (plain.facts.projet or ())
    read = read_facts(text, model=telling(projet_eau=(0.99, "soulager")))
    assert "eau" in (read.facts.projet or ())
    assert "eau" in " ".join(read.shown)
    only = read_facts("on est 12, soulager la Valserine", model=telling(projet_eau=(0.99, "soulager")))
    start, end = only.spans["projet"]
    assert "on est 12, soulager la Valserine"[start:end] == "soulager"


def test_what_the_model_doubts_is_not_kept_and_between_the_two_nothing_changes() -> None:
    text = "on est 12, on veut acheter une presse"
    plain = read_facts(text).facts
    assert plain.projet == ("investissement productif",)
    assert read_facts(text, model=telling(projet_investissement_productif=(0.001, "presse"))).facts.projet is None
    assert read_facts(text, model=telling()).facts == plain


def test_one_value_takes_the_place_of_another() -> None:
    text = "ma boîte, 12 salariés, on fait des pompes"
    assert read_facts(text).facts.naf == "28"
    assert read_facts(text, model=telling(naf_27=(0.97, "pompes"))).facts.naf == "27"
    written = "ma boîte, code NAF 28.13Z, 12 salariés"
    assert read_facts(written).facts.naf == "28.13Z"
    assert read_facts(written, model=telling(naf_27=(0.99, "boîte"), naf_28=(0.0, "boîte"))).facts.naf == "28.13Z"


POINTED = [
    ("Ma boîte, 12 salariés, réunion en mars 2027", "date_projet", "2027", "project_period", (date(2027, 3, 1), date(2027, 3, 31))),
    ("ma boîte de clous, moi 50 ans dont bientôt 22 ans ici", "anciennete_annees", "ici", "anciennete_annees", 22.0),
    ("ma boîte de clous, tableau des congés : 31 noms", "effectif", "noms", "effectif", 31),
    ("ma boîte de clous, au bas de la page : 85 000 €, puis au dos du livre : 3 200 000 €", "chiffre_affaires_eur", "livre", "chiffre_affaires_eur", 3_200_000.0),
    ("ma boîte de clous : méthode pour moins en faire ? (81)", "departement", "faire", "departement", "81"),
]


@pytest.mark.parametrize(("text", "field", "word", "where", "value"), POINTED)
def test_a_figure_takes_the_role_that_the_model_points_at(text: str, field: str, word: str, where: str, value: object) -> None:
    def value_in(read: FactsRead) -> object:
        return read.project_period if where == "project_period" else getattr(read.facts, where)

    assert value_in(read_facts(text)) is None
    read = read_facts(text, model=telling(**{f"{field}_*": (0.995, word)}))
    assert value_in(read) == value
    start, end = read.spans[field]
    assert any(c.isdigit() for c in text[start:end])


def test_no_figure_is_made_up_where_the_message_has_none_of_the_kind() -> None:
    text = "ma boîte de clous, 12 tonnes par jour, un four de 50 kW"
    read = read_facts(text, model=telling(**{f"{field}_*": (0.999, "tonnes") for field in FIGURES}))
    assert read.facts.known().keys() <= read_facts(text).facts.known().keys()


@pytest.mark.parametrize(
    ("text", "field", "word"),
    [
        ("ma boîte de clous, équipe familiale, (39260)", "effectif", "équipe"), ("ma boîte de clous, tel 06 12 34 56 78", "departement", "tel"), ("ma boîte de clous, SIREN 552 100 974", "departement", "SIREN"), ("ma boîte de clous, rendez-vous à 14 h 30.", "departement", "vous"),
        ("ma boîte de clous, version 12, en vente", "departement", "version"), ("ma boîte de clous, panier à 2030 €", "date_projet", "panier"), ("ma boîte de clous, objectif 2030 tonnes", "date_projet", "objectif"), ("ma boîte de clous, CA 2027 : 3 M€", "date_projet", "2027"),
        ("ma boîte de clous, loyer de 3 000 €, on achète un four", "investissement_eur", "four"),
    ],
)  # fmt: skip
def test_what_looks_like_a_figure_of_the_kind_and_is_none_is_not_taken(text: str, field: str, word: str) -> None:
    plain, read = read_facts(text), read_facts(text, model=telling(**{f"{field}_*": (0.999, word)}))
    assert field not in {*read.facts.known(), *read.ranges} - {*plain.facts.known(), *plain.ranges}
    assert read.project_period is None


def test_bounds_stay_bounds() -> None:
    read = read_facts("ma boîte de clous, tableau des congés : moins de 50 noms", model=telling(**{"effectif_*": (0.99, "noms")}))
    assert (read.facts.effectif, read.ranges["effectif"]) == (None, (None, 49))


@pytest.mark.parametrize("label", ["projet_eau", "travaux_commences_False"])
def test_an_amount_is_not_lost_where_the_model_reads_something_else(label: str) -> None:
    text = "ma boîte de clous, au bas de la page : 85 000 €"
    assert read_facts(text, model=telling(**{label: (0.99, "85")})).facts.investissement_eur == 85_000


def test_an_amount_whose_role_the_model_doubts_is_asked_about() -> None:
    read = read_facts("ma boîte de clous, on achète un four à 90 000 €", model=telling(**{"investissement_eur_*": (0.0001, "four")}))
    assert (read.facts.investissement_eur, read.unplaced) == (None, (90_000,))


def test_a_figure_that_the_model_doubts_is_not_kept() -> None:
    text = "ma boîte a 12 salariés et existe depuis 9 ans"
    assert read_facts(text).facts.effectif == 12
    assert read_facts(text, model=telling(**{"effectif_*": (0.0001, "12")})).facts.effectif is None
    assert read_facts(text, model=telling(**{"anciennete_annees_*": (0.0001, "9")})).facts.anciennete_annees is None


def test_nobody_is_asked_of_english_or_of_rules() -> None:
    shown: list[str] = []

    def note(text: str) -> Mapping[str, Told]:
        shown.append(text)
        return {}

    read_facts("We are 45 people and we want to buy a press", model=note)
    read_facts("Les entreprises en redressement ont-elles droit au prêt vert ?", model=note)
    read_facts("Les fonderies de 250 salariés ont-elles droit au prêt vert ?", model=note)
    assert shown == []
    read_facts("on est 12, on veut une presse", model=note)
    assert len(shown) == 1
    read_facts("L'audit énergétique est-il obligatoire ? Blanchisserie, 33 salariés, Corrèze.", model=note)
    assert len(shown) == 2


def test_thresholds_leave_room_between_doubt_and_certainty() -> None:
    for field in {label.partition("=")[0] for label in LABELS}:
        assert 0 <= DOUBT.get(field, DOUBT_ELSE) < SURE.get(field, SURE_ELSE) < 1


@pytest.fixture(scope="module")
def model(data_dir_with_model: Path) -> TunedReader:
    return TunedReader(data_dir_with_model)


def test_any_text_is_read_and_told_within_itself(model: TunedReader) -> None:
    for text in ("", " ", "?", "🏭🏭", "Où ?", "漢字 한글", "x" * 5000, "on achète une presse. " * 600, "\u200b", "a\n\n\nb"):
        for label, told in model(text).items():
            assert label in LABELS
            assert 0 <= told.probability <= 1
            assert 0 <= told.start < told.end <= max(len(text), 1)


def test_what_is_told_late_in_a_long_letter_is_read(model: TunedReader) -> None:
    before = "Je vous écris d'un bureau où il pleut. " * 40
    text = f"{before}Nous voulons recruter six soudeurs."
    told = model(text)["projet=recrutement"]
    assert told.probability > 0.5
    assert told.start >= len(before)
    assert len(model._windows("Une phrase de plus pour rien. " * 5000)) == MOST_WINDOWS


def test_layers_of_other_labels_are_refused(data_dir_with_model: Path, tmp_path: Path) -> None:
    from safetensors import safe_open
    from safetensors.numpy import save_file

    from assistant.adapters.facts_model import LAYERS

    with safe_open(LAYERS, framework="np") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 — not a mapping
    other = tmp_path / "layers.safetensors"
    save_file(tensors, other, metadata={"labels": "projet=eau"})
    with pytest.raises(ModelUnavailableError, match="autres champs"):
        TunedReader(data_dir_with_model, other)


# The aim, in each field, on two sets that nobody read: a failure here names a field, never a message.
AIMED_AT = (
    "projet", "naf", "type_demandeur", "taille", "forme_juridique", "effectif", "chiffre_affaires_eur", "investissement_eur", "departement", "travaux_commences",
    "date_projet", "en_difficulte", "pret_bancaire_associe", "etude_prealable", "anciennete_annees",
)  # fmt: skip
MIN_PRECISION, MIN_RECALL = 0.95, 0.85


def whole(counts: Mapping[str, Count]) -> Count:
    return Count(sum(c.right for c in counts.values()), sum(c.spurious for c in counts.values()), sum(c.missed for c in counts.values()))


def test_messages_that_nobody_learned_from_are_read_as_well_as_aimed_at(model: TunedReader) -> None:
    counts = score([case for n in (8, 9) for case in load_cases(GOLDEN / f"company_facts_blind{n}.yaml")], model)
    assert all(counts[name].right + counts[name].missed >= 50 for name in AIMED_AT)
    under = {name: (counts[name].precision, counts[name].recall) for name in AIMED_AT if counts[name].precision < MIN_PRECISION or counts[name].recall < MIN_RECALL}
    assert not under
    assert whole(counts).precision >= 0.97
    assert whole(counts).recall >= 0.93


# (precision, recall) on the sixth blind set, which was read since.
FLOORS = {
    "projet": (0.95, 0.85), "type_demandeur": (0.95, 0.85), "naf": (0.92, 0.83), "travaux_commences": (0.92, 0.8), "departement": (0.97, 0.9), "effectif": (0.94, 0.9),
    "forme_juridique": (0.94, 0.85), "chiffre_affaires_eur": (0.97, 0.93), "taille": (0.95, 0.88),
}  # fmt: skip


def test_messages_read_since_stay_read(model: TunedReader) -> None:
    counts = score(load_cases(GOLDEN / "company_facts_blind6.yaml"), model)
    under = {name: (counts[name].precision, counts[name].recall) for name, floor in FLOORS.items() if counts[name].precision < floor[0] or counts[name].recall < floor[1]}
    assert not under
    assert whole(counts).precision >= 0.94
    assert whole(counts).recall >= 0.86


def test_messages_to_learn_from_are_none_of_those_that_measure() -> None:
    learned = {" ".join(message["text"].lower().split()) for message in read_messages()}
    assert len(learned) > 4000
    for name in ("company_facts", "company_facts_holdout", *(f"company_facts_blind{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9))):
        measured = {" ".join(case["text"].lower().split()) for case in load_cases(GOLDEN / f"{name}.yaml")}
        # « embaucher un apprenti » is written by anybody: long messages are not.
        assert not {text for text in measured & learned if len(text) > 60}, name


def test_messages_are_well_labelled() -> None:
    from assistant.company_facts import FIELDS

    known = {*FIELDS, "approximatif", "date_projet", "siren", "siret", "projet_autre"}
    for message in read_messages():
        assert set(message["expect"]) <= known, message
        assert all(value in FIELDS["projet"].choices for value in message["expect"].get("projet", [])), message
        assert message["expect"].get("type_demandeur", "entreprise") in FIELDS["type_demandeur"].choices, message
    assert labels_of({"naf": "25.62B"}) == {"naf=25"}
    assert {label for _, label in named_trades()} <= set(LABELS)
    assert MESSAGES.is_dir()


def test_a_message_typed_in_a_hurry_keeps_its_figures() -> None:
    rng = random.Random(1)
    text = "L'usine d'Épinal, 45 salariés, investit 600 000 € en février 2027"
    ways = {hurried(text, rng) for _ in range(50)}
    assert len(ways) > 20
    assert all(re.findall(r"\d+", way) == ["45", "600", "000", "2027"] for way in ways)


def test_the_mean_of_a_training_and_itself_changes_nothing() -> None:
    a, b = torch.randn(4, 12), torch.randn(9, 4)
    first = {"l0.q.a": a, "l0.q.b": b, "head.bias": torch.ones(3)}
    mean = averaged(first, first)
    assert torch.allclose(mean["l0.q.b"].float() @ mean["l0.q.a"].float(), b @ a, atol=0.05)
    assert torch.equal(mean["head.bias"].float(), torch.ones(3))
    second = {"l0.q.a": a, "l0.q.b": -b, "head.bias": 3 * torch.ones(3)}
    between = averaged(first, second)
    assert torch.allclose(between["l0.q.b"].float() @ between["l0.q.a"].float(), torch.zeros(9, 12), atol=0.05)
    assert torch.equal(between["head.bias"].float(), 2 * torch.ones(3))
