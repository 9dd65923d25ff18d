"""The Territoires d'industrie of a région or a département, from the real tables; nothing is searched."""

from __future__ import annotations

import pytest
from test_conversation_rules import TERRITORIES, Talk, words

from assistant.answers import ANSWERED
from assistant.rendering import as_markdown
from assistant.territories import NO_RIGHT
from assistant.territory_areas import asked_area
from assistant.verifying import foreign_facts


@pytest.mark.parametrize(
    ("text", "label", "phase"),
    [
        ("liste des territoires d'industrie en Normandie", "Région Normandie", 2),
        ("combien de TI en Centre-Val de Loire ?", "Région Centre-Val de Loire", 2),
        ("en PACA, quels sont les territoires d'industrie ?", "Région Provence-Alpes-Côte d'Azur", 2),
        ("les TI du Finistère", "Département Finistère (29)", 2),
        ("combien de territoires d'industrie dans le 71 ?", "Département Saône-et-Loire (71)", 2),
        ("quels TI en Haute-Saône ?", "Département Haute-Saône (70)", 2),
        ("combien y avait-il de territoires d'industrie en Normandie en phase 1 ?", "Région Normandie", 1),
        ("liste des TI de Corse-du-Sud, première phase", "Département Corse-du-Sud (2A)", 1),
    ],
)
def test_an_area_and_its_phase_are_read(text: str, label: str, phase: int) -> None:
    asked = asked_area(text, TERRITORIES)
    assert asked is not None
    assert (asked.label, asked.phase) == (label, phase)


@pytest.mark.parametrize(
    "text",
    ["combien de territoires d'industrie en France ?", "quels projets dans les territoires d'industrie en Normandie ?", "les TI de Thiers", "combien de communes dans le Finistère ?", "quelles aides en Bretagne pour les TI ?", "le Finistère est-il Territoire d'industrie ?"],
)
def test_anything_else_is_not_a_list_of_territories(text: str) -> None:
    assert asked_area(text, TERRITORIES) is None


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("region", sorted(set(TERRITORIES.regions.values())))
def test_every_region_is_told_with_each_of_its_territories_and_nothing_that_its_record_does_not_prove(region: str, phase: int) -> None:
    answer = Talk().say(f"liste des territoires d'industrie, {region}, phase {phase}")
    listed = [t for t in TERRITORIES.territories.values() if t.phase == phase and t.region == region]
    assert answer.status == ANSWERED
    assert f"{len(listed) or 'aucun'} Territoire" in words(answer)
    assert all(f"{t.name} ({t.id})" in words(answer) for t in listed)
    for sentence in answer.sentences:
        assert not foreign_facts(sentence.text, [answer.citations[n - 1].quote for n in sentence.citations])


def test_the_regions_together_hold_the_whole_list() -> None:
    asked = [asked_area(f"les TI, région {name}", TERRITORIES) for name in TERRITORIES.regions.values()]
    held = {t.id for area in asked if area for t in area.territories}
    assert held == {t.id for t in TERRITORIES.territories.values() if t.phase == 2}


def test_a_territory_is_in_each_departement_where_it_has_a_commune() -> None:
    asked = asked_area("les TI de l'Aveyron", TERRITORIES)
    assert asked is not None
    inside = {c.phase_2 for c in TERRITORIES.communes.values() if c.department == "12" and c.phase_2 and not c.to_check}
    assert {t.id for t in asked.territories} == inside


def test_a_long_list_is_one_line_and_a_short_one_an_item_each() -> None:
    long, short = Talk().say("liste des TI en Auvergne-Rhône-Alpes"), Talk().say("liste des TI en Corse")
    assert [s.layout for s in long.sentences] == ["lead_in", "item"]
    assert [s.layout for s in short.sentences] == ["lead_in", "item", "item"]


def test_the_list_tells_its_day_its_source_and_that_it_opens_no_right() -> None:
    answer = Talk().say("combien de TI en Bretagne ?")
    assert "4 juillet 2024" in words(answer)
    assert "data.gouv.fr" in as_markdown(answer)
    assert NO_RIGHT in answer.notices
