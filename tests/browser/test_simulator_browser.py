"""The simulator as a reader meets it, in a real Chromium: description, form, questions, print, keyboard, accessibility, narrow screens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_page_browser import Watched, address, axe, browser, open_page, opened, violations  # noqa: F401

pytestmark = pytest.mark.browser

DESCRIPTION = "On est 45, on fabrique des pompes à chaleur à Oyonnax et on veut investir 600 000 €"


def to_the_tab(watched: Watched) -> Any:
    page = watched.page
    tab = page.locator('[role="tablist"] [role="tab"]', has_text="Simulateur")
    if tab.count() and tab.first.is_visible():
        tab.first.click()
    else:  # on a narrow screen Gradio keeps the tabs that do not fit in a menu
        page.click(".overflow-menu button")
        page.click('.overflow-dropdown button:has-text("Simulateur")')
    page.wait_for_selector("#simu-formulaire[data-pret]")
    return page


def result(page: Any, *, after: str = "") -> Any:
    """The result that comes after another one."""
    page.wait_for_function("before => { const r = document.querySelector('#simu-resultat [data-simulation]'); return r && r.id && r.id !== before }", arg=after, timeout=20000)
    page.wait_for_timeout(150)
    return page.locator("#simu-resultat [data-simulation]")


def described(page: Any, text: str = DESCRIPTION) -> Any:
    page.fill("#s-described", text)
    page.click('[data-action="simu-lire"]')
    return result(page)


def test_a_description_fills_the_form_and_shows_the_schemes(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    assert page.locator(".simu-vide").is_visible()
    shown = described(page)
    assert [page.input_value(f"#s-{name}") for name in ("place", "effectif", "investissement_eur", "secteur")] == ["Oyonnax (01)", "45", "600 000", "industrie manufacturière"]
    assert "J'ai compris" in shown.inner_text()
    assert "Plastics Vallée" in shown.locator(".carte-lieu").inner_text()
    assert "4 juillet 2024" in shown.locator(".carte-lieu").inner_text()
    assert shown.locator(".proches .dispositif").count() == 8
    first = shown.locator(".dispositif").first
    assert first.get_attribute("open") is not None
    rows = first.locator("tbody tr")
    assert rows.count() >= 3
    assert set(first.locator(".issue").all_inner_texts()) <= {"✓ Semble rempli", "? À préciser", "! À confirmer", "✕ Ne semble pas rempli", "✓ Sans objet"}
    assert first.locator("tbody a.renvoi").first.get_attribute("href").startswith("https://")
    assert "Fermés à cette date" in shown.locator(".fermes").inner_text()
    assert opened.elsewhere() == []
    assert opened.complaints == []


def test_each_fact_can_be_corrected_or_taken_back(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    shown = described(page)
    shown.locator('.puces button:has-text("Corriger « Effectif")').click()
    assert page.evaluate("document.activeElement.id") == "s-effectif"
    before = shown.get_attribute("id")
    page.fill("#s-effectif", "300")
    assert shown.locator(".perime").is_visible()  # says that it is no longer up to date
    page.press("#s-effectif", "Enter")
    shown = result(page, after=before)
    assert "Effectif : 300 salariés" in shown.locator(".puces").inner_text().replace("\u00a0", " ")
    before = shown.get_attribute("id")
    shown.locator('.puces button:has-text("Retirer « Filière")').click()
    shown = result(page, after=before)
    assert "pompes à chaleur" not in shown.locator(".puces").inner_text()
    assert page.input_value("#s-filiere") == ""
    assert page.input_value("#s-effectif") == "300"  # the description is not read a second time


def test_one_question_at_a_time_until_none_is_left_or_passed_over(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    shown = described(page)
    first = shown.locator(".suivante h3").inner_text()
    assert "Quel est le projet" in first
    before = shown.get_attribute("id")
    shown.locator('.suivante .case:has-text("Décarbonation")').click()
    shown.locator('.suivante [data-action="simu-valider"]').click()
    shown = result(page, after=before)
    assert "décarbonation" in page.inner_text("#s-projet .choisis").lower()
    second = shown.locator(".suivante h3").inner_text()
    assert second != first
    assert page.evaluate("document.activeElement.closest('.suivante') !== null")  # the focus goes on from there
    before = shown.get_attribute("id")
    shown.locator('[data-action="simu-passer"]').click()
    shown = result(page, after=before)
    assert shown.locator(".suivante h3").inner_text() not in (first, second)


def test_an_ambiguous_place_is_chosen_among_candidates(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    page.fill("#s-place", "Saint-Denis")
    page.press("#s-place", "Enter")
    shown = result(page)
    assert "Plusieurs lieux possibles" in shown.locator(".carte-lieu").inner_text()
    before = shown.get_attribute("id")
    shown.locator('[data-action="simu-lieu"]:has-text("Saint-Denis (30)")').click()
    shown = result(page, after=before)
    assert page.input_value("#s-place") == "Saint-Denis (30)"
    assert "Alès" in shown.locator(".carte-lieu").inner_text()


def test_a_siret_without_the_register_asks_for_the_commune(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    page.fill("#s-place", "732 829 320 00082")
    page.press("#s-place", "Enter")
    shown = result(page)
    assert "Dans quelle commune est l'établissement ?" in shown.inner_text().replace("\u00a0", " ")


def test_what_cannot_be_read_is_said_beside_its_field(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    page.fill("#s-effectif", "beaucoup")
    page.press("#s-effectif", "Enter")
    result(page)
    assert "Un nombre est attendu" in page.inner_text("#p-effectif")
    assert page.get_attribute("#s-effectif", "aria-invalid") is not None
    assert "p-effectif" in page.get_attribute("#s-effectif", "aria-describedby")
    assert page.input_value("#s-effectif") == "beaucoup"


def test_an_empty_form_and_a_failure_are_sentences(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    page.click(".simu-formulaire .principal")
    shown = result(page)
    assert "Rien n'est encore indiqué" in shown.inner_text()
    before = shown.get_attribute("id")
    page.fill("#s-described", "panne")
    page.click('[data-action="simu-lire"]')
    shown = result(page, after=before)
    assert "canari" not in page.content()
    assert "erreur interne" in shown.inner_text()
    page.click('[data-action="simu-vider"]')
    page.wait_for_selector(".simu-vide")
    assert page.input_value("#s-described") == ""
    assert page.evaluate("document.activeElement.id") == "s-described"


def test_the_result_is_announced_once(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    page.evaluate(
        "() => { window.said = []; new MutationObserver(() => { const s = document.querySelector('#annonce').textContent; if (s) said.push(s) }).observe(document.querySelector('#annonce'), {childList: true}); }"
    )
    described(page)
    page.wait_for_timeout(300)
    said = page.evaluate("said")
    assert len(said) <= 2
    assert said[-1].startswith("Résultat affiché : ")
    assert said[-1].endswith(" dispositifs ouverts.")


def test_the_whole_can_be_done_with_the_keyboard(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    page.focus("#s-described")
    page.keyboard.type("PME de 45 salariés à Thiers")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shown = result(page)
    page.focus("#s-type_demandeur")
    page.keyboard.press("ArrowDown")
    before = shown.get_attribute("id")
    page.focus(".simu-formulaire .principal")
    page.keyboard.press("Enter")
    shown = result(page, after=before)
    summary = shown.locator(".dispositif summary").nth(1)
    summary.focus()
    page.keyboard.press("Enter")
    assert shown.locator(".dispositif").nth(1).get_attribute("open") is not None
    reached = set()
    page.focus("#s-described")
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate("() => { const e = document.activeElement, s = getComputedStyle(e); return [e.tagName, e.id || e.dataset.action || '', s.outlineStyle] }")
        reached.add(seen[1])
        assert seen[0] != "BODY"
    assert {"s-place", "s-effectif", "s-projet" if "s-projet" in reached else "", "simu-vider"} <= reached | {""}


def test_the_file_to_keep_holds_the_table(open_page: Any) -> None:  # noqa: F811
    page = to_the_tab(open_page())
    shown = described(page)
    with page.expect_download() as waiting:
        shown.locator('[data-action="simu-exporter"]').click()
    written = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert written.startswith("# Simulation d'aides du ")
    assert "| Critère | Attendu | Votre réponse | Résultat | Source |" in written
    assert "à confirmer par l'instructeur" in written
    assert "Oyonnax" in written


def test_on_paper_the_form_leaves_and_the_first_schemes_are_whole(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    shown = described(page)
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed++; } }")
    shown.locator('[data-action="simu-imprimer"]').click()
    assert page.evaluate("printed") == 1
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("#simu-formulaire").is_visible()
    assert not page.locator(".suivante").is_visible()
    assert not page.locator("#simu-resultat .outils").first.is_visible()
    assert page.locator(".titre-imprime").is_visible()
    assert page.locator(".proches .dispositif[open]").count() == 8
    assert page.locator(".groupe:not([open])").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".proches .dispositif[open]").count() == 1


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_overflows_sideways(open_page: Any, width: int) -> None:  # noqa: F811
    page = to_the_tab(open_page(width=width, height=800))
    described(page)
    page.evaluate("document.querySelectorAll('#simulateur details').forEach(d => d.open = true)")
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate("() => [...document.querySelectorAll('#simulateur :is(p, li, td, th, label, button, summary, h3, h4)')].filter(e => e.offsetParent && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent.slice(0, 60))")
    assert cut == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_axe_finds_nothing_on_any_state(open_page: Any, axe: str, width: int, scheme: str) -> None:  # noqa: F811
    page = to_the_tab(open_page(width=width, height=900, scheme=scheme))
    assert violations(page, axe) == []  # empty
    shown = described(page)
    page.evaluate("document.querySelectorAll('#simulateur details').forEach(d => d.open = true)")
    assert violations(page, axe) == []  # filled, everything unfolded
    before = shown.get_attribute("id")
    page.fill("#s-effectif", "beaucoup")
    page.fill("#s-place", "Saint-Denis")
    page.press("#s-effectif", "Enter")
    shown = result(page, after=before)
    assert violations(page, axe) == []  # a field to mend, candidates
    before = shown.get_attribute("id")
    page.fill("#s-described", "panne")
    page.click('[data-action="simu-lire"]')
    result(page, after=before)
    assert violations(page, axe) == []  # failed


def test_what_is_typed_stays_text(opened: Watched) -> None:  # noqa: F811
    page = to_the_tab(opened)
    page.fill("#s-place", '<img src=x onerror="window.pirate=1">')
    page.fill("#s-effectif", '"><script>window.pirate=1</script>')
    page.press("#s-effectif", "Enter")
    shown = result(page)
    assert page.evaluate("window.pirate") is None
    assert shown.locator("img").count() == 0
    assert json.loads(shown.get_attribute("data-formulaire"))["place"].startswith("<img")


@pytest.mark.parametrize("width", [320, 1280])
def test_two_schemes_side_by_side_fit_the_screen_and_please_axe(open_page: Any, axe: str, width: int) -> None:  # noqa: F811
    watched = open_page(width=width, height=900)
    turn = watched.ask("compare le prêt vert et le diag décarbon'action")
    table = turn.locator("table.comparaison")
    assert table.locator("tbody tr").count() >= 10
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth + 1")
    assert violations(watched.page, axe) == []
