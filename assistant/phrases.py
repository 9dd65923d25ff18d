"""The fixed phrases that join quoted sentences: the only words of an answer that no source holds. They state no fact of the field."""

from __future__ import annotations

PHRASES: dict[str, dict[str, str]] = {
    "fr": {
        "abstained": "Les documents que je consulte ne permettent pas de répondre à cette question.",
        "abstained_silent": "Les documents que je consulte le disent eux-mêmes : ce point n'est pas établi.",
        "out_of_scope": "Je n'ai pas de réponse : cette question sort de mon sujet, ou mes documents n'en disent rien. Je réponds sur le programme « Territoires d'industrie », la loi « Industrie verte », les aides qui les accompagnent et les plans des territoires. Pour une autre démarche, votre mairie ou le site service-public.fr peuvent vous orienter.",
        "nearby": "Voici ce qu'ils disent de plus proche :",
        "ask": "Pour une réponse sûre, adressez-vous à votre intercommunalité, à la sous-préfecture ou au service instructeur du dispositif.",
        "refused": "Je ne peux pas faire cela : je réponds seulement à des questions, avec les passages de mes sources.",
        "personal": "Je ne communique pas de données sur des personnes : téléphone, adresse, âge, rémunération. Pour joindre quelqu'un dans ses fonctions, passez par l'accueil ou le site officiel de son service.",
        "opinion": "Je n'ai pas d'avis à donner : je cite ce que disent les documents. Je peux répondre à une question de fait sur le programme « Territoires d'industrie », la loi « Industrie verte » ou une aide.",
        "premise": "La question suppose « {} » : les passages trouvés ne le confirment pas. Voici ce qu'ils disent :",
        "also": "À savoir aussi :",
        "next_step": "Pour la suite :",
        "greeting": "Bonjour. Posez votre question sur le programme « Territoires d'industrie », la loi « Industrie verte », une aide ou votre commune.",
        "thanks": "Avec plaisir. Une autre question ?",
        "reset": "C'est noté : je repars de zéro.",
        "gibberish": "Je n'ai pas compris la question. Reformulez-la en une phrase, par exemple : « Mon entreprise peut-elle avoir une aide pour se décarboner ? »",
        "english_note": "",
        "schemes_open": "Dispositifs ouverts qui semblent convenir, à confirmer par l'instructeur :",
        "schemes_unknown": "Dispositifs dont rien de récent ne dit s'ils sont ouverts, à vérifier avant toute démarche :",
        "schemes_closed": "Dispositifs proches, mais fermés :",
        "comparison": "Les deux dispositifs côte à côte, d'après leurs règles publiées :",
        "two_at_a_time": "Je compare deux dispositifs à la fois : les deux premiers nommés.",
        "indicative": "Résultat indicatif, calculé d'après les règles connues : seul le service instructeur décide.",
    },
    "en": {
        "abstained": "The documents I rely on do not answer this question.",
        "abstained_silent": "The documents I rely on say so themselves: this point is not established.",
        "out_of_scope": "I have no answer: this question is off my subject, or my documents say nothing of it. I answer about the « Territoires d'industrie » programme, the « Industrie verte » law, the related aid schemes and the territories' plans. For anything else, your town hall or the service-public.fr website can direct you.",
        "nearby": "Here is the closest they say (in French, as published):",
        "ask": "For a sure answer, contact your intermunicipal authority, the sub-prefecture or the service in charge of the scheme.",
        "refused": "I cannot do that: I only answer questions, with the passages of my sources.",
        "personal": "I do not give data about people: phone number, address, age, pay. To reach someone in office, please go through the reception or the official website of their service.",
        "opinion": "I have no opinion to give: I quote what the documents say. I can answer a question of fact about the « Territoires d'industrie » programme, the « Industrie verte » law or a scheme.",
        "premise": "The question takes « {} » for granted: the passages found do not confirm it. Here is what they say:",
        "also": "Also worth knowing:",
        "next_step": "What to do next:",
        "greeting": "Hello. Ask about the « Territoires d'industrie » programme, the « Industrie verte » law, a scheme or your municipality.",
        "thanks": "You are welcome. Another question?",
        "reset": "Done: I start afresh.",
        "gibberish": "I did not understand the question. Please rephrase it in one sentence.",
        "english_note": "My sources are in French; I quote them as they are written:",
        "schemes_open": "Open schemes that seem to fit, to be confirmed by the service in charge:",
        "schemes_unknown": "Schemes for which nothing recent says whether they are open; check before applying:",
        "schemes_closed": "Related schemes, but closed:",
        "comparison": "The two schemes side by side, as their published rules say (in French):",
        "two_at_a_time": "I compare two schemes at a time: the first two that you named.",
        "indicative": "Indicative result, computed from the known rules: only the service in charge decides.",
    },
}


def phrase(name: str, language: str) -> str:
    return PHRASES.get(language, PHRASES["fr"])[name]
