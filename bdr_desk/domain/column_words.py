"""Words by which the contents of a column are told: given names, legal forms, job titles, streets, places, industries.

Short lists on purpose: a column is judged by the share of its cells, so a list has to know many rows, not all.
Everything is folded (`matching.fold`): lower case without accents.
"""

from bdr_desk.domain.matching import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in text.replace("\n", "").split("|"))


GIVEN_NAMES = _words("""
    aaron abigail adam adrian agnes aisha alan albert alejandro alex alexander alexandra alexis alfred ali alice alicia
    alison allison alvaro amanda amber amelia amir amy ana anders andre andrea andreas andrew andrzej angela angelika
    anil anita anja ann anna anne annette anthony antoine anton antonio antonella arjun arnaud arthur artur ashley astrid
    aurelie axel barbara bart beata beatrice beatriz ben benjamin benoit bernard bernd bernhard beth betty bill birgit
    bjorn bob bogdan bradley brandon brenda brian bruce bruno bryan camila camille carl carla carlo carlos carmen carol
    carolina caroline catarina catherine cathy cecile celine charles charlotte chiara chloe chris christa christian
    christina christine christoph christophe christopher claire clara claude claudia colin connor corinne craig cristina
    cynthia damien dan daniel daniela daniele danielle dariusz dave david deborah delphine denis denise dennis derek
    diana diane diego dieter dirk dmitri dmitry dominik dominique donald donna doris dorota dorothy douglas dylan
    eduardo edward elaine elena eleni eleonora elisa elisabeth elise elizabeth elke ellen elsa emily emma emmanuel eric
    erica erik erika ernst esther ethan eugene eva evelyn ewa fabian fabio fatima federica federico felipe felix
    fernanda fernando filip filippo florence florian francesca francesco francis francisco franck francois francoise
    frank franz fred frederic frederik friedrich gabriel gabriela gail gary genevieve geoffrey george georg georges
    gerald gerard gerhard gianluca gilles giorgio giovanni giulia giuseppe gisela gloria gordon grace graham greg gregory
    guido guillaume gunther gustavo hannah hans harald harold harry hassan heather heidi heike heinrich heinz helen
    helena helene helga helmut henk henri henrik henry herbert hermann holger hugo ian ibrahim ignacio igor ines inga
    inge ingrid irene iris isabel isabelle ivan jack jackie jacek jacob jacqueline jacques jake jakob james jamie jan
    jane janet janice janine jason javier jean jeanne jeff jeffrey jennifer jens jeremy jerome jerry jesper jessica jesus
    jill jim joan joanna joao joe joel johan johann johannes john jon jonas jonathan jordan jorge jose josef joseph
    joshua joyce juan juana judith judy julia julian julie julien jurgen justin kai karen karin karl karsten katarzyna
    kate katharina katherine kathleen kathryn kathy katja kayla keith kelly ken kenneth kerstin kevin kim kirsten klaus
    krzysztof kurt kyle lars laura laurence laurent lauren lea lee lena leo leon leonardo leonie leslie lewis liam linda
    lisa lorenzo lorraine louis louise luc luca lucas lucia lucie luigi luis luisa lukas luke lynn maciej magda magdalena
    malgorzata manfred manon manuel manuela marc marcel marcin marco marcos marek margaret margarida maria marianne marie
    mariana marina mario marion mark markus marta martha martin martina mary massimo mateusz mathieu mathilde matteo
    matthew matthias maurice max maxime megan mehmet melanie melissa michael michaela michal michel michele michelle miguel
    mike mikael mila mohamed mohammed monica monika monique muhammad mustafa nadia nadine nancy natalia natalie natasha
    nathalie nathan neil nicholas nick nicola nicolas nicole niels nigel nikolai nina noah noel nora norbert nuno
    olaf oleg olga oliver olivia olivier omar oscar otto pablo paola paolo pascal patricia patrick patrizia paul paula
    pauline pawel pedro penny per peter petra phil philip philipp philippe phillip pierre pieter piotr priya rachel
    rafael rainer rajesh ralf ralph ramon raquel raymond rebecca regina reinhard renate rene ricardo riccardo richard
    rita rob robert roberta roberto robin rodrigo roger roland rolf roman romain ron ronald rosa rosemary roy ruben
    rudolf rui russell ruth ryan sabine sabrina sally salvatore sam samantha samuel sandra sandrine sara sarah scott sean
    sebastian sebastien serge sergei sergio shane sharon shirley silke silvia simon simone sofia sonia sonja sophia
    sophie stefan stefania stefano steffen stella stephan stephane stephanie stephen steve steven stuart sue suresh
    susan susana susanne sven svetlana sylvia sylvie tamara tanja tara tatiana ted teresa terry theo theodore theresa
    thibault thierry thomas tiago tiffany tim timothy tina tobias todd tom tomas tomasz tommaso tony tracy travis ulrich
    ulrike ursula ute uwe valentina valerie vanessa vera vera veronica veronique victor victoria viktor vincent vincenzo
    virginia virginie vivian vladimir volker walter wanda wayne wei wendy werner wilhelm willem william wojciech
    wolfgang xavier yann yannick yasmin yuki yves yvonne zoe zofia hiroshi takashi kenji akira yoko keiko anneke sanne
    femke daan sander jeroen maarten joost wouter marieke lotte bram pim lieke agnieszka zbigniew grzegorz jerzy stanislaw
    oksana yulia irina ekaterina natalya aleksandr aleksei mikhail andrei pavel nikita joaquim joana leticia thiago
    gustav oskar ludvig freja ingeborg mette lise soren rasmus aino eero jukka mikko tuula
    александр алексей андрей анна антон борис василий виктор владимир галина дмитрий евгений екатерина елена иван игорь
    ирина константин людмила мария максим михаил наталья николай олег ольга павел петр роман светлана сергей татьяна
    юлия юрий
""")  # fmt: skip

SALUTATIONS = _words("""
    mr mrs ms miss mx dr prof professor rev sir dame herr frau herrn m mme mlle monsieur madame sr sra srta sig sig.ra
    signor signora dott dottssa dhr mevr mw dipl ing pan pani господин госпожа don dona hr fr
""")

LEGAL_FORMS = _words("""
    inc incorporated llc llp lp ltd limited plc corp corporation gmbh mbh ag kg ohg gbr ug kgaa ev sarl sas sasu eurl
    snc sca srl spa sl slu sa sau sab bv nv vof ltda lda eireli oy oyj ab asa aps spzoo zoo spolka doo sro zrt kft pty
    pte pvt bhd llp gmbhco hnos hijos cie co ооо оао зао пао ао ип
""") | _words("株式会社 有限会社 合同会社 有限公司")  # fmt: skip

COMPANY_WORDS = _words("""
    hospital hospitals school schools clinic clinics university college academy institute bank group solutions systems
    services holdings holding industries partners technologies technology technical labs laboratories logistics
    manufacturing mills works foods medical health healthcare centre center surgery practice pharmacy church museum
    foundation association council society hotel hotels inn restaurant cafe bakery consulting consultants ventures
    enterprises enterprise international global associates company industrial engineering energy electric construction
    builders supply supplies tools motors automotive transport freight software studio studios media press publishing
    trust insurance realty properties capital partners brothers sons bros farms dairy textiles packaging plastics steel
    klinik klinikum krankenhaus schule hochschule universitat verein stadtwerke werke werk bau maschinenbau handel
    vertrieb logistik spedition technik backerei brauerei gesellschaft genossenschaft sparkasse volksbank apotheke druckerei
    musee museo museu hopital lycee ecole mairie cabinet societe entreprise etablissements ets boulangerie garage
    transports imprimerie domaine chateau industrie grupo hospital colegio universidad instituto construcciones
    talleres bodegas ferreteria panaderia hotel fundacion clinica distribuciones transportes hermanos officina officine
    studio fratelli molino cantina ospedale scuola istituto banca trasporti costruzioni ziekenhuis bakkerij brouwerij
    bouw techniek groep handelsonderneming transportbedrijf zuivel industria comercio padaria escola construcoes
    przedsiebiorstwo zaklad zaklady fabryka hurtownia szpital szkola piekarnia transport uslugi
    завод фабрика компания банк клиника больница школа
""")  # fmt: skip
COMPANY_CJK = (
    "会社",
    "公司",
    "集团",
    "集團",
    "商店",
    "工業",
    "製作所",
    "病院",
    "医院",
    "大学",
    "学院",
    "銀行",
    "银行",
)

TITLE_WORDS = _words("""
    director manager chief officer ceo cfo cto coo cio cmo cso evp svp avp vp president owner founder cofounder engineer
    analyst assistant coordinator specialist buyer purchaser supervisor administrator principal dean chancellor
    controller secretary developer architect technician representative executive chairman chairwoman chair superintendent
    head lead treasurer planner advisor accountant nurse professor lecturer teacher registrar provost pastor
    leiter leiterin leitung geschaftsfuhrer geschaftsfuhrerin geschaftsfuhrung vorstand einkaufer einkauferin einkaufsleiter
    vertriebsleiter produktionsleiter werksleiter betriebsleiter prokurist prokuristin inhaber inhaberin referent
    sachbearbeiter assistenz abteilungsleiter personalleiter itleiter
    directeur directrice responsable gerant gerante chef cheffe charge chargee acheteur acheteuse ingenieur ingenieure
    presidente dirigeant comptable technicien adjoint daf dsi pdg drh
    directora gerente jefe jefa encargado encargada presidenta ingeniero ingeniera tecnico administrador comprador
    direttore direttrice responsabile amministratore amministratrice titolare capo addetto ingegnere impiegato
    hoofd bestuurder inkoper medewerker adviseur eigenaar bedrijfsleider teamleider
    diretor diretora gestor gestora socio coordenador coordenadora analista engenheiro comprador supervisor
    dyrektor kierownik prezes specjalista wlasciciel menedzer inzynier kierowniczka
    vd chefen chef inkopare saljare direktor johtaja toimitusjohtaja paallikko
    директор менеджер начальник руководитель инженер специалист генеральный главный бухгалтер заместитель
""") - {"lead", "principal"}  # fmt: skip
TITLE_CJK = (
    "社長", "部長", "課長", "取締役", "係長", "主任", "代表", "店長", "经理", "主管", "总监", "工程师", "董事", "采购", "总裁"
)  # fmt: skip

STREET_WORDS = _words("""
    street st road rd avenue ave av lane ln drive dr boulevard blvd bd way court ct highway hwy parkway pkwy place terrace
    suite ste floor square close crescent row unit route rt box pike circle cir loop plaza broadway
    rue chemin impasse quai allee cours voie zi za zac faubourg lieu
    calle avda avenida paseo carrer c/ poligono pol plaza camino ctra carretera ronda
    via viale piazza corso strada largo vicolo localita
    rua travessa praca estrada alameda rodovia
    ul al aleja plac os ulica
    weg platz allee gasse ring damm ufer chaussee str strasse markt
    straat laan plein kade gracht dijk singel
    ул улица проспект пр пер переулок шоссе наб
""")  # fmt: skip
STREET_ENDINGS = (
    "strasse", "str", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "straat", "laan", "plein", "kade",
    "gracht", "dijk", "singel", "gatan", "vagen", "vej", "gade", "gata", "veien", "katu", "tie",
)  # fmt: skip

INDUSTRIES = _phrases(
    "manufacturing|healthcare|health care|hospital and health care|software|computer software|information technology"
    "|information technology and services|it services|saas|retail|logistics|transportation|construction|education"
    "|higher education|finance|financial services|banking|insurance|real estate|hospitality|food and beverages|food"
    "|food production|food processing|automotive|energy|oil and gas|utilities|telecommunications|telecom|pharmaceuticals"
    "|biotechnology|agriculture|farming|mining|chemicals|textiles|aerospace|defense|media|marketing and advertising"
    "|advertising|consulting|management consulting|legal services|law|public sector"
    "|wholesale|consumer goods|electronics|machinery|industrial automation|engineering|packaging|packaging and containers"
    "|medical devices|plastics|metals|printing|security|travel|tourism|sports|entertainment|restaurants|utilities"
    "|maschinenbau|elektrotechnik|handel|großhandel|einzelhandel|lebensmittel|lebensmittelindustrie|gesundheitswesen"
    "|bildung|bau|bauwesen|baugewerbe|logistik|versicherung|banken|energie|chemie|automobil|automobilindustrie|kunststoff"
    "|metall|metallverarbeitung|pharma|tourismus|landwirtschaft|textil|verpackung"
    "|industrie|commerce|bâtiment|btp|santé|éducation|logistique|transport|agroalimentaire|assurance|banque|énergie"
    "|automobile|chimie|tourisme|agriculture|services|textile|emballage|hôtellerie|informatique|métallurgie"
    "|industria|comercio|construcción|salud|sanidad|educación|logística|transporte|alimentación|seguros|banca|energía"
    "|automoción|química|turismo|agricultura|hostelería|informática|metalurgia|textil"
    "|commercio|edilizia|costruzioni|sanità|istruzione|logistica|trasporti|alimentare|assicurazioni|banche|chimica"
    "|meccanica|metalmeccanica|turismo|tessile|agricoltura|informatica|imballaggio"
    "|bouw|zorg|onderwijs|logistiek|voeding|voedingsmiddelen|handel|groothandel|industrie|landbouw|chemie|energie"
    "|construção|saúde|educação|alimentos|varejo|indústria|tecnologia|agronegócio|comércio"
    "|produkcja|handel|budownictwo|transport|logistyka|spożywcza|medycyna|edukacja|energetyka|rolnictwo|przemysł"
    "|製造業|小売業|卸売業|建設業|情報通信業|医療|教育|物流|運輸業|食品|金融|制造业|零售|零售业|物流业|建筑|建筑业|医疗|食品加工|软件|互联网"
    "|производство|торговля|строительство|логистика|медицина|образование|машиностроение|энергетика|пищевая промышленность"
)

COUNTRIES = _phrases(
    "united states|united states of america|usa|us|canada|mexico|brazil|argentina|chile|colombia|peru|united kingdom|uk"
    "|great britain|england|scotland|wales|northern ireland|ireland|france|germany|austria|switzerland|netherlands"
    "|the netherlands|belgium|luxembourg|denmark|sweden|norway|finland|iceland|poland|czech republic|czechia|slovakia"
    "|hungary|romania|bulgaria|greece|italy|spain|portugal|turkey|ukraine|russia|israel|india|china|japan|south korea"
    "|singapore|malaysia|australia|new zealand|south africa|united arab emirates|egypt|morocco|deutschland|österreich"
    "|schweiz|frankreich|italien|spanien|niederlande|belgien|polen|vereinigtes königreich|grossbritannien|usa|allemagne"
    "|autriche|suisse|belgique|pays bas|espagne|italie|royaume uni|états unis|pologne|alemania|francia|españa|italia"
    "|portugal|reino unido|estados unidos|méxico|países bajos|bélgica|suiza|germania|spagna|svizzera|paesi bassi|regno unito"
    "|stati uniti|nederland|belgië|duitsland|frankrijk|polska|niemcy|francja|brasil|alemanha|espanha|frança|sverige|norge"
    "|danmark|suomi|türkiye|日本|中国|美国|韩国|россия|украина|беларусь|казахстан|deu|fra|gbr|esp|ita|nld|pol|prt|aut|che|bel|can|aus"
)

STATES = {
    "US": _words("al ak az ar ca co ct dc de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc"
                 " nd oh ok or pa pr ri sc sd tn tx ut vt va vi wa wv wi wy"),
    "CA": _words("ab bc mb nb nl ns nt nu on pe qc sk yt"),
    "AU": _words("act nsw nt qld sa tas vic wa"),
    "BR": _words("ac al am ap ba ce df es go ma mg ms mt pa pb pe pi pr rj rn ro rr rs sc se sp to"),
    "IT": _words("ag al an ao ap aq ar at av ba bg bi bl bn bo br bs bt bz ca cb ce ch cl cn co cr cs ct cz en fc fe fg"
                 " fi fm fr ge go gr im is kr lc le li lo lt lu mb mc me mi mn mo ms mt na no nu or pa pc pd pe pg pi pn"
                 " po pr pt pu pv pz ra rc re rg ri rm rn ro sa si so sp sr ss su sv ta te tn to tp tr ts tv ud va vb vc"
                 " ve vi vr vt vv"),
}  # fmt: skip
STATE_NAMES = _phrases(
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois"
    "|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana"
    "|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon"
    "|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia"
    "|wisconsin|wyoming|ontario|quebec|british columbia|alberta|manitoba|saskatchewan|nova scotia|new brunswick"
    "|new south wales|victoria|queensland|south australia|western australia|tasmania"
    "|baden württemberg|bayern|berlin|brandenburg|bremen|hamburg|hessen|mecklenburg vorpommern|niedersachsen"
    "|nordrhein westfalen|rheinland pfalz|saarland|sachsen|sachsen anhalt|schleswig holstein|thüringen|bavaria|hesse"
    "|auvergne rhône alpes|bourgogne franche comté|bretagne|centre val de loire|corse|grand est|hauts de france"
    "|île de france|normandie|nouvelle aquitaine|occitanie|pays de la loire|provence alpes côte d azur"
    "|andalucía|aragón|asturias|cantabria|castilla la mancha|castilla y león|cataluña|comunidad valenciana|extremadura"
    "|galicia|la rioja|madrid|murcia|navarra|país vasco|lombardia|lazio|campania|sicilia|veneto|emilia romagna|piemonte"
    "|puglia|toscana|calabria|sardegna|liguria|marche|abruzzo|friuli venezia giulia|umbria|basilicata|molise"
    "|noord holland|zuid holland|utrecht|noord brabant|gelderland|limburg|overijssel|friesland|groningen|drenthe|zeeland"
    "|flevoland|mazowieckie|małopolskie|śląskie|wielkopolskie|dolnośląskie|łódzkie|pomorskie|lubelskie|podkarpackie"
    "|bedfordshire|berkshire|buckinghamshire|cambridgeshire|cheshire|cleveland|cornwall|county durham|co durham|cumbria"
    "|derbyshire|devon|dorset|east sussex|essex|gloucestershire|greater manchester|hampshire|herefordshire|hertfordshire"
    "|kent|lancashire|leicestershire|lincolnshire|merseyside|middlesex|norfolk|north yorkshire|northamptonshire"
    "|northumberland|nottinghamshire|oxfordshire|shropshire|somerset|south yorkshire|staffordshire|suffolk|surrey"
    "|tyne and wear|warwickshire|west midlands|west sussex|west yorkshire|wiltshire|worcestershire"
    "|東京都|大阪府|京都府|北海道|愛知県|神奈川県|福岡県|北京|北京市|上海|上海市|广东|广东省|江苏省|浙江省|московская область"
)

YES_NO = _words(
    "y n yes no true false t f 1 0 x ja nein j oui non o si sim nao tak nie да нет vrai faux wahr falsch dnc optout ok"
)

# Big and frequent places; the column of cities is mostly found beside the state or the postal code.
CITIES = _phrases(
    "new york|los angeles|chicago|houston|phoenix|philadelphia|san antonio|san diego|dallas|san francisco|austin|boston"
    "|seattle|denver|atlanta|miami|portland|detroit|minneapolis|cleveland|london|manchester|birmingham|leeds|glasgow"
    "|edinburgh|bristol|liverpool|sheffield|cardiff|belfast|dublin|cork|berlin|hamburg|münchen|munich|köln|cologne"
    "|frankfurt|frankfurt am main|stuttgart|düsseldorf|leipzig|dresden|hannover|nürnberg|bremen|wien|vienna|graz|zürich"
    "|basel|bern|genève|paris|lyon|marseille|toulouse|nice|nantes|lille|bordeaux|strasbourg|rennes|madrid|barcelona"
    "|valencia|sevilla|zaragoza|bilbao|málaga|roma|milano|torino|napoli|bologna|firenze|genova|verona|amsterdam|rotterdam"
    "|utrecht|den haag|eindhoven|antwerpen|bruxelles|brussels|gent|lisboa|porto|braga|coimbra|são paulo|rio de janeiro"
    "|curitiba|warszawa|kraków|wrocław|poznań|gdańsk|łódź|stockholm|göteborg|malmö|københavn|aarhus|oslo|bergen|helsinki"
    "|tampere|toronto|montreal|vancouver|calgary|ottawa|sydney|melbourne|brisbane|perth|auckland|tokyo|osaka|東京|大阪|横浜市"
    "|上海|北京|深圳|广州|杭州|москва|санкт петербург|новосибирск|казань|екатеринбург|mexico city|bogotá|buenos aires"
    "|mumbai|delhi|bangalore|singapore"
)
