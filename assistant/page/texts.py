"""Every French word of the page and of the HTTP interface, in one place."""

from __future__ import annotations

TITLE = "Assistant Territoires d'industrie"
TAGLINE = (
    "Posez une question sur le programme, la loi « Industrie verte », une aide ou un territoire : "
    "chaque phrase de la réponse renvoie au passage qui la prouve."
)
NOTICE_LEAD = "Vous échangez avec un programme automatique (IA)."
NOTICE = "Service non officiel : vérifiez chaque réponse auprès de ses sources. N'écrivez pas de données personnelles ni de secret d'entreprise."
SKIP_LINK = "Aller à la question"

TAB_QUESTION = "Poser une question"
TAB_TERRITORY = "Mon territoire"
TAB_KEPT = "Mes conversations"

AUDIENCE_LABEL = "Vous êtes (facultatif)"
AUDIENCES = (("Une entreprise", "entreprise"), ("Élu·e local·e", "elu"), ("Agent", "agent"))
QUESTION_LABEL = "Votre question"
QUESTION_PLACEHOLDER = "Écrivez votre question"
SEND = "Envoyer"
NEW_CONVERSATION = "Nouvelle conversation"

WELCOME = "Que voulez-vous savoir ?"
EXAMPLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "entreprise": (
        "Pour une entreprise",
        (
            "Quelles aides pour décarboner mon usine ?",
            "Le crédit d'impôt C3IV est-il encore ouvert ?",
            "Qu'est-ce que le Diag Décarbon'Action ?",
        ),
    ),
    "elu": (
        "Pour un·e élu·e",
        (
            "Mulhouse fait-elle partie d'un Territoire d'industrie ?",
            "Quel est le rôle du binôme élu-industriel ?",
            "Qu'est-ce qu'un projet d'intérêt national majeur ?",
        ),
    ),
    "agent": (
        "Pour un agent",
        (
            "Quelles sont les priorités de la phase 2 du programme ?",
            "Que dit l'article 4 de la loi Industrie verte sur la consultation du public ?",
            "Le fonds vert Territoires d'industrie est-il ouvert en 2026 ?",
        ),
    ),
}  # fmt: skip

ASKED = "Votre question"
STANDALONE = "Question comprise :"
SOURCES_ONE, SOURCES_MANY = "Source", "Sources"
BUSY = "Recherche dans les sources…"
WRITING = "Réponse en cours d'écriture…"
STOP = "Arrêter"
STOPPED = "Réponse arrêtée avant la fin, à votre demande."
STATUS_LABELS = {
    "partial": "Réponse partielle",
    "abstained": "Les sources ne répondent pas",
    "clarification": "Une précision est nécessaire",
    "refused": "Demande refusée",
}
COMPARISON = "Comparaison de deux dispositifs"
CLARIFY = "Pour continuer, répondez à :"
CANDIDATES = "Choisissez :"
COPY, COPIED = "Copier la réponse avec ses sources", "Réponse copiée avec ses sources."
COPY_FAILED = "La copie a échoué : sélectionnez le texte, puis copiez-le."
EXPORT, EXPORTED = "Télécharger", "Fichier prêt : {name}."
EXPORT_FAILED = "Le fichier n'a pas pu être préparé. Réessayez dans une minute."
EXPORT_ONE, EXPORT_ALL = "Cette réponse", "Toute la conversation"
EXPORT_FORMATS = (("docx", "Word"), ("pdf", "PDF"), ("md", "Markdown"))
USEFUL, USELESS = "Réponse utile", "Réponse inutile"
THANKS_FOR_FEEDBACK = "Merci. Votre avis reste dans cette page : rien n'est enregistré."
FEEDBACK_SAID = (
    "Voulez-vous enregistrer cet avis ? Le service gardera {days} jours votre avis, votre question et votre commentaire. "
    "Adresses électroniques, numéros de téléphone, IBAN et numéros de sécurité sociale y sont masqués."
)
FEEDBACK_COMMENT = "Commentaire (facultatif)"
FEEDBACK_SEND, FEEDBACK_CANCEL = "Enregistrer mon avis", "Ne rien enregistrer"
FEEDBACK_KEPT, FEEDBACK_LEFT = "Merci, votre avis est enregistré.", "Votre avis n'est pas enregistré."
FEEDBACK_FAILED = "Votre avis n'a pas pu être enregistré. Réessayez dans une minute."
RETRY = "Reprendre la question"
ERROR_TITLE = "La question n'a pas abouti"

QUOTED = "Phrases reprises des sources, assemblées par un programme le {day}."
CALCULATED = "Réponse établie par des règles fixes, d'après les données citées, le {day}."
REWRITTEN = "Texte rédigé par un modèle d'IA ({model}) à partir des sources, puis vérifié phrase par phrase, le {day}."
CONSULTED = "Consulté le {day}."
CONVERSATION_TITLE = "Conversation avec l'assistant Territoires d'industrie"
EXPORT_FOOTER = "Assistant Territoires d'industrie – programme automatique (IA), service non officiel"
EXPORT_HEADER = "Réponse d'un programme automatique (IA), service non officiel : à vérifier auprès des sources citées."

CARD_BACK = "Revenir à la phrase"
CARD_RESTS_ON = "D'après"
EXPORT_SAME_SOURCES = "Mêmes sources et mêmes dates que [{number}]."
CARD_NO_ADDRESS = "Document sans adresse publique."
UNDATED = "sans date"
NEW_WINDOW = "nouvel onglet"
PHASES = {1: "Phase 1 (2018-2022)", 2: "Phase 2 (2023-2027)"}

TERRITORY_INTRO = (
    "Une commune fait-elle partie d'un Territoire d'industrie ? Donnez son nom, un code postal, une intercommunalité ou le nom d'un territoire."
)
TERRITORY_LABEL = "Commune, code postal ou territoire"
TERRITORY_PLACEHOLDER = "Par exemple : Thiers"
TERRITORY_SEND = "Chercher"
TERRITORY_EMPTY = "Écrivez le nom d'une commune, un code postal, une intercommunalité ou un territoire."
TERRITORY_TOO_LONG = "Ce texte est trop long pour un nom de lieu : 200 caractères suffisent."
TERRITORY_STATUS = {
    "member": "Territoire d'industrie (phase 2)",
    "former_member": "Ancien membre (phase 1 seulement)",
    "not_member": "Hors des listes de la phase 2",
    "ambiguous": "Plusieurs lieux possibles",
    "unknown": "Lieu non reconnu",
}
TERRITORY_SOURCE = "Liste de référence"
TERRITORY_ASK = "Poser une question sur ce territoire"
TERRITORY_QUESTION = "Quel est le plan d'action du territoire « {name} » ?"
CANDIDATE_STATUS = {"member": "Territoire d'industrie", "former_member": "phase 1 seulement", "not_member": "hors liste", "unknown": "à préciser"}

KEPT_INTRO = (
    "Sans votre accord, rien n'est gardé : la conversation disparaît quand vous fermez l'onglet. "
    "Si vous cochez la case, vos questions et leurs réponses restent dans ce navigateur, sur cet appareil seulement. "
    "Ne la cochez pas sur un poste partagé."
)
KEPT_AGREE = "Garder mes conversations dans ce navigateur"
KEPT_INTRO_SERVER = (
    "Sans votre accord, rien n'est gardé : la conversation disparaît quand vous fermez l'onglet. "
    "Si vous cochez la case, ce service garde vos questions et leurs réponses {days} jours. Seul ce navigateur peut les rouvrir. "
    "Ne la cochez pas sur un poste partagé."
)
KEPT_AGREE_SERVER = "Garder mes conversations sur ce serveur"
KEPT_ERASE = "Tout effacer"
KEPT_NONE = "Aucune conversation gardée."
KEPT_TITLE = "Conversations gardées"

FOOTER_LINKS = (
    ("/accessibilite", "Accessibilité : non conforme (audit non réalisé)"),
    ("/donnees-personnelles", "Données personnelles"),
    ("/sources", "Sources et licences"),
)

# What the page on personal data says of conversations and opinions.
HISTORY_BROWSER = (
    "Si vous cochez « Garder mes conversations dans ce navigateur », elles restent sur votre appareil jusqu'à ce que vous les effaciez. "
    "Le serveur ne les reçoit que si vous en rouvrez ou en téléchargez une, le temps de le faire."
)
HISTORY_SERVER = (
    "Si vous cochez « Garder mes conversations sur ce serveur », elles y restent {days} jours au plus, ou jusqu'à ce que vous les effaciez. "
    "Seul votre navigateur a la clé qui les rouvre ; le serveur n'en garde qu'une empreinte."
)
HISTORY_WHERE_BROWSER, HISTORY_WHERE_SERVER = "Conversations gardées dans votre navigateur, si vous cochez la case", "Conversations gardées sur ce serveur, si vous cochez la case"
HISTORY_DAYS, HISTORY_NO_DAYS = "{days} jours au plus", "Jusqu'à ce que vous les effaciez"
OPINION_STORED = (
    "Connaître les réponses à corriger. L'avis n'est enregistré qu'après un clic sur « Enregistrer mon avis », avec la question et le commentaire, "
    "où adresses électroniques, téléphones, IBAN et numéros de sécurité sociale sont masqués"
)
OPINION_NOT_STORED = "Aucun : il reste dans votre navigateur"
OPINION_DAYS, OPINION_PAGE = "{days} jours, puis effacement", "La page"
RIGHTS_STORED = (
    "Les avis enregistrés ne portent ni nom ni adresse : pour en faire effacer un, indiquez au contact ci-dessus son jour et sa question. "
    "Le reste n'est pas conservé."
)
RIGHTS_NOT_STORED = "Comme rien n'est conservé, il n'y a en pratique rien à extraire une fois la conversation fermée."

EMPTY_QUESTION = "Écrivez votre question avant de l'envoyer."
TOO_LONG = "La question compte {count} caractères ; la limite est de {limit}. Posez-la en une ou deux phrases."
CROWDED = "Le service reçoit beaucoup de questions en ce moment. Réessayez dans une minute."
INTERNAL = "Une erreur interne est survenue. Réessayez ; si elle se répète, signalez-la avec la référence {reference}."

API_NOT_JSON = "Le corps de la requête doit être un objet JSON, par exemple {\"question\": \"Qu'est-ce que le programme Territoires d'industrie ?\"}."
API_NO_QUESTION = "Le champ « question » est obligatoire : un texte de 1 à {limit} caractères."
API_AUDIENCE = "Le champ « audience » vaut « entreprise », « elu » ou « agent » (ou est absent)."
API_ON = "Le champ « on » est une date AAAA-MM-JJ, par exemple « 2026-11-23 »."
API_UNKNOWN_FIELD = "Champ inconnu : « {name} ». Les champs admis sont question, audience et on."
API_EXPORT = "La demande d'export attend « format » (md, docx ou pdf), « turns » (de 1 à {most} réponses gardées) et, au besoin, « title » (un texte)."
API_HISTORY = "La demande attend « capability », « action » (list, put, remove ou clear) et, selon l'action, « id » et « content »."
API_REOPEN = "La demande attend « turns » : de 1 à {most} réponses gardées."
API_FEEDBACK = "L'avis attend « turn » (la réponse gardée), « useful » (vrai ou faux) et, au besoin, « comment » (un texte de {limit} caractères au plus)."
REOPEN_EXPIRED = "La conversation n'a pas pu être rouverte : réessayez."
API_METHOD = "Cette adresse n'accepte pas la méthode {method}."
BODY_TOO_LARGE = "La requête est trop grande : {limit} octets au plus."
NOT_FOUND = "Cette adresse n'existe pas."
BAD_PORT = "Le port {port} est déjà utilisé sur {host} : fermez l'autre programme, ou choisissez un autre port avec --port."
PORT_FORBIDDEN = "Le port {port} n'est pas permis à ce compte : choisissez un port au-dessus de 1023 avec --port."
BAD_HOST = "L'adresse « {host} » n'est pas une adresse de cette machine : essayez 127.0.0.1."
OPENED = "Page ouverte sur {url}"
STOP_HINT = "Ctrl-C pour arrêter."

# What the script of the page says by itself.
SCRIPT_TEXTS = {
    "copied": COPIED,
    "copyFailed": COPY_FAILED,
    "exported": EXPORTED,
    "exportFailed": EXPORT_FAILED,
    "thanks": THANKS_FOR_FEEDBACK,
    "feedbackKept": FEEDBACK_KEPT,
    "feedbackLeft": FEEDBACK_LEFT,
    "feedbackFailed": FEEDBACK_FAILED,
    "busy": BUSY,
    "stopped": STOPPED,
    "counter": "{count} / {limit} caractères",
    "overLimit": "{count} caractères : la limite est de {limit}. Raccourcissez la question.",
    "answered": "Réponse affichée : {sentences}, {sources}.",
    "sentence": "phrase",
    "sentences": "phrases",
    "source": "source",
    "sources": "sources",
    "noSource": "sans source",
    "failed": "La question n'a pas abouti.",
    "filled": "Complétez votre réponse dans la zone de question, puis envoyez.",
    "conversation": "Conversation",
    "audience": AUDIENCE_LABEL,
    "reset": "Nouvelle conversation.",
    "keptOn": "Vos conversations seront gardées.",
    "keptOff": "Rien n'est gardé.",
    "keptConfirmOff": "Ne plus garder, et effacer les conversations gardées ?",
    "keptConfirmErase": "Effacer toutes les conversations gardées ?",
    "keptConfirmDelete": "Supprimer « {title} » ?",
    "keptErased": "Les conversations sont effacées.",
    "keptDeleted": "Conversation supprimée.",
    "keptRenamed": "Conversation renommée.",
    "keptReopened": "Conversation rouverte.",
    "keptUnreadable": "Cette conversation ne peut pas être relue.",
    "keptFull": "Ce navigateur n'a plus de place : la conversation la plus ancienne a été effacée.",
    "keptLost": "Le serveur n'a pas pu garder la conversation. Réessayez dans une minute.",
    "keptNoRoom": "La conversation n'a pas pu être gardée.",
    "keptOpen": "Rouvrir",
    "keptRename": "Renommer",
    "keptDelete": "Supprimer",
    "keptSave": "Enregistrer le nom",
    "keptName": "Nouveau nom de la conversation",
    "keptUntitled": "Sans titre",
    "keptQuestion": "question",
    "keptQuestions": "questions",
    "exportOne": EXPORT,
    "moreTabs": "Autres onglets",
    "lost": "La connexion au service est interrompue. Rechargez la page, puis réessayez.",
}
