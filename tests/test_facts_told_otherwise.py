"""Ages, dates, lengths, amounts, head-counts and flags told in the ways that hurried messages use, and what looks like them and is none."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.facts_in_text import read_facts
from assistant.numbers_in_text import value_in_words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "Nous assemblons des fours à pain depuis 12 ans, 20 salariés."), (25, "Voilà vingt-cinq ans que notre manufacture coud des gants."), (8, "ma boîte de mécanique a 8 ans, 6 salariés"),
        (30, "Trente ans que notre entreprise coule du bronze."), (4, "SAS, 4 ans, capteurs de niveau"), (3, "Auto-entrepreneur depuis trois ans, je tourne le bois."), (15, "Notre atelier que nous avons ouvert il y a quinze ans marche bien."),
        (None, "Je vends ma boîte, je reprends la vie, vendre ma boîte, 63 ans"), (None, "l'atelier où je soude depuis dix ans ferme"), (None, "Le prototype tourne chez un client depuis deux ans, nous sommes une PME."),
    ],
)  # fmt: skip
def test_the_age_is_that_of_the_company(value: float | None, text: str) -> None:
    assert read_facts(text).facts.anciennete_annees == value


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ((date(2028, 1, 1), date(2028, 12, 31)), "Extension de l'usine, 3 M€, démarrage 2028."), ((date(2027, 2, 1), date(2027, 2, 28)), "Un ingénieur à embaucher en février 2027, usine de joints."),
        (None, "Nous avons installé la presse commandée en 2021, nous voulons former nos gars."), (None, "Comité d'investissement en mai 2027, on veut une presse."), (None, "Le tour a été livré en octobre 2026, il faut former l'équipe."),
    ],
)  # fmt: skip
def test_the_date_is_that_of_the_project(period: tuple[date, date] | None, text: str) -> None:
    assert read_facts(text).project_period == period


@pytest.mark.parametrize(
    ("months", "text"),
    [
        (14, "Nous agrandissons la laiterie. Le chantier durerait quatorze mois."), (18, "essais en laboratoire sur une résine, 18 mois, 200 k€"), (24, "la comcom veut financer un chef de projet pour deux ans"),
        (18, "chantier prévu sur un an et demi, on refait le hall"), (9, "Les travaux prendraient neuf mois, on est 30."),
        (None, "Notre prêt court sur 60 mois, on achète un four"), (None, "garantie 24 mois sur la presse, 80 000 €"), (None, "dix ans d'expérience en fonderie, je veux un robot"),
    ],
)  # fmt: skip
def test_the_length_is_that_of_the_project(months: float | None, text: str) -> None:
    assert read_facts(text).facts.duree_projet_mois == months


@pytest.mark.parametrize(
    ("cost", "aid", "text"),
    [
        (430_000, None, "On change la calandre. 430 000. 12 gars, Tarn"), (120_000, 50_000, "une presse, 50 000 € d'aide sur un total de 120 000 €"), (90_000, 30_000, "four à émail, budget 90 000 dont 30 000 € demandés à l'État"),
        (250_000, None, "Une ligne de pliage, 250 k€. Une fondation nous apporte 40 000 €."), (None, None, "chef de projet industrie pour l'agglo, poste à 48 000 € par an"), (None, None, "une cuve de 12 m pour la galvanisation, 40 sal"),
        (None, None, "reprise d'une scierie, la banque suit, il nous manque 60 k€"),
    ],
)  # fmt: skip
def test_an_amount_between_two_stops_is_the_cost_and_the_money_of_others_is_none(cost: float | None, aid: float | None, text: str) -> None:
    facts = read_facts(text).facts
    assert (facts.investissement_eur, facts.aide_demandee_eur) == (cost, aid)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (11, "atelier de gravure sur pierre, onze tailleurs, Drôme"), (17, "Nous cousons des tentes, à dix-sept, dans l'Orne."), (0, "bougies parfumées (SASU, seul), je veux un local"), (35, "SAS de 35, on veut un laser"),
        (None, "Il nous faut un cariste, deux coupeurs, tout de suite."), (None, "brodeuse 15 têtes, devis signé"), (None, "La filière bois y emploie 600 personnes, nous cherchons un animateur."), (40, "Notre société, 40 salariés. On rachète un confrère avec ses six ouvriers."),
    ],
)  # fmt: skip
def test_staff_is_counted_by_trade_and_those_sought_or_taken_over_are_not(value: int | None, text: str) -> None:
    assert read_facts(text).facts.effectif == value


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("independante", True, "tannerie familiale hors groupe, 30 sal"), ("independante", True, "Fonderie, 40 salariés, indépendante."), ("independante", False, "plasturgie, 65 pers, filiale d'un groupe danois"),
        ("independante", None, "un expert indépendant viendrait dans notre atelier"), ("consortium", True, "Nous sommes trois entreprises et portons ensemble un séchoir."), ("consortium", False, "R&D sur une colle, sans partenaire"),
        ("consortium", None, "GIE de cinq mécaniciens, une salle de mesure"), ("soumis_ets", True, "Papeterie, sous ETS, chaudière biomasse"), ("soumis_ets", False, "Sommes hors ETS, on veut une chaudière bois"),
        ("audit_a_jour", False, "Notre audit énergétique obligatoire est caduc, on le refait"), ("bilan_ges_recent", True, "Le bilan d'émissions a été établi en 2025 chez nous"), ("bilan_ges_recent", False, "bilan carbone : non, jamais, on fabrique des tuiles"),
        ("reduction_co2_t_an", 25_000, "notre groupe prépare le captage de 25 000 t de CO2 par an"),
    ],
)  # fmt: skip
def test_flags_are_told_in_many_ways(field: str, value: bool | float | None, text: str) -> None:
    assert getattr(read_facts(text).facts, field) == value


@pytest.mark.parametrize(
    ("amount", "people", "text"),
    [
        (180_000, None, "il me faut un broyeur neuf à 180k"), (None, 9, "nous sommes neuf, menuiserie"), (None, 9, "neuf salariés à l'atelier"), (95_000, None, "un tour neuf, 95 000 €"),
    ],
)  # fmt: skip
def test_what_is_new_is_not_nine(amount: float | None, people: int | None, text: str) -> None:
    read = read_facts(text)
    assert (read.facts.investissement_eur, read.facts.effectif) == (amount, people)
    assert not read.ranges


def test_two_numbers_of_a_range_in_words_are_not_added() -> None:
    assert read_facts("entre neuf et douze salariés").ranges["effectif"] == (9, 12)
    assert value_in_words("soixante et onze") == 71
    assert read_facts("vingt et un salariés").facts.effectif == 21


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("SARL", "SARL de mécanique, notre client est un GAEC"), ("SARL", "SARL, nous livrons une coopérative agricole"), ("SARL", "Earl Grey : SARL de thé, 5 salariés"), ("SA", "SA familiale de 70 salariés, tissus d'ameublement."),
        ("autre", "SCIC, 12 salariés, bois énergie"), ("autre", "notre SPL gère la zone"), ("autre", "laiterie coopérative, 40 salariés"), ("autre", "GAEC, deux associés, une chèvrerie"), ("SCOP", "SCOP de 15 personnes, imprimerie"),
        ("entreprise individuelle", "E.I. de menuiserie, un salarié"), ("entreprise individuelle", "je suis auto-entrepreneur, bougies"), (None, "micro-entreprise de couture, 19 000 € de CA"),
    ],
)  # fmt: skip
def test_the_legal_form_is_that_of_who_asks(form: str | None, text: str) -> None:
    assert read_facts(text).facts.forme_juridique == form


@pytest.mark.parametrize(
    ("micro", "text"),
    [(True, "micro-entreprise de couture"), (True, "je suis auto-entrepreneur, bougies"), (None, "je quitte la micro-entreprise pour une SARL"), (None, "je ne suis pas en micro-entreprise, 3 salariés")],
)  # fmt: skip
def test_who_leaves_the_micro_entreprise_is_none(micro: bool | None, text: str) -> None:
    assert read_facts(text).facts.micro_entreprise is micro


@pytest.mark.parametrize(
    ("size", "text"),
    [
        ("PME", "petite entreprise de chromage, 9 salariés"), ("TPE", "très petite entreprise, fleuriste"), ("ETI", "ETI de 400 salariés qui conseille de petites entreprises"), ("ETI", "la petite entreprise de mon client nous sous-traite, nous sommes une ETI"),
    ],
)  # fmt: skip
def test_the_size_is_that_of_who_asks(size: str, text: str) -> None:
    assert read_facts(text).facts.taille == size


@pytest.mark.parametrize(
    ("staff", "text"),
    [
        (0, "je suis seul, pas de salarié, ébéniste"), (0, "SASU, seul, conseil en vin"), (24, "Je suis seule aux commandes de la conserverie, 24 salariés"), (None, "SASU sans salarié, nous prévoyons 12 salariés dans deux ans"),
    ],
)  # fmt: skip
def test_alone_is_without_staff_unless_staff_is_told(staff: int | None, text: str) -> None:
    assert read_facts(text).facts.effectif == staff


def test_a_place_overseas_is_a_departement_which_tells_its_region() -> None:
    read = read_facts("ma boîte de clous en Guyane, on achète un four").facts
    assert (read.departement, read.region) == ("973", None)
