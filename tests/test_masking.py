"""What has the shape of personal data is masked; figures of the field are not."""

from __future__ import annotations

import pytest

from assistant.masking import masked


@pytest.mark.parametrize(
    "data",
    [
        "jean.dupont@example.fr",
        "a+b@sous.domaine.gouv.fr",
        "jean (at) example.fr",
        "06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "06\u00a012\u202f34 56 78",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033 612345678",
        "+32 470 12 34 56",
        "FR76 3000 6000 0112 3456 7890 189",
        "FR7630006000011234567890189",
        "fr76 3000 6000 0112 3456 7890 189",
        "DE89 3704 0044 0532 0130 00",
        "1 85 05 78 006 084 36",
        "185057800608436",
        "2 99 12 2A 123 456",
        "1 85 05 78 006 084",
    ],
)
def test_personal_data_is_masked_whole(data: str) -> None:
    assert masked(f"Voici : {data}, merci.") == "Voici : …, merci."


@pytest.mark.parametrize(
    "text",
    [
        "SIREN 552 100 554",
        "SIRET 552 100 554 00025",
        "SIRET 12345678900012",
        "le 01/09/2025 à 14 h",
        "1 500 000 € en 2024-2027",
        "2018-2022 et 2023-2027",
        "article L. 181-10-1 du code",
        "décret n° 2024-742 du 6 juillet 2024",
        "code postal 63300, INSEE 63430",
        "NAF 25.62B, 45 salariés, 600 k€",
        "100 M€ dont 32 450 125,50 €",
        "loi n° 2023-973",
        "FR 2030 et PIA4",
        "AB12 projet de 2024 territoire de 2025",
    ],
)
def test_figures_of_the_field_stay(text: str) -> None:
    assert masked(text) == text


def test_several_in_one_text_and_what_is_between_them_stays() -> None:
    assert masked("a@b.fr puis 0612345678 et FR7630006000011234567890189 fin") == "… puis … et … fin"
