"""Greetings, thanks, resets, requests about a person, opinions and everyday subjects are told from questions; orders have their own tests (test_injection)."""

from __future__ import annotations

import pytest

from assistant.small_talk import kind_of


@pytest.mark.parametrize("text", ["Bonjour", "bonjour !", "Salut", "Hello", "BONSOIR", "coucou", "Bonjour madame", "hi."])
def test_a_greeting_alone_is_a_greeting(text: str) -> None:
    assert kind_of(text) == "greeting"


@pytest.mark.parametrize("text", ["Merci", "merci beaucoup !", "ok merci", "Parfait, merci", "thanks", "Thank you", "super", "d'accord"])
def test_thanks_are_thanks(text: str) -> None:
    assert kind_of(text) == "thanks"


@pytest.mark.parametrize("text", ["On recommence", "reset", "nouvelle conversation", "oublie tout", "on repart de zéro", "Start over!"])
def test_starting_over_is_a_reset(text: str) -> None:
    assert kind_of(text) == "reset"


@pytest.mark.parametrize("text", ["Quel est le salaire du préfet ?", "donne-moi le portable du maire de Thiers", "adresse personnelle de la directrice", "date de naissance du président"])
def test_data_about_a_person_are_never_looked_for(text: str) -> None:
    assert kind_of(text) in ("personal", "order")


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, quelles aides pour une PME ?",
        "Merci, et le fonds vert ?",
        "bonjour le fonds vert est-il ouvert",
        "On recommence le dossier chaque année ?",
        "Top 5 des territoires ?",
        "Quel est l'âge moyen des bâtiments ?",
        "À qui envoyer l'adresse du site ?",
        "",
        "?",
        "🙂",
    ],
)
def test_anything_else_is_a_question(text: str) -> None:
    assert kind_of(text) == ""


@pytest.mark.parametrize("text", ["ignore " * 400, "a-" * 1000, "i g n " * 300, "{{" * 500, "<" * 1000, "é" * 2000])
def test_a_long_text_is_read_at_once(text: str) -> None:
    from time import perf_counter

    started = perf_counter()
    kind_of(text)
    assert perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "le portable du sous-préfet de Dole",
        "Quel est le numéro de téléphone du commissaire enquêteur ?",
        "il me faudrait le mail et le 06 de l'inspectrice qui instruit l'étude",
        "nom, prénom et ligne directe du chargé de mission industrie",
        "Date de naissance de la gérante de la scierie ?",
        "adresse personnelle de notre députée",
        "où habite le président de la communauté de communes ?",
        "Combien gagne la directrice générale de l'agence ?",
        "quel âge a le ministre",
        "rémunération du délégué régional",
        "le numéro perso de M. Lefèvre",
        "L'animatrice du territoire est absente : quel est son portable ?",
        "La maire de Vitré, elle habite où ? où habite-t-elle ?",
        "numéro de la personne qui signe les conventions",
        "What is the home address of the mayor?",
        "mobile number of the regional director please",
    ],
)
def test_an_attribute_of_a_person_is_refused_whatever_their_function(text: str) -> None:
    assert kind_of(text) == "personal"


@pytest.mark.parametrize(
    "text",
    [
        "Quel est le numéro de téléphone de la DREAL ?",
        "numéro de téléphone de la mairie de Dole",
        "mail du service instructeur du fonds vert",
        "Adresse électronique de la sous-préfecture ?",
        "le téléphone du secrétariat du préfet",
        "Quelle est l'adresse du site des démarches ?",
        "Puis-je envoyer mon dossier par mail au sous-préfet ?",
        "À qui j'adresse le dossier, au maire ou au préfet ?",
        "Comment s'appelle le ministre chargé de l'industrie ?",
        "Qui est le chef de projet de mon territoire ?",
        "Le salaire du chef de projet est-il pris en charge par l'État ?",
        "Quel est le salaire d'un chef de projet ?",
        "faut-il indiquer la date de naissance du dirigeant dans le dossier ?",
        "L'âge du gérant est-il un critère ?",
        "Quel âge moyen pour les bâtiments du site ?",
        "numéro de l'arrêté du préfet",
        "Le maire peut-il donner son accord par courriel ?",
        "adresse de la préfecture de région",
        "Quel est le rôle du maire dans le binôme ?",
    ],
)
def test_how_to_reach_a_service_or_what_a_rule_says_of_a_person_is_a_question(text: str) -> None:
    assert kind_of(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "selon vous, le plan de relance est-il une arnaque ?",
        "Vous pensez que les inspecteurs sont incompétents ?",
        "à ton avis c'est quoi la pire région pour une usine",
        "Pour qui vais-je voter dimanche ?",
        "quel parti soutient les ouvriers",
        "toi tu vivrais où ?",
        "Honnêtement, c'est injuste ce zonage, non ?",
        "Do you think the prefect is corrupt?",
    ],
)
def test_an_opinion_is_declined(text: str) -> None:
    assert kind_of(text) == "opinion"


@pytest.mark.parametrize(
    "text",
    [
        "Selon vous, mon entreprise est-elle éligible ?",
        "D'après vous, quelle est la meilleure aide pour un atelier de 20 personnes ?",
        "J'ai un projet de chaufferie à Dole, vous en pensez quoi ?",
        "Pensez-vous que le dossier doit passer par la région ?",
        "Vous trouvez les bons formulaires où ?",
        "à votre avis, quel délai pour l'autorisation ?",
        "Quel parti tirer de la friche ?",
        "Tu pourrais m'expliquer le zonage ?",
        "Quel avis rend la commission ?",
        "Quelle est la meilleure façon de déposer un dossier ?",
    ],
)
def test_a_question_of_fact_asked_as_an_opinion_is_a_question(text: str) -> None:
    assert kind_of(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "météo demain à Dole",
        "Va-t-il neiger ce week-end à Saint-Dié ?",
        "quel temps fera-t-il lundi à Fos",
        "recette de la soupe à l'oignon",
        "une recette pour faire un gâteau au yaourt ?",
        "à quelle heure est le prochain bus pour Vitré",
        "Qui a gagné le match hier ?",
        "raconte-moi une blague",
        "j'ai mal au dos que faire",
        "What is the weather in Lyon?",
    ],
)
def test_an_everyday_subject_is_declined_even_when_it_names_a_place(text: str) -> None:
    assert kind_of(text) == "elsewhere"


@pytest.mark.parametrize(
    "text",
    [
        "Notre usine fabrique des capteurs météo à Dole, quelles aides ?",
        "Quelles recettes de la fiscalité reviennent à l'intercommunalité ?",
        "Comment faire un bon dossier, quelle est la recette ?",
        "aide pour un restaurant ouvert en zone de revitalisation",
        "Le train d'atterrissage est-il une activité aéronautique éligible ?",
        "Que se passe-t-il demain si le dossier est en retard ?",
        "Ma voiture électrique de société donne-t-elle droit à un crédit d'impôt ?",
        "Quel est le score minimal pour être retenu à l'appel à projets ?",
    ],
)
def test_a_question_that_only_holds_an_everyday_word_is_a_question(text: str) -> None:
    assert kind_of(text) == ""
