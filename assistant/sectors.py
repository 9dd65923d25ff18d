"""What a company does, in the words people use, and its division in the French nomenclature of activities (NAF rév. 2, two digits).

Words before « ~ » name an activity by themselves (« chaudronnerie »); those after it only after a phrase such as « on fabrique », « dans le secteur de »
(« acier »). « = secteur » gives a sector of `CompanyFacts` when the words do not tell the division (« commerce »). Written for this project; the divisions
follow the titles published by Insee. Pure: standard library only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TABLE = """
01: maraichage, elevage, viticulture, exploitation agricole, agriculteur, agricultrice, viticulteur, eleveur, maraicher, horticulture, pepiniere, exploitant agricole, gaec ~ vigne, cereale, bovin, agriculture, agricole, ferme
02: sylviculture, exploitation forestiere, forestier ~ foret
03: pisciculture, ostreiculture, conchyliculture, ostreiculteur, aquaculture, conchyliculteur ~ peche, huitre
08: carriere de granulat, carriere de pierre, extraction de pierre, sabliere ~ carriere, granulat, gravier, sable
10: agroalimentaire, agro alimentaire, agro-alimentaire, iaa, fromagerie, laiterie, charcuterie industrielle, salaison, conserverie, biscuiterie, chocolaterie, confiserie, boulangerie industrielle, boulangerie, patisserie, meunerie, minoterie, abattoir, plat cuisine, surgele, aliment pour animaux, nutrition animale, torrefaction, torrefacteur, sucrerie, huilerie, viennoiserie, boulanger, patissier, fromager, transformation alimentaire, produit laitier, confiture, pate alimentaire ~ fromage, yaourt, charcuterie, jambon, conserve, biscuit, gateau, chocolat, bonbon, pain, farine, viande, legume, soupe, sauce, glace, cafe, sucre, huile, fruit, lait, pate, jus, alimentaire, poisson, epice, miel, croquette
11: brasserie artisanale, brasserie, distillerie, cave cooperative, cidrerie, embouteillage, microbrasserie, micro-brasserie, brasseur, spiritueux, limonade ~ eau minerale, biere, vin, cidre, boisson, rhum, whisky, gin, soda, alcool
13: textile, tissage, filature, tricotage, teinturerie, ennoblissement, industrie textile, bonneterie ~ tissu, fil, linge de maison, couette, corde, moquette, tapis
14: confection de vetement, atelier de couture, atelier de confection, pret a porter, confection, marque de vetement, chemiserie, lingerie ~ vetement, jean, pull, chaussette, uniforme, habit, fourrure, bonnet
15: maroquinerie, tannerie, megisserie, cordonnerie industrielle, maroquinier, manufacture de chaussure ~ cuir, chaussure, sac a main, sac, botte, ceinture, sellerie
16: scierie, menuiserie industrielle, menuiserie bois, menuiserie, charpente bois, tonnellerie, ossature bois, parquet, panneau de bois, caisserie, fabricant de palette, scieur, tonnelier ~ bois, palette, charpente, tonneau, fenetre bois, porte en bois, liege, granule de bois, pellet
17: papeterie, cartonnerie, papetier, usine de papier ~ carton ondule, emballage carton, emballage en carton, papier, carton, ouate, papier peint, enveloppe
18: imprimerie, imprimeur, serigraphie, reliure, arts graphiques ~ impression, etiquette, packaging imprime
19: raffinerie, cokerie, raffinage ~ carburant, bitume, coke
20: chimie, industrie chimique, cosmetique, chimie fine, parfumerie, detergent, chimie verte, savonnerie ~ engrais, peinture, vernis, resine, colle, savon, parfum, gaz industriel, hydrogene, polymere, produit d'entretien, encre, solvant, lessive, shampoing, chimique, creme, biocarburant
21: pharmacie industrielle, laboratoire pharmaceutique, industrie pharmaceutique, pharmaceutique, biotech, biotechnologie ~ medicament, vaccin, principe actif
22: plasturgie, injection plastique, caoutchouc, plasturgiste, extrusion plastique, thermoformage, rotomoulage, menuiserie pvc, plastique injecte, injection de plastique ~ emballage plastique, pneumatique, plastique, bouchon, film plastique, tuyau pvc, fenetre pvc, joint, pneu, composite, sac plastique, bouteille plastique, pvc
23: verrerie, cimenterie, ceramique, tuilerie, briqueterie, faiencerie, beton pret a l'emploi, prefabrication beton, porcelaine, taille de pierre, platrerie industrielle, verrier, cristallerie, beton prefabrique, poterie ~ marbrerie, verre, beton, ciment, brique, tuile, chaux, carrelage, isolant mineral, vitrage, abrasif, parpaing, platre, faience, laine de roche
24: fonderie, siderurgie, acierie, metallurgie, fonderie d'aluminium, laminoir, tube d'acier, trefilerie ~ acier, aluminium, fonte, cuivre, zinc, metaux, inox, lingot, plomb
25: chaudronnerie, mecanique de precision, usinage, decolletage, mecanique generale, tolerie, estampage, emboutissage, traitement de surface, traitement thermique, serrurerie, metallerie, mecanosoudure, coutellerie, charpente metallique, construction metallique, ferronnerie, sous-traitance mecanique, fraisage, chaudronnier, decolleteur, usineur, forgeage, galvanisation, anodisation, chromage, armement, boulonnerie, metallier ~ forge, outillage, decoupage, tournage, moule, visserie, quincaillerie, decoupe laser, soudure industrielle, ressort, piece metallique, piece mecanique, couteau, vis, boulon, arme, cuve, radiateur, outil, emballage metallique, fil metallique, piece usinee, soudure, casserole, poele a frire
26: electronique, semi-conducteur, semiconducteur, carte electronique, microelectronique, horlogerie, optique, equipement medical electronique ~ instrument de mesure, panneau solaire, panneaux solaires, panneau photovoltaique, panneaux photovoltaiques, cellule photovoltaique, module photovoltaique, objet connecte, capteur, puce, composant electronique, ordinateur, montre, lunette de precision, laser, objectif, telephone, drone de mesure, compteur
27: electrotechnique, equipement electrique, appareillage electrique, cablage, electromenager, gigafactory de batterie ~ batterie, moteur electrique, transformateur electrique, luminaire, borne de recharge, armoire electrique, electrolyseur, pile a combustible, cable, eclairage, alternateur, accumulateur, lampe, four menager, lave linge
28: construction de machine, machinisme agricole, robinetterie, mecanique industrielle, constructeur de machine, robinet industriel ~ machine-outil, machine outil, machine agricole, pompe a chaleur, pompes a chaleur, machine speciale, compresseur, eolienne, climatisation industrielle, engin de chantier, convoyeur, machine industrielle, roulement, turbine, ascenseur, machine, pompe, robot, vanne, chaudiere, four industriel, engin, moteur, verin, grue, tracteur, pac, ventilateur, eolien, automate
29: automobile, equipementier automobile, construction automobile, carrosserie industrielle, equipementier auto, camping-car, sous-traitant automobile ~ vehicule electrique, remorque, voiture, auto, camion, autocar, bus, siege auto, piece auto, vehicule
30: aeronautique, construction navale, chantier naval, ferroviaire, aerospatial, construction aeronautique, fabricant de velo, sous-traitant aeronautique, construction ferroviaire ~ spatial, velo electrique, avion, bateau, train, wagon, velo, moto, helicoptere, satellite, drone, voilier, navire, aero
31: meuble, ameublement, ebenisterie, fabricant de meuble, matelas, cuisiniste industriel, ebeniste, fabricant de cuisine ~ literie, agencement, canape, lit, chaise, mobilier, cuisine equipee, sommier
32: bijouterie, joaillerie, jouet, lunetterie, dispositif medical, materiel medical, instrument de musique, article de sport, orthopedie, lunettier, bijoutier, luthier, prothesiste dentaire ~ prothese, implant, bijou, lunette, brosse, stylo, ski, raquette, bougie, seringue, piano, peluche
33: maintenance industrielle, reparation navale, maintenance aeronautique ~ reparation de machine, installation de machine, maintenance de machine, maintenance
35: production d'electricite, producteur d'electricite, production de biogaz, centrale hydroelectrique ~ reseau de chaleur, methanisation, centrale solaire, parc eolien, methaniseur, chaufferie collective, electricite, biogaz, gaz, energie renouvelable, hydroelectricite, biomethane
36: distribution d'eau ~ production d'eau potable, eau potable
37:  ~ assainissement, station d'epuration, eaux usees
38: collecte de dechet, recycleur, valorisation de dechet, ferrailleur, casse auto, ressourcerie, recyclerie ~ recyclage, traitement de dechet, gestion de dechet, centre de tri, dechet, ferraille, tri, compost, recycle
39:  ~ depollution de sol, desamiantage
41: promotion immobiliere, promoteur immobilier, construction de maison, constructeur de maison ~ construction de batiment, maison
42: construction de route ~ travaux publics, genie civil, terrassement, route, pont, canalisation
43: plombier, macon, maconnerie, electricien, couvreur, platrier, chauffagiste, peintre en batiment, second oeuvre, isolation de batiment, artisan du batiment, carreleur, installateur de panneau solaire, menuisier poseur, etancheite, renovation energetique des batiments ~ plomberie, couverture, demolition, isolation, renovation
45: garage auto, garage automobile, garagiste, concession automobile, carrosserie automobile, controle technique, mecanicien auto ~ garage
46: grossiste, commerce de gros, negoce, negociant ~ import-export, centrale d'achat, gros, import
47: commerce de detail, commerce de vetement, magasin de vetement, supermarche, superette, epicerie, librairie, fleuriste, boutique, commerce de proximite, station service, commercant, opticien, bijouterie de detail, magasin de velo, poissonnerie, boucherie, caviste, primeur, tabac ~ pharmacie, e-commerce, vente en ligne, site de vente en ligne, magasin, detail
49: transport routier, transport de marchandise, taxi, ambulance, vtc, autocariste, demenagement, demenageur, fret routier ~ transporteur, transport, transport routier de marchandise
50: transport fluvial, transport maritime ~ ferry
51: compagnie aerienne, transport aerien ~ avion de ligne
52: entreposage, logisticien ~ logistique, plateforme logistique, entrepot logistique, entrepot, stockage
53: messagerie, coursier, livraison de colis ~ colis
55: hotellerie, gite, chambre d'hote, auberge de jeunesse, hotelier ~ hotel, camping, hebergement
56: restaurant, restauration rapide, restauration collective, restaurateur, traiteur, bar, pizzeria, food truck, creperie, brasserie restaurant, cafe restaurant, snack, kebab, bistrot, salon de the ~ restauration
58: edition de logiciel, editeur de logiciel, maison d'edition, edition de livre, jeu video, presse ecrite, saas, editeur de jeu ~ logiciel, appli, application, livre, journal
59: production audiovisuelle, cinema, studio de musique, production de film ~ film
60: radio, chaine de television
61: telecommunication, operateur telecom ~ telecom, fibre
62: developpement informatique, esn, agence web, conseil informatique, ssii, developpeur web ~ informatique, cybersecurite, intelligence artificielle, ia
63: data center, datacenter, hebergement web, centre de donnees ~ donnees
64: societe de gestion ~ banque, holding, finance
65:  ~ assurance, mutuelle
66: courtage ~ courtier, courtage en assurance
68: agence immobiliere, marchand de biens, bailleur social, fonciere, location de bureau, agent immobilier ~ immobilier, location immobiliere
69: cabinet comptable, cabinet d'avocat ~ expert-comptable, expert comptable, avocat, notaire, comptabilite
70: cabinet de conseil, conseil en management, conseil aux entreprises, cabinet conseil ~ consultant, coaching, conseil
71: cabinet d'architecte, geometre, bureau de controle ~ bureau d'etude, bureau d'etudes, ingenierie, architecte, laboratoire d'essai, controle qualite, essai
72: centre de recherche, laboratoire de recherche ~ recherche scientifique, recherche
73: agence de communication, agence de pub, agence de publicite, agence marketing, etude de marche, agence de com ~ publicite, marketing, communication
74: photographe, agence de design, graphiste ~ design industriel, traduction, design
75: veterinaire, clinique veterinaire
77: location de vehicule, location de machine, loueur de materiel ~ location de materiel, location
78: agence d'interim, travail temporaire, agence interim ~ interim
79: agence de voyage, tour operateur ~ voyage
80: securite privee, gardiennage
81: nettoyage industriel, entreprise de nettoyage, paysagiste, societe de nettoyage ~ espaces verts, proprete, nettoyage, entretien
82: centre d'appel, secretariat, conditionnement a facon ~ evenementiel, evenement
85: organisme de formation, ecole privee, auto-ecole, auto ecole, ecole de production, centre de formation, cfa, formateur
86: medecin, cabinet medical, clinique, infirmiere, kinesitherapeute, dentiste, hopital ~ sante
87: ehpad, maison de retraite
88: aide a domicile, services a la personne, esat ~ creche, aide a la personne
90: spectacle vivant, compagnie de theatre, artiste ~ spectacle
91:  ~ musee
93: salle de sport, club de sport, parc de loisir, parc d'attraction ~ loisir
95: reparation d'ordinateur, reparation de telephone, cordonnier, reparation d'electromenager
96: coiffeur, salon de coiffure, institut de beaute, esthetique, pressing, blanchisserie, pompes funebres, tatoueur, coiffeuse, estheticienne, barbier ~ beaute
= commerce: vente au detail ~ commerce
= construction: btp, entreprise du batiment, batiment et travaux publics
= services: prestation de service, prestataire de services, entreprise de services, societe de services
= industrie manufacturière: industrie manufacturiere, manufacture, industriel manufacturier
= agriculture: secteur agricole, monde agricole
"""

_BY_DIVISION = (
    ("agriculture", 1, 2), ("pêche et aquaculture", 3, 3), ("industries extractives", 5, 9), ("agroalimentaire", 10, 11), ("industrie manufacturière", 12, 33),
    ("énergie", 35, 35), ("eau et déchets", 36, 39), ("construction", 41, 43), ("commerce", 45, 47), ("transport", 49, 53), ("services", 55, 63),
    ("finance", 64, 66), ("immobilier", 68, 68), ("services", 69, 99),
)  # fmt: skip
_SECTIONS = (
    ("A", 1), ("B", 5), ("C", 10), ("D", 35), ("E", 36), ("F", 41), ("G", 45), ("H", 49), ("I", 55), ("J", 58), ("K", 64), ("L", 68), ("M", 69), ("N", 77),
    ("O", 84), ("P", 85), ("Q", 86), ("R", 90), ("S", 94), ("T", 97), ("U", 99),
)  # fmt: skip


@dataclass(frozen=True)
class Activity:
    """An activity named in a text (folded): its division (« 28 », « » when only the sector is known), its sector, and its span."""

    words: str
    division: str
    sector: str
    start: int
    end: int
    strong: bool


def sector_of(division: str) -> str:
    """The sector of `CompanyFacts` in which a NAF division lies.

    >>> sector_of("28"), sector_of("11"), sector_of("56")
    ('industrie manufacturière', 'agroalimentaire', 'services')
    """
    number = int(division[:2])
    return next(name for name, first, last in _BY_DIVISION if first <= number <= last)


def section_of(division: str) -> str:
    """The NAF section (a letter) of a division.

    >>> section_of("28"), section_of("56")
    ('C', 'I')
    """
    number = int(division[:2])
    return max((first, letter) for letter, first in _SECTIONS if first <= number)[1]


def is_industry(division: str) -> bool:
    """Sections B to E of the NAF: extraction, manufacturing, energy, water and waste."""
    return section_of(division) in "BCDE"


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, str, bool]]:
    """Folded words → (division, sector, strong)."""
    known: dict[str, tuple[str, str, bool]] = {}
    for line in _TABLE.strip().splitlines():
        head, _, rest = line.partition(": ")
        sector = head[2:] if head.startswith("= ") else sector_of(head)
        division = "" if head.startswith("= ") else head
        strong, _, weak = rest.partition(" ~ ")
        for words, is_strong in ((strong, True), (weak, False)):
            for word in words.split(", "):
                if word.strip() and word.strip() not in known:
                    known[word.strip()] = (division, sector, is_strong)
    return known


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Longest words first; every word of a name may be in the plural."""
    names = sorted(_words(), key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w-])(?:" + "|".join(_plural(name) for name in names) + r")(?![\w-])")


def _plural(name: str) -> str:
    return "[ -]".join(re.escape(word) + ("" if word in ("de", "a", "d", "en", "l") or word.endswith(("s", "x")) else "(?:s|x)?") for word in re.split(r"[ -]", name))


def _singular(found: str) -> str | None:
    """The name in the table that the words found stand for."""
    known = _words()
    if found in known:
        return found
    return next((name for name in known if name[:3] == found[:3] and re.fullmatch(_plural(name), found)), None)


def activities(folded: str) -> list[Activity]:
    """Every name of the table in a folded text (see `french.fold`), in order; what the words around say is the reader's business.

    >>> [(a.words, a.division) for a in activities("pme de chaudronnerie et de pompes a chaleur")]
    [('chaudronnerie', '25'), ('pompes a chaleur', '28')]
    """
    found = []
    for match in _pattern().finditer(folded):
        name = _singular(match[0])
        if name is not None:
            division, sector, strong = _words()[name]
            found.append(Activity(match[0], division, sector, match.start(), match.end(), strong))
    return found
