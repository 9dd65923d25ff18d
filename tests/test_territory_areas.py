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


@pytest.mark.parametrize(
    ("text", "label", "phase", "counted"),
    [
        ("Combien de communes de l'Ain sont dans le programme ?", "Département Ain (01)", 2, "communes"),
        ("combien de communes bretonnes", None, 2, ""),
        ("nombre de communes en Bretagne qui font partie d'un territoire d'industrie", "Région Bretagne", 2, "communes"),
        ("combien de communes de la Drôme étaient dans le programme en phase 1 ?", "Département Drôme (26)", 1, "communes"),
        ("combien d'intercommunalités des Vosges ?", "Département Vosges (88)", 2, "members"),
        ("quelles intercommunalités de Corse sont membres d'un TI ?", "Région Corse", 2, "members"),
        ("how many communes of Ain are in the programme?", "Département Ain (01)", 2, "communes"),
    ],
)
def test_what_is_counted_in_an_area_is_read(text: str, label: str | None, phase: int, counted: str) -> None:
    asked = asked_area(text, TERRITORIES)
    if label is None:
        assert asked is None
    else:
        assert asked is not None
        assert (asked.label, asked.phase, asked.counted) == (label, phase, counted)


@pytest.mark.parametrize(
    "text",
    [
        "combien de communes en tout ?", "combien de communes dans le programme ?", "combien d'intercommunalités en tout ?", "combien de territoires d'industrie en tout ?", "combien de communes en phase 2 en France ?",
        "combien de communes du territoire d'industrie Plastics Vallée ?", "combien de communes de l'Ain reçoivent le fonds vert ?", "combien d'habitants dans les communes de l'Ain du programme ?", "liste des communes de l'Ain",
        "combien de communes de l'Ain sont dans le programme Petites villes de demain ?", "quelle aide pour une intercommunalité des Vosges ?", "combien d'intercommunalités sont concernées par la loi industrie verte en Bretagne ?",
    ],
)  # fmt: skip
def test_a_total_or_another_count_is_left_to_the_documents(text: str) -> None:
    assert asked_area(text, TERRITORIES) is None


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("place", ["Ain", "Vosges", "Bretagne", "Corse", "Guyane", "Paris"])
def test_communes_and_members_are_those_of_the_tables_and_each_sentence_is_proved(place: str, phase: int) -> None:
    for question, counted in ((f"combien de communes dans le programme, {place}, phase {phase} ?", "communes"), (f"combien d'intercommunalités, {place}, phase {phase} ?", "members")):
        asked, answer = asked_area(question, TERRITORIES), Talk().say(question)
        assert asked is not None
        codes = TERRITORIES.department_codes(place) or frozenset()
        own = [c for c in TERRITORIES.communes.values() if c.department in codes]
        inside = [c for c in own if (c.phase_1 if phase == 1 else c.phase_2 and not c.to_check)]
        members = {m.name for t in TERRITORIES.territories.values() if t.phase == phase for m in t.members if m.nature != "COM" and any(m.siren in (c.epci, c.ept) for c in inside)}
        assert (sum(asked.communes), asked.communes_there, set(asked.members)) == (len(inside), len(own), members)
        assert asked.counted == counted
        told = words(answer).replace("\u202f", " ")
        expected = f"{len(inside):,} commune".replace(",", " ") if counted == "communes" else f"{len(members)} intercommunalit"
        assert (expected if (inside if counted == "communes" else members) else "aucune") in told
        assert f"phase {phase} (" in told
        assert "liste de l'ANCT du" in told
        assert len(answer.sentences) >= 1 + (counted == "communes")
        for sentence in answer.sentences:
            assert not foreign_facts(sentence.text, [answer.citations[n - 1].quote for n in sentence.citations])
