"""The usual names of columns in call lists, in the languages lists come in, and which field each one means.

Names are compared plain: see `plain_header`. `EXACT` is searched first, then without the words that say whose the value
is ("Company City"); `SIMILAR` is tried in order on what is left. A second name in `AMBIGUOUS` is decided by what else a
list has. The exports of the usual programs (Salesforce, HubSpot, Dynamics, Zoho, Pipedrive, Outlook, Google Contacts,
Apollo, ZoomInfo, Cognism, Lusha, D&B Hoovers, Thunderbird) are read by these names.
"""

import re
from functools import lru_cache

from bdr_desk.domain.matching import fold

# Fields of a row. A number's kind (mobile, home, switchboard) is chosen by naming the kind as the field.
FIELDS: dict[str, str] = {
    "company": "company",
    "name": "full name",
    "given_name": "first name",
    "middle_name": "middle name",
    "family_name": "last name",
    "title": "job title",
    "phone": "phone",
    "mobile": "mobile phone",
    "home": "home phone",
    "switchboard": "switchboard",
    "extension": "extension",
    "email": "e-mail",
    "website": "website",
    "street": "street",
    "city": "city",
    "state": "state",
    "postal_code": "postal code",
    "country": "country",
    "industry": "industry",
    "size": "employees",
    "updated": "last updated",
    "do_not_call": "do not call",
    "note": "note",
}
PHONE_FIELDS = ("phone", "mobile", "home", "switchboard")
MANY = frozenset((*PHONE_FIELDS, "email", "street", "note"))  # fields that several columns may fill
PLACE_FIELDS = ("street", "city", "state", "postal_code", "country")

# The best name of a field comes first: it wins when a list has several.
NAMES: dict[str, str] = {
    "company": "company|company name|account name|account|organization|organisation|organization name|organisation name"
    "|business name|business|employer|institution|instnm|firm|firm name|legal name|trading name|hospital"
    "|hospital name|school|school name|practice name|facility name|associated company|primary company|person organization"
    "|current company|firma|firmenname|unternehmen|organisation firma|betrieb|einrichtung|entreprise|société"
    "|raison sociale|dénomination|nom de l entreprise|nom entreprise|établissement|enseigne|empresa|compañía|razón social"
    "|nombre de la empresa|nombre empresa|nombre comercial|denominación social|organización|ditta|azienda"
    "|ragione sociale|società|denominazione|nome azienda|bedrijf|bedrijfsnaam|organisatie|handelsnaam|instelling"
    "|nome da empresa|razão social|nome fantasia|organização|nazwa firmy|nazwa|przedsiębiorstwo|företag"
    "|företagsnamn|virksomhed|virksomhedsnavn|bedrift|yritys|yrityksen nimi|şirket|firma adı|společnost"
    "|회사명|회사|업체명|会社名|会社"
    "|企業名|法人名|社名|勤務先|公司|公司名称|公司名稱|企业名称|单位"
    "|单位名称|компания|организация|название компании|название"
    "|наименование|предприятие",
    "name": "full name|contact name|practice manager|headteacher|head teacher|contact|contact person|display name"
    "|person|person name|chfnm|name"
    "|name of contact|decision maker|ansprechpartner|ansprechpartnerin|kontaktperson|vollständiger name|kontakt"
    "|vor und nachname|vorname nachname|vorname und nachname|nom complet|nom prénom|prénom nom|nom et prénom"
    "|prénom et nom|interlocuteur|personne à contacter|nom du contact|contacto|persona de contacto|nombre completo"
    "|nombre y apellidos|apellidos y nombre|nombre del contacto|nome completo|nominativo|referente|nome e cognome"
    "|cognome e nome|persona di riferimento|contatto|naam|contactpersoon|volledige naam|naam contactpersoon"
    "|pessoa de contacto|contato|pessoa de contato|nome do contato|imię i nazwisko|nazwisko i imię|osoba kontaktowa"
    "|kontaktperson namn|namn|navn|nimi|yhteyshenkilö|ad soyad|이름|성명|담당자|氏名|お名前"
    "|担当者|担当者名|名前|姓名|联系人|聯絡人|фио"
    "|контактное лицо|контакт|ф и о",
    "given_name": "first name|given name|forename|first names|given names|forenames"
    "|christian name|first|firstname|fname|vorname|rufname|prénom|nombre"
    "|nombre de pila|nome|primo nome|voornaam|primeiro nome|imię|förnamn|fornavn|etunimi|ad|jméno|名|名字|имя",
    "middle_name": "middle name|additional name|middle initial|middle|middlename|mi|second name|zweiter vorname"
    "|deuxième prénom|segundo nombre|secondo nome|tussenvoegsel|nome do meio|drugie imię|отчество",
    "family_name": "last name|family name|surname|lastname|last|lname|nachname|familienname|zuname|nom de famille|nom"
    "|apellido|apellidos|primer apellido|cognome|achternaam|familienaam|sobrenome|apelido|nazwisko|efternamn"
    "|efternavn|etternavn|sukunimi|soyad|soyadı|příjmení|姓|姓氏|фамилия",
    "title": "job title|title|position|job|role|job role|chftitle|organization title|person job title|function"
    "|designation|occupation|funktion|berufsbezeichnung|stellenbezeichnung|position im unternehmen|titel|poste|fonction"
    "|intitulé du poste|poste occupé|qualité|titre|cargo|puesto|función|posición|puesto de trabajo|qualifica"
    "|ruolo|mansione|posizione|carica|functie|functietitel|rol|função|posição|stanowisko|funkcja|befattning|stilling"
    "|titteli|tehtävänimike|ünvan|unvan|pozice|직책|직위|직급|役職|役職名|肩書|职位|职务|職位|职称|должность",
    "phone": "phone|phone number|telephone|telephone number|tel|work phone|business phone|office phone|direct"
    "|direct phone|direct dial|direct line|direct number|direct phone number|ddi|work direct phone|work|work number"
    "|office|phone no|tel no|telephone no|telefon|telefonnummer|rufnummer|tel nr|telefonnr|durchwahl|fon"
    "|telefon geschäftlich|telefon firma|telefon dienstlich|festnetz|tel professionnel|téléphone"
    "|téléphone professionnel|téléphone fixe|numéro de téléphone|n de téléphone|ligne directe|fixe|teléfono"
    "|número de teléfono|teléfono directo|teléfono fijo|teléfono trabajo|telefono|numero di telefono|telefono ufficio"
    "|telefono diretto|recapito telefonico|telefoon|telefoonnummer|telefoon werk|telefone|número de telefone|telefone fixo"
    "|telefone comercial|numer telefonu|telefon służbowy|nr telefonu|nr tel|tlf|puhelin|puhelinnumero"
    "|전화번호|전화|電話番号|電話|直通"
    "|电话|电话号码|联系电话|聯絡電話|телефон|рабочий телефон|номер телефона"
    "|phone value|primary phone|contact phone|contact phone number|person phone work|person phone|person phone other"
    "|other phone|additional phone",
    "mobile": "mobile|mobile phone|mobile number|mobile phone number|cell|cell phone|cellphone|cell number"
    "|person phone mobile|handy|handynummer|mobil|mobiltelefon|mobilnummer|mobil telefon|portable|tel portable"
    "|téléphone portable|téléphone mobile|móvil|teléfono móvil|celular|cellulare|telefono cellulare|mobiel"
    "|mobiele telefoon|mobiel nummer|telemóvel|telefone celular|telefone móvel|komórka|telefon komórkowy|matkapuhelin"
    "|cep telefonu|gsm|휴대폰|휴대전화|핸드폰|携帯|携帯電話|携帯番号|手机"
    "|手机号|手机号码|手機|мобильный|мобильный телефон|сотовый",
    "home": "home phone|home|home telephone|private phone|person phone home|telefon privat|tel domicile"
    "|téléphone domicile|teléfono particular|teléfono casa|telefono casa|telefoon thuis|telefone residencial"
    "|telefon domowy|自宅電話|домашний телефон",
    "switchboard": "switchboard|main phone|main number|main line|company phone|company phone number|company main phone"
    "|head office phone|hq phone|company hq phone|corporate phone|corporate number|hq|hq number|gentele|zentrale"
    "|telefonzentrale|telefon zentrale|standard|standard téléphonique|téléphone standard|centralita"
    "|teléfono centralita|centralino|telefono centralino|telefooncentrale|algemeen nummer|central telefónica"
    "|telefone geral|centrala|växel|代表電話|代表番号|总机|總機",
    "extension": "extension|ext|phone ext|phone extension|durchwahlnummer|nebenstelle|poste téléphonique|extensión"
    "|interno|ramal|toestelnummer|wewnętrzny|内線|分机|добавочный",
    "email": "email|e mail|email address|e mail address|primary email|work email|business email|person email work"
    "|contact email|mail|email value|e mail value|person email|emailadresse|e mail adresse|mailadresse|courriel"
    "|adresse email|adresse e mail|adresse mail|adresse électronique|mél|correo|correo electrónico|dirección de correo"
    "|posta elettronica|indirizzo email|indirizzo e mail|e mailadres|emailadres|mailadres|correio eletrônico"
    "|correio eletrónico|endereço de email|adres e mail|adres email|poczta|e post|epost|mejl|sähköposti|e posta"
    "|이메일|메일|メールアドレス|メール|eメール|邮箱|电子邮件|电子邮箱|邮件"
    "|電子郵件|почта|эл почта|электронная почта|e mail адрес|имейл"
    "|secondary email|personal email|private email|other email|person email other|person email home",
    "website": "website|web site|company website|web|webaddr|url|website url|web address|web page|homepage|home page"
    "|website value|domain|company domain|company domain name|domain name|company url|www|webseite|internetseite"
    "|internetadresse|internet|site web|site internet|site|adresse web|sitio web|página web|sito web|sito internet|sito"
    "|webadres|website adres|sítio web|página|strona www|strona internetowa|www strona|hemsida|webbplats|hjemmeside"
    "|nettside|verkkosivu|kotisivu|홈페이지|웹사이트|ホームページ|ウェブサイト|网址|网站|網址|сайт|веб сайт",
    "street": "street|street address|address|addr|add|work address|business street|business address|mailing street"
    "|billing street|address line|address street|street name|organization address|company street address"
    "|address street house number|organization street house number of address|postal address|straße"
    "|straße und hausnummer|straße hausnummer|anschrift|adresse|rue|voie|adresse postale|numéro et rue|dirección|calle"
    "|domicilio|indirizzo|via|straat|adres|straat en huisnummer|endereço|rua|morada|logradouro|ulica|adres ulica|adress"
    "|gatuadress|gate|osoite|katuosoite|sokak|주소|住所|所在地|地址|详细地址|адрес|улица",
    "city": "city|town|work city|business city|mailing city|billing city|locality|city town|town city|suburb|post town"
    "|organization city town village locality of address|ort|stadt|wohnort|ville|commune|localité|ciudad|localidad"
    "|población|municipio|città|comune|località|plaats|woonplaats|gemeente|vestigingsplaats|cidade|concelho|localidade"
    "|miasto|miejscowość|stad|postort|by|poststed|kaupunki|postitoimipaikka|şehir"
    "|město|市区町村|市|城市|город|населенный пункт"
    "|home city",
    "state": "state|state province|province|stabbr|state code|work state|business state|mailing state|billing state"
    "|state region|region state|state or province|state county|province state|address region|state abbreviation"
    "|bundesland|kanton|county|région|département|provincia|estado|comunidad autónoma|regione|prov|provincie|distrito|uf"
    "|województwo|län|fylke|region|都道府県|省份|省|область|регион|край|home state",
    "postal_code": "zip|zip code|zipcode|postal code|postcode|post code|postal|zip postal code|postal zip code"
    "|zip postcode|work zip code|work zipcode|business postal code|mailing zip|mailing zip postal code|billing zip"
    "|address postal code|organization zip postal code of address|eircode|pin code|pincode|plz|postleitzahl|code postal"
    "|cp|código postal|c p|cap|codice postale|codice avviamento postale|cep|cod postal|kod pocztowy|kod|postnummer"
    "|postnr|postinumero|posta kodu|psč|郵便番号|邮编|邮政编码|郵遞區號|индекс|почтовый индекс|home zip code",
    "country": "country|country region|country name|work country|business country region|business country"
    "|mailing country|billing country|address country|organization country of address|country code|nation|country iso"
    "|land|staat|pays|país|paese|nazione|stato|kraj|maa|ülke|země|国|国名|国家|國家|страна|home country",
    "industry": "industry|primary industry|industry name|sector|vertical|line of business|sic desc|sic description"
    "|us digit sic description|branche|wirtschaftszweig|brancheneintrag|secteur|secteur d activité|activité"
    "|domaine d activité|sector de actividad|sector industrial|industria|actividad|settore|settore di attività"
    "|settore merceologico|sectoren|bedrijfstak|setor|setor de atividade|ramo|ramo de atividade|segmento|branża|sektor"
    "|bransch|toimiala|sektör|業種|業界|行业|所属行业|отрасль|сфера деятельности",
    "size": "employees|number of employees|no of employees|num employees|numemployees|employee count|headcount"
    "|company size|company headcount|employee range|employees total|no emps|emps|ee count"
    "|employee no|ma anzahl|employees range|staff|employees single site"
    "|mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|beschäftigte|anzahl beschäftigte|mitarbeiteranzahl|unternehmensgröße"
    "|effectif|effectifs|nombre d employés|nombre de salariés|taille de l entreprise|salariés|tranche d effectif"
    "|empleados|número de empleados|nº de empleados|n empleados|plantilla|tamaño de la empresa|dipendenti"
    "|numero dipendenti|n dipendenti|numero di dipendenti|addetti|aantal medewerkers|medewerkers|aantal werknemers"
    "|bedrijfsgrootte|número de funcionários|funcionários|colaboradores|nº de funcionários|porte|liczba pracowników"
    "|zatrudnienie|pracownicy|antal anställda|antal ansatte|henkilöstö|çalışan sayısı|従業員数|社員数|员工人数|员工数"
    "|人员规模|сотрудники|количество сотрудников|численность|число сотрудников",
    "updated": "last verified|date verified|verified on|verified at|last updated|updated|last update|last modified"
    "|last modified date|last modified time|modified|modified on|modified time|modified date|date modified|date updated"
    "|update date|update time|person update time|updated at|updated on|last checked|record date|data date|as of"
    "|primary email last verified at|stand|letzte aktualisierung|aktualisiert|aktualisiert am|letzte änderung"
    "|geändert am|änderungsdatum|geprüft am|zuletzt geprüft|datenstand|date de mise à jour|mise à jour|mis à jour le"
    "|maj|date maj|dernière mise à jour|dernière modification|date de modification|vérifié le"
    "|date de vérification|fecha de actualización|última actualización|actualizado|última modificación"
    "|fecha de modificación|fecha actualización|ultimo aggiornamento|data aggiornamento|aggiornato il|data modifica"
    "|data ultima modifica|laatst bijgewerkt|laatst gewijzigd|bijgewerkt op|wijzigingsdatum|gewijzigd op"
    "|data de atualização|última atualização|atualizado em|data da atualização|data aktualizacji|zaktualizowano"
    "|ostatnia aktualizacja|data modyfikacji|senast uppdaterad|更新日|最終更新日|最終更新|更新时间|更新日期|дата обновления"
    "|обновлено|дата изменения",
    "do_not_call": "do not call|dnc|do not contact|has opted out of call|opt out|opted out|opt out phone|phone opt out"
    "|call opt out|do not phone|donotphone|no call|do not allow phone calls|direct dnc|mobile dnc|phone dnc|tps"
    "|ctps|tps ctps|tel tps|phone tps|mobile tps"
    "|do not call flag|phone do not call|anrufsperre|telefonsperre|nicht anrufen|werbesperre|kontaktsperre|sperrvermerk"
    "|ne pas appeler|ne pas contacter|bloctel|opposition|liste rouge|no llamar|no contactar|lista robinson|non chiamare"
    "|non contattare|registro opposizioni|niet bellen|bel me niet|bel me niet register|não ligar|não contactar"
    "|não perturbe|nie dzwonić|电话不可|電話不可|請勿致電|请勿致电|не звонить",
    "note": "notes|note|comments|comment|remarks|remark|description|notizen|notiz|bemerkung|bemerkungen|anmerkung"
    "|anmerkungen|kommentar|remarque|remarques|commentaire|commentaires|notas|observaciones|comentarios|osservazioni"
    "|annotazioni|commenti|opmerking|opmerkingen|notities|observações|comentários|uwagi|notatki|anteckningar|noteringar"
    "|bemærkninger|huomautukset|notlar|備考|メモ|비고|메모|备注|備註|комментарий|примечание|заметки|комментарии",
}

_WHOSE = frozenset(
    (
        "account", "address", "business", "company", "contact", "corporate", "employer", "headquarters", "hq", "lead",
        "location", "mailing", "billing", "shipping", "home", "work", "office", "other", "organization", "organisation",
        "person", "personal", "prospect", "primary", "main", "current", "firmen", "firma", "entreprise", "empresa",
    )
)  # fmt: skip
_NEVER = re.compile(
    r"\b(fax|telefax|faksi?|pager|telex|isdn|tty|tdd|radio|car|callback|ids?|count|date|datum|score|rating|grade|quality"
    r"|footnotes?|status|opt|dnc|verified|type|typ|code|source|confidence|label|birth|birthday|anniversary|owner"
    r"|assistant|assistants|asst|manager|managers|spouse|parent|linkedin|facebook|twitter|xing|instagram|youtube|skype"
    r"|nick ?name|yomi|phonetic|bounced|sent|open|opens|opened|replied|mail display|for emails?|email domain"
    r"|profile|logo|photo|picture|checksum|revenue|umsatz|keywords|technologies|department|seniority|level"
    r"|prefix|suffix|salutation|gender|flag|legacy|deal)\b"
)
_TEL = (
    r"(phones?|telephones?|telefone?|telefonos?|tels?|telefonnummer|rufnummer|fon|fone|tlf|telefoon|telefoonnummer"
    r"|puhelin|телефон)"
)
_FIRM = (
    r"(company|organi[sz]ation|business|employer|firma|firmen|unternehmens?|entreprise|societe|empresa|account|hospital"
    r"|institution|school|college|university|practice|clinic|facility|agency|store|club|provider|dealer|hotel|restaurant"
    r"|museum|shop|charity|brand|vendor|supplier|customer|client|exhibitor|member)"
)
_CALLS = r"(calls?|phone|phone calls?|telephone|contact|telemarketing)"
_BEFORE_NEVER = (
    (rf"\b(do not|dont|never|no)( allow)? {_CALLS}\b|\bopt(ed|s)? out( of)? {_CALLS}\b|\bdnc\b", "do_not_call"),
    (r"\b(last|date|datum|zuletzt) (\w+ )?(updated?|modified|verified|checked|refreshed|confirmed)\b", "updated"),
    (r"\b(updated?|modified|verified|refreshed|checked|changed) (on|at|date|time)\b", "updated"),
)  # fmt: skip
_SIMILAR = (
    (r"\b(mobiles?|cell|cellphone|handy|gsm|movil|mobil|portable|cellulare|mobiel)\b", "mobile"),
    (rf"\b(home|private|privat|personal)\b.*\b{_TEL}\b|\b{_TEL}\b.*\b(home|privat|domicile)\b", "home"),
    (rf"\b(switchboard|main|company|corporate|hq|zentrale|central|standard)\b.*\b{_TEL}\b", "switchboard"),
    (rf"\b{_TEL}\b.*\b(switchboard|zentrale|standard|centralita|centralino)\b", "switchboard"),
    (rf"\b{_TEL}\b", "phone"),
    (r"\b(emails?|e mails?|courriel|correo)\b", "email"),
    (r"\b(website|web site|web page|webseite|homepage|url|web|site web|site internet)\b", "website"),
    (r"\b(first|given|fore|christian) ?name\b|\bvorname\b|\bprenom\b|\bvoornaam\b", "given_name"),
    (r"\b(last|family|sur) ?name\b|\bnachname\b|\bnom de famille\b|\bapellidos?\b|\bcognome\b", "family_name"),
    (r"\b(job|position|contact|person|work) ?(title|role|function)\b", "title"),
    (rf"\b{_FIRM} (legal |official )?name\b|\bname of (the )?{_FIRM}\b", "company"),
    (r"^nom (officiel |commercial )?(du|de la|de l|des|d) \w+|\bnombre de la \w+", "company"),
    (r"\b(contact|full|person|display|complete)\b.*\bname\b|\bname of contact\b", "name"),
    (r"\bpost ?codes?\b|\bpostal codes?\b|\bzip ?codes?\b|\bzip$|\bpostleitzahl\b", "postal_code"),
    (r"\b(no|number|num|of) (of )?employees\b|\bemployees\b", "size"),
    (r"\bindustry\b|\bbranche\b", "industry"),
    (r"\bstreet( address)?( line)?$|\b(address|adresse|addr) (line|ligne|zeile)$", "street"),
    (r"\b(post )?(town|city)$", "city"),
    (r"\bcountry( region)?$", "country"),
    (r"\bstate( province| region)?$", "state"),
)  # fmt: skip
SIMILAR = tuple((re.compile(pattern), field) for pattern, field in _SIMILAR)
_RULED_FIRST = tuple((re.compile(pattern), field) for pattern, field in _BEFORE_NEVER)
_LIKENESS = 100  # ranks from here on are no exact names


@lru_cache(maxsize=4096)
def plain_header(header: str) -> str:
    """A header without case, accents, punctuation and counting numbers; words run together by capitals come apart."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    words = [word for word in re.sub(r"\d+", " ", fold(apart)).split() if word != "custom"]
    if len(words) > 1 and words[-1] == "c":  # Salesforce's own fields: Direct_Phone__c
        words.pop()
    return " ".join(words)


EXACT: dict[str, tuple[str, int]] = {
    plain_header(name): (field, rank)
    for field, names in NAMES.items()
    for rank, name in enumerate(names.split("|"))
}


@lru_cache(maxsize=4096)
def field_named(header: str) -> tuple[str, int] | None:
    """The field a header means and how well it fits: a rank, lower is better, 100 and more for a likeness."""
    plain = plain_header(header)
    if plain in EXACT:
        return EXACT[plain]
    if ruled := _alike(plain, _RULED_FIRST):
        return ruled
    if _NEVER.search(re.sub(r"\b(zip|post|postal|country|state) code\b", "", plain)):
        return None
    return _of_somebody(plain) or _alike(plain, SIMILAR)


def never_a_field(header: str) -> bool:
    """Whether a header says that its column is none of the fields, whatever stands in it (Fax, Lead Owner, Spouse)."""
    return field_named(header) is None and bool(_NEVER.search(plain_header(header)))


def _of_somebody(plain: str) -> tuple[str, int] | None:
    """The field of "Company City", "Person Zip Code": the words that say whose it is left out."""
    words = plain.split()
    while len(words) > 1 and words[0] in _WHOSE:
        words = words[1:]
        found = EXACT.get(" ".join(words))
        if found and (found[0] not in PHONE_FIELDS or "home" not in plain):
            return (found[0], _LIKENESS - 1) if found[0] not in ("company", "name") else None
    return None


def _alike(plain: str, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> tuple[str, int] | None:
    found = ((field, _LIKENESS + i) for i, (like, field) in enumerate(patterns) if like.search(plain))
    return next(found, None)


def is_exact(rank: int) -> bool:
    """Whether a rank of `field_named` is of a name known as it stands."""
    return rank < _LIKENESS
