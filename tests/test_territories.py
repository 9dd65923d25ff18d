"""The territory look-up, on the shipped tables: golden cases a lawyer can read, every trap of the lists, and every place there is."""

from __future__ import annotations

import random
import string
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.territory_files import load_territories
from assistant.answers import Answer
from assistant.errors import CorpusError
from assistant.places import PlaceMention, find_places
from assistant.territories import SOURCE_URL, LookupResult, TerritoryIndex, place_key
from assistant.territory_answers import answer_places, asked_places, asks_without_naming

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "corpus" / "territories"
TO_CHECK = {"30073", "31188", "59192", "66058", "25192", "45041"}


@cache
def _index() -> TerritoryIndex:
    return load_territories(TABLES)


@pytest.fixture(scope="module")
def index() -> TerritoryIndex:
    return _index()


def _golden(name: str) -> Any:
    return yaml.safe_load((HERE / "golden" / name).read_text(encoding="utf-8"))


GOLDEN: list[dict[str, Any]] = _golden("territories.yaml")
PLACES: dict[str, list[dict[str, Any]]] = _golden("places.yaml")


# --- golden cases ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["demande"] or "vide")
def test_the_golden_answer_is_given(case: dict[str, Any], index: TerritoryIndex) -> None:
    result = index.look_up(case["demande"])
    assert result.status == case["statut"], result.message
    if "insee" in case:
        assert result.commune is not None, result.message
        assert result.commune.insee == case["insee"]
    if "siren" in case:
        assert result.epci is not None
        assert result.epci.siren == case["siren"]
    for phase in (1, 2):
        if f"phase_{phase}" in case:
            assert case[f"phase_{phase}"] in [t.id for t in result.territories if t.phase == phase]
    assert set(case.get("parmi", ())) <= {candidate.code for candidate in result.candidates}
    for piece in case.get("dit", ()):
        assert piece in result.message
    for piece in case.get("ne_dit_pas", ()):
        assert piece not in result.message


def test_there_are_enough_golden_cases() -> None:
    assert len(GOLDEN) >= 80
    assert sum(len(part) for part in PLACES.values()) >= 120


# --- the tables ------------------------------------------------------------------------------------------------------------------------------


def test_the_lists_are_whole(index: TerritoryIndex) -> None:
    assert sum(t.phase == 2 for t in index.territories.values()) == 183
    assert sum(t.phase == 1 for t in index.territories.values()) == 149
    assert sum(len(t.members) for t in index.territories.values() if t.phase == 2) == 641
    assert sum(len(t.members) for t in index.territories.values() if t.phase == 1) == 588
    assert len(index.communes) == 34_969
    assert sum(1 for c in index.communes.values() if c.phase_2) == 18_639
    assert sum(1 for c in index.communes.values() if c.phase_1) == 16_151
    assert {c.insee for c in index.communes.values() if c.to_check} == TO_CHECK
    assert index.list_date == "2024-07-04"


def test_an_id_names_different_territories_in_the_two_phases(index: TerritoryIndex) -> None:
    assert index.territories[2, "ti-8413"].name == "Plastics Vallée – Oyonnax"
    assert index.territories[1, "ti-8413"].name == "Lezoux - Thiers - Ambert - Montbrison"


def test_the_members_of_phase_2_agree_with_the_communes(index: TerritoryIndex) -> None:
    for commune in index.communes.values():
        ids = {t.id for siren in (commune.epci, commune.ept) for t in index._territories_of_siren.get(siren, ()) if t.phase == 2}
        if ids:
            assert commune.phase_2 in ids, commune.name
        elif commune.phase_2:
            assert any(m.nature == "COM" and m.name == commune.name for m in index.territories[2, commune.phase_2].members), commune.name


def test_missing_tables_are_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="build_tables"):
        load_territories(tmp_path)


def test_a_damaged_table_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for file in TABLES.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    whole = (tmp_path / "communes.csv.gz").read_bytes()
    (tmp_path / "communes.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorpusError):
        load_territories(tmp_path)


def test_the_script_keeps_the_tables_when_its_source_is_bad(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    done = subprocess.run(
        [sys.executable, str(TABLES / "build_tables.py"), "--from", str(tmp_path), "--to", str(target)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Tables inchangées" in done.stderr
    assert not target.exists()


# --- every place there is --------------------------------------------------------------------------------------------------------------------


def _never_wrong(result: LookupResult, insee: str, status: str) -> bool:
    """The right commune with the right answer, or a question in which it is offered."""
    if result.commune is not None:
        return result.commune.insee == insee and result.status == status
    return result.status == "ambiguous" and insee in {candidate.code for candidate in result.candidates}


def test_every_commune_is_found_by_its_insee_code(index: TerritoryIndex) -> None:
    wrong = [c.insee for c in index.communes.values() if not _never_wrong(index.look_up(c.insee), c.insee, index.status_of(c))]
    assert wrong == []


def test_every_commune_is_found_by_its_name_and_department(index: TerritoryIndex) -> None:
    asked, wrong = 0, []
    for commune in index.communes.values():
        result = index.look_up(f"{commune.name} ({commune.department})")
        asked += result.commune is None
        if not _never_wrong(result, commune.insee, index.status_of(commune)):
            wrong.append((commune.name, result.message[:80]))
    assert wrong == []
    assert asked < 150  # a delegated commune of the same name in the same département, or « (Ville) » and « (Campagne) »


def test_every_commune_is_right_or_asked_about_by_its_name_alone(index: TerritoryIndex) -> None:
    wrong = []
    for commune in index.communes.values():
        result = index.look_up(place_key(commune.name))
        if result.commune is None and result.status == "ambiguous" and commune.insee in {c.code for c in result.candidates}:
            continue
        if result.commune is None or result.commune.name != commune.name or result.commune.insee != commune.insee:
            wrong.append((commune.name, result.status))
    assert wrong == []


def test_every_former_commune_leads_to_the_present_one(index: TerritoryIndex) -> None:
    wrong = []
    for former in index.former_communes:
        if not former.present_insee:
            continue
        present = index.communes[former.present_insee]
        by_name = index.look_up(f"{former.name} ({present.department})")
        by_code = index.look_up(f"insee {former.insee}")
        if not _never_wrong(by_name, present.insee, index.status_of(present)) or not _never_wrong(by_code, present.insee, index.status_of(present)):
            wrong.append((former.name, by_name.message[:80]))
    assert wrong == []


def test_every_postal_code_offers_its_communes(index: TerritoryIndex) -> None:
    for code, inside in index.communes_by_postal.items():
        result = index.look_up(f"code postal {code}")
        found = {result.commune.insee} if result.commune else {candidate.code for candidate in result.candidates}
        assert found == set(inside), code


def test_every_intercommunality_is_found_by_siren_and_by_name(index: TerritoryIndex) -> None:
    wrong = []
    for siren, epci in index.epcis.items():
        listed = {t.id for t in index._territories_of_siren.get(siren, ()) if t.phase == 2}
        for query in (siren, epci.name or siren, *epci.other_names):
            result = index.look_up(query)
            ids = {t.id for t in result.territories if t.phase == 2}
            offered = siren in {c.code for c in result.candidates} | {c.code for c in result.candidates if c.kind == "territoire"}
            if result.epci is not None and result.epci.siren == siren and ids == listed:
                continue
            if result.status == "ambiguous" and (offered or listed & {c.code for c in result.candidates}):
                continue
            if listed and ids == listed:  # a territory, or a commune, that bears the same name
                continue
            wrong.append((query, result.status, result.message[:80]))
    assert wrong == []


def test_every_territory_is_found_by_name_and_by_id_with_its_phase(index: TerritoryIndex) -> None:
    wrong = []
    for (phase, identifier), territory in index.territories.items():
        for query in (territory.name, f"territoire d'industrie {territory.name}", f"{identifier} phase {phase}"):
            result = index.look_up(query)
            found = {(t.phase, t.id) for t in result.territories} | {(c.phase, c.code) for c in result.candidates if c.kind == "territoire"}
            if (phase, identifier) not in found:
                wrong.append((query, result.status, result.message[:80]))
    assert wrong == []


def test_every_department_is_found_by_number_and_by_name(index: TerritoryIndex) -> None:
    for department in index.departments.values():
        for query in (department.code, f"département {department.code}", f"département {department.name}"):
            assert index.look_up(query).kind == "department", query
        mixed = {c.phase_2 for c in index.communes.values() if c.department == department.code}
        result = index.look_up(department.code)
        assert result.status == ("ambiguous" if "" in mixed and len(mixed) > 1 else result.status)


# --- promises --------------------------------------------------------------------------------------------------------------------------------


def test_a_commune_to_check_is_never_a_yes_nor_a_no(index: TerritoryIndex) -> None:
    for insee in TO_CHECK:
        commune = index.communes[insee]
        for query in (insee, commune.name, f"{commune.name} ({commune.department})", f"{commune.postal_codes[0]} {commune.name}"):
            result = index.look_up(query)
            if result.commune is not None:
                assert result.status == "unknown"
                assert result.territories == ()
                assert "Je ne peux pas confirmer" in result.message


def test_a_no_always_gives_its_list_and_a_yes_never_promises_money(index: TerritoryIndex) -> None:
    for commune in list(index.communes.values())[::50]:
        result = index.look_up(f"{commune.name} ({commune.department})")
        if result.status == "not_member":
            assert "liste de l'ANCT du 4 juillet 2024" in result.message
        if result.status == "member":
            assert "ne vaut pas droit à une aide" in result.message
        if result.status in ("member", "former_member", "not_member"):
            assert SOURCE_URL in result.message
            assert "phase" in result.message


def test_a_misspelt_name_is_never_answered_in_silence(index: TerritoryIndex) -> None:
    """One letter added, lost, changed or swapped: the right commune, a question, or another real name; and what was understood is said."""
    rng = random.Random(20240704)
    communes = list(index.communes.values())
    silent = []
    for _ in range(1_000):
        commune = rng.choice(communes)
        at, letter = rng.randrange(len(commune.name)), rng.choice(string.ascii_lowercase)
        name = commune.name
        typed = rng.choice(
            [
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
            ]
        )
        result = index.look_up(typed)
        if result.commune is None:
            continue
        if result.understood_as is not None:
            assert "J'ai compris" in result.message
        elif place_key(typed) not in index.refs_by_key:
            silent.append((typed, result.commune.name))
    assert silent == []


def test_random_strings_are_never_an_error_nor_a_no(index: TerritoryIndex) -> None:
    rng = random.Random(183)
    alphabet = string.ascii_letters + string.digits + " -'éèçÀœ()/,.?!\t\n€漢"
    for _ in range(10_000):
        text = "".join(rng.choice(alphabet) for _ in range(rng.randint(0, 40)))
        result = index.look_up(text)
        assert result.message
        if result.status == "not_member" and result.commune is not None and result.understood_as is None:
            key = place_key(text)
            assert any(piece in index.refs_by_key or piece.upper() in index.communes or piece in index.communes_by_postal for piece in (key, *key.split())), (
                text
            )


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=250))
def test_any_text_gives_an_answer_and_its_json(text: str) -> None:
    result = _index().look_up(text)
    assert set(result.to_json()) == {"status", "commune", "epci", "territories", "candidates", "list_date", "source_url", "message"}
    assert result == _index().look_up(text)
    if result.status in ("ambiguous", "unknown"):
        assert result.territories == ()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([c.name for c in _index().communes.values()][::7]), st.randoms())
def test_case_accents_and_hyphens_do_not_matter(name: str, rng: random.Random) -> None:
    def restyled(character: str) -> str:
        if character in "-' ":
            return rng.choice(["-", " ", "  "]) if character != "'" else rng.choice(["'", "’", " "])
        return rng.choice([character.upper() if len(character.upper()) == 1 else character, character.lower()])

    expected, found = _index().look_up(name), _index().look_up("".join(map(restyled, name)))
    assert (found.status, found.commune, found.candidates) == (expected.status, expected.commune, expected.candidates)


def test_the_json_has_the_agreed_shape(index: TerritoryIndex) -> None:
    value = index.look_up("Oyonnax").to_json()
    assert value["status"] == "member"
    assert value["commune"]["insee"] == "01283"
    assert value["epci"] == {"siren": "200042935", "name": "Haut - Bugey Agglomération", "nature": "CA"}
    assert value["territories"][0] == {"id": "ti-8413", "name": "Plastics Vallée – Oyonnax", "phase": 2, "region": "Auvergne-Rhône-Alpes"}
    assert value["territories"][1]["phase"] == 1
    assert value["list_date"] == "2024-07-04"
    assert value["source_url"] == SOURCE_URL


def test_a_department_narrows_a_name_down(index: TerritoryIndex) -> None:
    for department in ("93", "Seine-Saint-Denis", "en Seine-Saint-Denis", "Île-de-France"):
        commune = index.look_up("Saint-Denis", department=department).commune
        assert commune is not None
        assert commune.insee == "93066"


def test_the_answer_about_any_territory_grouping_or_area_is_never_empty(index: TerritoryIndex) -> None:
    names = [t.name for t in index.territories.values()] + [e.name for e in index.epcis.values() if e.name]
    names += [f"département {d.name}" for d in index.departments.values()] + list(index.regions.values())
    base = Answer("", "", "fr", "agent", "abstained")
    empty = []
    for name in names:
        result = index.look_up(name)
        answer = answer_places(base, [PlaceMention(name, 0, len(name), result.kind or "commune", result)], today=date(2026, 11, 23))
        if not answer.sentences and not answer.clarifications:
            empty.append(name)
    assert empty == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("ma commune est-elle dans le programme ?", True), ("notre interco est-elle Territoire d'industrie ?", True),
        ("Notre communauté de communes n'est pas dans le programme, peut-on encore y entrer ?", False), ("notre agglo est hors du programme, comment rejoindre le périmètre ?", False),
    ],
)  # fmt: skip
def test_who_asks_how_to_enter_is_not_asked_for_a_commune(index: TerritoryIndex, text: str, asks: bool) -> None:
    assert asks_without_naming(text, index) is asks


# --- places in a free question ---------------------------------------------------------------------------------------------------------------

_KINDS = {"commune": "commune", "former": "commune", "epci": "epci", "territory": "territoire", "department": "departement", "region": "region"}


def _shown(mention: PlaceMention, index: TerritoryIndex) -> str:
    result = mention.result
    code = "?"
    if mention.kind == "department":
        code = min(index.department_codes(mention.text) or {"?"})
    elif result.commune is not None:
        code = result.commune.insee
    elif result.epci is not None:
        code = result.epci.siren
    elif result.territories:
        code = result.territories[0].id
    return f"{mention.text} | {_KINDS[mention.kind]} | {code}"


def test_places_are_found_with_precision_first(index: TerritoryIndex) -> None:
    right = extra = missed = 0
    report = []
    for case in [case for part in PLACES.values() for case in part]:
        expected, found = set(case["lieux"]), {_shown(mention, index) for mention in find_places(case["texte"], index)}
        right, extra, missed = right + len(expected & found), extra + len(found - expected), missed + len(expected - found)
        if expected != found:
            report.append((case["texte"], sorted(expected - found), sorted(found - expected)))
    assert right / (right + extra) >= 0.98, report
    assert right / (right + missed) >= 0.95, report


def test_offsets_give_the_text_back_and_mentions_do_not_overlap(index: TerritoryIndex) -> None:
    for case in [case for part in PLACES.values() for case in part]:
        end = 0
        for mention in find_places(case["texte"], index):
            assert case["texte"][mention.start : mention.end] == mention.text
            assert mention.start >= end
            end = mention.end


@pytest.mark.parametrize(
    "text",
    [
        "quelles aides pour l'industrie ?", "y a-t-il un plan ?", "il faut une aide", "le sens de la loi", "je veux contester",
        "La Poste est fermée", "en mars et en avril", "un four à chaux", "des bains et des lacs", "une tour", "il a eu un contrôle", "Aides",
        "Plan", "oui", "merci", "Us", "Y", "l'orange et le citron", "20000 salariés", "12345 €", "la phase 1 et la phase 2", "le 12/03/2024",
        "article 45", "45 personnes", "je suis agent d'accueil", "à vendre", "à louer", "à former", "à terme", "à jour",
    ],
)  # fmt: skip
def test_ordinary_words_are_not_places(text: str, index: TerritoryIndex) -> None:
    assert find_places(text, index) == []


def test_every_town_is_seen_after_a_plain_preposition(index: TerritoryIndex) -> None:
    """Recall on names that are no ordinary word: « mon usine est à X » must see X, and see it right."""
    rng = random.Random(7)
    seen = tried = 0
    for commune in rng.sample(list(index.communes.values()), 600):
        if "(" in commune.name:
            continue
        tried += 1
        mentions = find_places(f"mon usine est à {commune.name}, que faire ?", index)
        for mention in mentions:
            result = mention.result
            assert result.commune is None or result.commune.name == commune.name or mention.text != commune.name, commune.name
        seen += any(commune.name in mention.text for mention in mentions)
    assert seen / tried >= 0.95


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for mention in find_places(text, _index()):
        assert text[mention.start : mention.end] == mention.text


HEAP = (
    *("à", "de", "la", "CC", "du", "01", "Oyonnax", "saint-denis", "(93)", "territoire", "d'industrie", "ti-8413", "38200", "commune", "Vienne", "en", "Ain"),
    *("agglo", "5", "€", ",", ".", "-", "lyon", "3e", "Bourg", "Ville", "(", "2A", "dans", "le", "St", "a"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(HEAP), max_size=25))
def test_any_heap_of_place_words_can_be_read(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for mention in find_places(text, _index()):
        assert mention.start >= end
        end = mention.end


HURRIED = [
    ("oyonnax cest dedans ?", "01283"),
    ("oyonnax c'est dedans ?", "01283"),
    ("firminy est ti ?", "42095"),
    ("roanne label ?", "42187"),
    ("vierzon est tj territoire industrie en 2025 ?", "18279"),
    ("et vichy elle en fait parti ?", "03310"),
    ("oyonax cest ti ?", "01283"),
    ("ussel 19200 toujours dans creuse industrie ?", "19275"),
]


@pytest.mark.parametrize(("question", "insee"), HURRIED)
def test_a_hurried_question_about_a_place_reaches_the_list(question: str, insee: str, index: TerritoryIndex) -> None:
    (mention,) = asked_places(question, index)
    assert mention.result.commune is not None
    assert mention.result.commune.insee == insee
    assert question[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "question",
    [
        "le fonds vert est dedans ?", "c'est quoi un TI ?", "la plasturgie est concernée ?", "hydrogène éligible ?", "une association est éligible ?", "la vienne est concernée ?",
        "bretagne territoire d'industrie ?", "le binôme fait partie du comité ?", "les carrières sont dedans ?", "brasserie eligible ?", "plan territoire d'industrie", "la banque fait partie du programme ?",
    ],
)  # fmt: skip
def test_a_hurried_question_about_something_else_does_not(question: str, index: TerritoryIndex) -> None:
    assert not asked_places(question, index)
