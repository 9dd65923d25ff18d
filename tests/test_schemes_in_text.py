"""Schemes named in a message, and whether it asks about the person's own rights."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.rule_files import read_rules
from assistant.adapters.scheme_aliases import read_aliases
from assistant.errors import DocumentError
from assistant.facts_in_text import read_facts
from assistant.schemes_in_text import SchemeNames, asks_for_eligibility, asks_what_schemes, find_schemes

ROUTING = yaml.safe_load((Path(__file__).parent / "golden" / "routing.yaml").read_text(encoding="utf-8"))
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
EDITIONS = ["fonds-vert-territoires-industrie-2024", "fonds-vert-territoires-industrie-2025", "fonds-vert-territoires-industrie-2026"]


@pytest.fixture(scope="module")
def names() -> SchemeNames:
    rules = read_rules(CORPUS / "rules")
    return SchemeNames(rules.values(), read_aliases(CORPUS / "scheme_aliases.yaml", rules))


def test_every_scheme_has_names_and_each_is_found(names: SchemeNames) -> None:
    rules = read_rules(CORPUS / "rules")
    aliases = read_aliases(CORPUS / "scheme_aliases.yaml", rules)
    assert set(aliases) == set(rules)
    assert [(scheme, name) for scheme, all_names in aliases.items() for name in all_names if scheme not in find_schemes(name, names)] == []
    assert [rule.id for rule in rules.values() if rule.id not in find_schemes(rule.name, names)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("suis-je éligible au C3IV ?", ["c3iv"]),
        ("c3iv ou decarb flash", ["c3iv", "decarb-flash-2025-2027"]),
        ("credit impot industrie verte", ["c3iv"]),
        ("le fonds vert est encore ouvert ?", EDITIONS),
        ("fonds vert 2025", ["fonds-vert-territoires-industrie-2025"]),
        ("fonds vert friches", ["fonds-vert-friches"]),
        ("prêt vert", ["pret-vert-ademe", "pret-vert"]),
        ("prêt vert ADEME", ["pret-vert-ademe"]),
        ("le CIR et le CII", ["cir", "cii"]),
        ("diag decarbon'action", ["diag-decarbonaction"]),
        ("un VTE vert", ["vte-vert"]),
        ("FRR+", ["frr-plus"]),
        ("zrr", ["frr-exoneration"]),
        ("il est passe hier", []),
        ("le bureau est pat et cir", []),
        ("quelles sont les priorités des Territoires d'industrie ?", []),
        ("aides de l'ADEME", []),
    ],
)
def test_names_people_use(names: SchemeNames, text: str, expected: list[str]) -> None:
    assert sorted(find_schemes(text, names)) == sorted(expected)


def test_an_ambiguous_name_says_so_and_reads_back(names: SchemeNames) -> None:
    text = "et le Fonds vert, on y a droit ?"
    (mention,) = names.mentions(text)
    assert mention.ambiguous
    assert text[mention.start : mention.end] == mention.words == "Fonds vert"


@pytest.mark.parametrize(
    "text",
    [
        "suis-je éligible au C3IV ?", "on est éligible au fonds vert ?", "ai-je droit au prêt vert", "jai droit au c3iv ou pas", "est-ce qu'on a droit au fonds chaleur", "je peux toucher le cir", "mon entreprise peut-elle bénéficier du C3IV ?",
        "notre projet est-il éligible ?", "on peut avoir le fonds vert ?", "peut-on prétendre au prêt vert avec 45 salariés ?", "une PME de 45 salariés peut-elle bénéficier du C3IV ?", "on est 45, quelles sont les conditions du C3IV pour nous ?",
        "Are we eligible for the C3IV?", "est ce que ma boite est eligible a decarb flash", "pouvons-nous demander l'ADI ?", "je voudrais savoir si on est éligible au fonds vert",
    ],
)  # fmt: skip
def test_a_question_about_oneself_asks_for_eligibility(text: str) -> None:
    assert asks_for_eligibility(text)


@pytest.mark.parametrize(
    "text",
    [
        "quelles sont les conditions du C3IV ?", "qui peut bénéficier du fonds vert ?", "quelles entreprises sont éligibles au C3IV ?", "les PME sont-elles éligibles au fonds vert ?", "c'est quoi le C3IV", "quels sont les critères d'éligibilité ?",
        "qu'est-ce que l'éligibilité ?", "les dépenses éligibles au fonds vert", "comment déposer un dossier ?", "quand ferme le fonds vert ?", "combien de territoires d'industrie ?", "quel est le taux du C3IV ?", "une commune est-elle éligible ?",
        "je voudrais connaître les conditions du C3IV", "bonjour", "",
    ],
)  # fmt: skip
def test_a_question_about_the_documents_does_not(text: str) -> None:
    assert not asks_for_eligibility(text)


@pytest.mark.parametrize(
    "text",
    [
        "on a droit à quoi ?", "j'ai droit a koi", "quelles aides pour décarboner une fonderie ?", "je peux toucher quelque chose ?", "y a-t-il des aides pour acheter une machine ?", "quelles subventions pour une PME de 45 salariés", "aide pour recruter un apprenti",
        "comment financer mon extension ?", "à quelles aides avons-nous droit ?", "je cherche un financement pour un robot", "qui peut m'aider à financer mon projet", "quels dispositifs pour dépolluer une friche ?", "ya des aides pr isoler l'usine", "what funding can we get?",
        "on voudrait des subventions", "quel financement possible pour un projet de 600 k€ ?",
    ],
)  # fmt: skip
def test_a_question_about_which_aids_there_are(text: str) -> None:
    assert asks_what_schemes(text)


@pytest.mark.parametrize(
    "text",
    [
        "quelles sont les aides prévues par la loi industrie verte ?", "quelles sont les conditions du C3IV ?", "quels sont les axes de la phase 2 ?", "combien de projets aidés ?", "qui pilote le programme ?", "quel est le montant du fonds vert ?",
        "quelles mesures prévoit la loi ?", "c'est quoi une aide de minimis ?", "merci", "",
    ],
)  # fmt: skip
def test_a_question_about_a_text_does_not_ask_which_aids(text: str) -> None:
    assert not asks_what_schemes(text)


@pytest.mark.parametrize(
    ("asks", "text"),
    [
        (True, "Je préside une comcom, un ancien abattoir à dépolluer, qui paie le nettoyage ?"), (True, "on est 12 à la coutellerie, on rachète les murs de l'atelier, une aide ?"), (True, "notre PME achète un robot, financement possible ?"),
        (True, "bjr SASU, on moule des prothèses, 14 pers, machine pas commandée, quoi comme aide ?"), (False, "le label, c'est quoi comme aide ?"),
        (False, "Notre PME achète un robot, la TVA est-elle comprise dans la subvention ?"), (False, "Notre PME achète un robot, quel est le taux du financement ?"), (False, "Notre PME achète un robot. Qui finance la Région ?"), (False, "qui paie le chef de projet ?"),
    ],
)  # fmt: skip
def test_who_tells_a_project_may_ask_who_pays(asks: bool, text: str) -> None:
    assert asks_what_schemes(text, read_facts(text)) is asks


@pytest.mark.parametrize("case", ROUTING, ids=lambda case: case["text"][:60])
def test_a_case_told_goes_to_the_rules_and_a_question_on_the_documents_does_not(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert (asks_for_eligibility(text) or asks_what_schemes(text)) is case["rules"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=150))
def test_any_text_is_read_without_failing(names: SchemeNames, text: str) -> None:
    for mention in names.mentions(text):
        assert text[mention.start : mention.end] == mention.words
        assert set(mention.ids) <= names.known
    asks_for_eligibility(text)
    asks_what_schemes(text)


def test_without_schemes_nothing_is_found() -> None:
    assert find_schemes("le C3IV", SchemeNames([])) == []


def test_an_alias_of_an_unknown_scheme_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scheme_aliases.yaml"
    assert read_aliases(path) == {}
    path.write_text("nope: [x]\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="nope"):
        read_aliases(path, {"c3iv"})
    path.write_text("c3iv: 3\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="liste"):
        read_aliases(path, {"c3iv"})
    path.write_text("a: [\n", encoding="utf-8")
    with pytest.raises(DocumentError):
        read_aliases(path)
