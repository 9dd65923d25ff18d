"""Every French word of the simulator's tab, beside those of `texts`."""

from __future__ import annotations

TAB = "Simulateur d'aides"
INTRO = (
    "Décrivez votre projet ou remplissez ce que vous savez : tous les champs sont facultatifs, et ce qui manque n'est jamais compté contre vous. "
    "Le résultat est indicatif : seul le service instructeur décide. Rien n'est enregistré."
)
FORM_LABEL = "Votre projet"
DESCRIBED = "Décrivez votre projet"
DESCRIBED_HELP = "Par exemple : « On est 45, on fabrique des pompes à chaleur à Oyonnax et on veut investir 600 000 € »."
READ = "Analyser ce texte"
MAIN = "L'essentiel"
MORE = "Autres précisions"
MORE_HELP = "À remplir seulement si vous les connaissez : chacune ne concerne que quelques dispositifs."
PLACE = "Commune du projet, ou SIRET"
PLACE_HELP = "Nom, code postal, ou SIRET de l'établissement (cherché dans le registre public)."
UNKNOWN = "Non précisé"
YES, NO = "Oui", "Non"
PROJECTS_OPEN = "Choisir un ou plusieurs types"
GROUP_COMPANY, GROUP_PLACE, GROUP_PROJECT = "L'entreprise ou le porteur", "Le lieu", "Le projet"
DAY = "Se placer à une autre date"
SUBMIT = "Voir les aides"
CLEAR = "Tout effacer"

# Shorter than the labels of the fields, which are made for sentences.
LABELS = {
    "type_demandeur": "Vous êtes",
    "effectif": "Effectif",
    "chiffre_affaires_eur": "Chiffre d'affaires",
    "secteur": "Secteur d'activité",
    "projet": "Type de projet",
    "investissement_eur": "Dépenses du projet",
    "travaux_commences": "Projet déjà engagé ?",
    "forme_juridique": "Forme juridique",
    "en_difficulte": "Entreprise en difficulté ?",
    "naf": "Code NAF (APE)",
    "bilan_eur": "Total du bilan",
}
HELPS = {
    "effectif": "Sociétés liées du groupe comprises.",
    "chiffre_affaires_eur": "Par an, par exemple 6 M€.",
    "investissement_eur": "Montant total, par exemple 600 k€.",
    "travaux_commences": "Commande, devis accepté, marché signé ou travaux commencés.",
    "en_difficulte": "Au sens européen : procédure collective, pertes de plus de la moitié du capital…",
    "naf": "Par exemple 25.62B, ou 25.",
}

EMPTY_TITLE = "Le résultat s'affichera ici"
EMPTY = "Décrivez votre projet en une phrase, ou donnez au moins un élément : sa commune, l'effectif, le type de projet…"
EMPTY_STEPS = (
    "Vous indiquez ce que vous savez, même peu.",
    "Chaque dispositif est comparé à ses conditions, une par une, avec leur source.",
    "Une question à la fois, vous précisez ce qui départage le plus de dispositifs.",
)
NOTHING_GIVEN = "Rien n'est encore indiqué : décrivez votre projet, ou remplissez au moins un champ."
FAILED = "La simulation n'a pas abouti"
STALE = "Le formulaire a changé : « Voir les aides » met le résultat à jour."

UNDERSTOOD, GIVEN = "J'ai compris", "Vous avez indiqué"
UNDERSTOOD_HELP = "Un élément est faux ? Corrigez-le ou retirez-le."
UNSETTLED = "Non retenu tel quel, à préciser :"
CORRECT, REMOVE = "Corriger", "Retirer"
LEFT_OUT = "Champs à revoir :"

TERRITORY, TERRITORY_MORE = "Votre territoire", "Phase 1 et portée du label"
PLACE_CHOOSE = "De quel lieu s'agit-il ?"
COMPANY = "Établissement"
COMPANY_SOURCE = "Annuaire des entreprises"

NEXT = "Question suivante"
NEXT_WEIGHT = "La réponse départage {count}."
SCHEME, SCHEMES = "1 dispositif ouvert", "{count} dispositifs ouverts"
SKIP = "Je ne sais pas"
VALIDATE = "Valider"
NO_QUESTION = "Plus aucune question ne départage les dispositifs ouverts."

BALANCE_NEAR = "{count} à regarder d'abord"
BALANCE_LIKELY = "{count} dont les conditions vérifiées semblent remplies"
BALANCE_UNKNOWN = "{count} à l'ouverture incertaine"
BALANCE_SEE = "Voir la liste"
SUMMARY_ON = "Règles appliquées à la date du {day}."
NEAR = "Dispositifs ouverts qui correspondent le mieux"
NEAR_NONE = "Aucun dispositif ouvert ne correspond à ce que vous avez indiqué. Précisez le projet, ou voyez plus bas ceux dont l'ouverture est à vérifier."
SEE_MORE = "Voir {count} de plus"
DISTANT = "Ouverts, mais plus éloignés du projet décrit"
UNKNOWN_STATUS = "Ouverture incertaine"
UNKNOWN_STATUS_HELP = "Aucune source récente ne dit s'ils sont ouverts : à vérifier avant toute démarche."
NOT_ELIGIBLE = "Une condition au moins ne semble pas remplie"
FRAMEWORKS = "Règles générales qui s'appliquent aux aides"
CLOSED = "Fermés à cette date :"

CRITERION, EXPECTED, ANSWER, OUTCOME, SOURCE = "Critère", "Attendu", "Votre réponse", "Résultat", "Source"
TABLE_CAPTION = "Conditions de {name}"
NO_SOURCE = "sans adresse"
INDICATIVE = "indicatif"
MISSING_TITLE = "Ce qu'il manque"
POINTS_TITLE = "À confirmer par l'instructeur"
WHERE_TITLE = "Où faire la demande"
CONTACT = "Contact :"
OPERATOR = "Opérateur :"
SOURCES_CHECKED = "Sources relues le {day}."
ASK = "Poser une question sur ce dispositif"
ASK_QUESTION = "Quelles sont les conditions du dispositif « {name} » ?"
TO_CONFIRM = "Résultat indicatif, à confirmer par l'instructeur : ce n'est ni une décision ni une promesse d'aide."

PRINT, DOWNLOAD, DOWNLOADED = "Imprimer", "Télécharger (.md)", "Fichier enregistré."
PRINT_TITLE = "Simulation d'aides – synthèse du {day}"
FILE_TITLE = "Simulation d'aides du {day}"

BAD_FORM = "Le formulaire reçu est illisible : rechargez la page, puis recommencez."
FIELD_TOO_LONG = "Un champ est trop long : 200 caractères suffisent."
DESCRIBED_TOO_LONG = "La description compte plus de {limit} caractères : résumez le projet en quelques phrases."
BAD_DAY = "La date est illisible : choisissez-la dans le calendrier, ou laissez le champ vide."

SCRIPT_TEXTS = {
    "simuBusy": "Calcul en cours…",
    "simuDone": "Résultat affiché : {count}.",
    "simuFailed": "La simulation n'a pas abouti.",
    "simuCleared": "Formulaire vidé.",
    "simuFile": "simulation-aides.md",
    "simuSaved": DOWNLOADED,
    "simuChosen": "{count} choisis",
    "simuChosenOne": "1 choisi",
    "simuOpen": PROJECTS_OPEN,
}
