"""The countries of the world: their names in English and, where a country has one time zone, its zone.

From tzdata's iso3166.tab and zone.tab. A country whose further zones are a base, a village or a few islands, or tell the
same time, counts as one (China's offices keep Beijing's time, Kazakhstan is one zone since 2024); those with several
are in `domain.regions`.
"""

_ONE_ZONE = {
    "Africa": (
        "AO=Luanda BF=Ouagadougou BI=Bujumbura BJ=Porto-Novo BW=Gaborone CF=Bangui CG=Brazzaville CI=Abidjan "
        "CM=Douala DJ=Djibouti DZ=Algiers EG=Cairo EH=El_Aaiun ER=Asmara ET=Addis_Ababa GA=Libreville GH=Accra "
        "GM=Banjul GN=Conakry GQ=Malabo GW=Bissau KE=Nairobi LR=Monrovia LS=Maseru LY=Tripoli MA=Casablanca "
        "ML=Bamako MR=Nouakchott MW=Blantyre MZ=Maputo NA=Windhoek NE=Niamey NG=Lagos RW=Kigali SD=Khartoum "
        "SL=Freetown SN=Dakar SO=Mogadishu SS=Juba ST=Sao_Tome SZ=Mbabane TD=Ndjamena TG=Lome TN=Tunis "
        "TZ=Dar_es_Salaam UG=Kampala ZA=Johannesburg ZM=Lusaka ZW=Harare"
    ),
    "America": (
        "AG=Antigua AI=Anguilla AR=Argentina/Buenos_Aires AW=Aruba BB=Barbados BL=St_Barthelemy BO=La_Paz "
        "BQ=Kralendijk BS=Nassau BZ=Belize CO=Bogota CR=Costa_Rica CU=Havana CW=Curacao DM=Dominica "
        "DO=Santo_Domingo EC=Guayaquil GD=Grenada GF=Cayenne GP=Guadeloupe GT=Guatemala GY=Guyana HN=Tegucigalpa "
        "HT=Port-au-Prince JM=Jamaica KN=St_Kitts KY=Cayman LC=St_Lucia MF=Marigot MQ=Martinique MS=Montserrat "
        "NI=Managua PA=Panama PE=Lima PM=Miquelon PR=Puerto_Rico PY=Asuncion SR=Paramaribo SV=El_Salvador "
        "SX=Lower_Princes TC=Grand_Turk TT=Port_of_Spain UY=Montevideo VC=St_Vincent VE=Caracas VG=Tortola "
        "VI=St_Thomas"
    ),
    "Arctic": "SJ=Longyearbyen",
    "Asia": (
        "AE=Dubai AF=Kabul AM=Yerevan AZ=Baku BD=Dhaka BH=Bahrain BN=Brunei BT=Thimphu CN=Shanghai CY=Nicosia "
        "GE=Tbilisi HK=Hong_Kong IL=Jerusalem IN=Kolkata IQ=Baghdad IR=Tehran JO=Amman JP=Tokyo KG=Bishkek "
        "KH=Phnom_Penh KP=Pyongyang KR=Seoul KW=Kuwait KZ=Almaty LA=Vientiane LB=Beirut LK=Colombo MM=Yangon "
        "MO=Macau MY=Kuala_Lumpur NP=Kathmandu OM=Muscat PH=Manila PK=Karachi PS=Hebron QA=Qatar SA=Riyadh "
        "SG=Singapore SY=Damascus TH=Bangkok TJ=Dushanbe TL=Dili TM=Ashgabat TW=Taipei UZ=Tashkent VN=Ho_Chi_Minh "
        "YE=Aden"
    ),
    "Atlantic": "BM=Bermuda CV=Cape_Verde FK=Stanley FO=Faroe GS=South_Georgia IS=Reykjavik SH=St_Helena",
    "Europe": (
        "AD=Andorra AL=Tirane AT=Vienna AX=Mariehamn BA=Sarajevo BE=Brussels BG=Sofia BY=Minsk CH=Zurich "
        "CZ=Prague DE=Berlin DK=Copenhagen EE=Tallinn FI=Helsinki FR=Paris GB=London GG=Guernsey GI=Gibraltar "
        "GR=Athens HR=Zagreb HU=Budapest IE=Dublin IM=Isle_of_Man IT=Rome JE=Jersey LI=Vaduz LT=Vilnius "
        "LU=Luxembourg LV=Riga MC=Monaco MD=Chisinau ME=Podgorica MK=Skopje MT=Malta NL=Amsterdam NO=Oslo "
        "PL=Warsaw RO=Bucharest RS=Belgrade SE=Stockholm SI=Ljubljana SK=Bratislava SM=San_Marino TR=Istanbul "
        "UA=Kyiv VA=Vatican"
    ),
    "Indian": (
        "CC=Cocos CX=Christmas IO=Chagos KM=Comoro MG=Antananarivo MU=Mauritius MV=Maldives RE=Reunion SC=Mahe "
        "TF=Kerguelen YT=Mayotte"
    ),
    "Pacific": (
        "AS=Pago_Pago CK=Rarotonga FJ=Fiji GU=Guam MH=Majuro MP=Saipan NC=Noumea NF=Norfolk NR=Nauru NU=Niue "
        "NZ=Auckland PN=Pitcairn PW=Palau SB=Guadalcanal TK=Fakaofo TO=Tongatapu TV=Funafuti VU=Efate WF=Wallis "
        "WS=Apia"
    ),
}
_NAMES = (
    "AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania; AM "
    "Armenia; AO Angola; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW Aruba; AX Åland "
    "Islands; AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; BD Bangladesh; BE Belgium; BF Burkina "
    "Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin; BL St Barthelemy; BM Bermuda; BN Brunei; BO "
    "Bolivia; BQ Caribbean NL; BR Brazil; BS Bahamas; BT Bhutan; BW Botswana; BY Belarus; BZ Belize; CA "
    "Canada; CC Cocos (Keeling) Islands; CD Democratic Republic of the Congo; CF Central African Rep.; CG "
    "Republic of the Congo; CH Switzerland; CI Côte d'Ivoire; CK Cook Islands; CL Chile; CM Cameroon; CN "
    "China; CO Colombia; CR Costa Rica; CU Cuba; CV Cape Verde; CW Curaçao; CX Christmas Island; CY Cyprus; "
    "CZ Czech Republic; DE Germany; DJ Djibouti; DK Denmark; DM Dominica; DO Dominican Republic; DZ Algeria; "
    "EC Ecuador; EE Estonia; EG Egypt; EH Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ "
    "Fiji; FK Falkland Islands; FM Micronesia; FO Faroe Islands; FR France; GA Gabon; GB United Kingdom; GD "
    "Grenada; GE Georgia; GF French Guiana; GG Guernsey; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia; GN "
    "Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece; GT Guatemala; GU Guam; GW Guinea-Bissau; GY "
    "Guyana; HK Hong Kong; HN Honduras; HR Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland; IL "
    "Israel; IM Isle of Man; IN India; IQ Iraq; IR Iran; IS Iceland; IT Italy; JE Jersey; JM Jamaica; JO "
    "Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros; KN Saint Kitts and "
    "Nevis; KP North Korea; KR South Korea; KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos; LB Lebanon; "
    "LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg; LV "
    "Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF Saint Martin; MG Madagascar; MH "
    "Marshall Islands; MK North Macedonia; ML Mali; MM Myanmar; MN Mongolia; MO Macau; MP Northern Mariana "
    "Islands; MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX "
    "Mexico; MY Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger; NF Norfolk Island; NG "
    "Nigeria; NI Nicaragua; NL Netherlands; NO Norway; NP Nepal; NR Nauru; NU Niue; NZ New Zealand; OM Oman; "
    "PA Panama; PE Peru; PF French Polynesia; PG Papua New Guinea; PH Philippines; PK Pakistan; PL Poland; PM "
    "Saint Pierre and Miquelon; PN Pitcairn; PR Puerto Rico; PS Palestine; PT Portugal; PW Palau; PY "
    "Paraguay; QA Qatar; RE Réunion; RO Romania; RS Serbia; RU Russia; RW Rwanda; SA Saudi Arabia; SB Solomon "
    "Islands; SC Seychelles; SD Sudan; SE Sweden; SG Singapore; SH St Helena; SI Slovenia; SK Slovakia; SL "
    "Sierra Leone; SM San Marino; SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST Sao Tome and "
    "Principe; SV El Salvador; SX Sint Maarten; SY Syria; SZ Eswatini; TC Turks and Caicos Islands; TD Chad; "
    "TG Togo; TH Thailand; TJ Tajikistan; TK Tokelau; TL East Timor; TM Turkmenistan; TN Tunisia; TO Tonga; "
    "TR Turkey; TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; TZ Tanzania; UA Ukraine; UG Uganda; US United "
    "States; UY Uruguay; UZ Uzbekistan; VA Vatican City; VC Saint Vincent; VE Venezuela; VG British Virgin "
    "Islands; VI US Virgin Islands; VN Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa; YE Yemen; YT "
    "Mayotte; ZA South Africa; ZM Zambia; ZW Zimbabwe"
)

ONE_ZONE: dict[str, str] = {
    country: f"{area}/{city}"
    for area, pairs in _ONE_ZONE.items()
    for country, city in (pair.split("=") for pair in pairs.split())
}
COUNTRY_NAMES: dict[str, str] = dict(item.split(" ", 1) for item in _NAMES.split("; "))


def country_name(country: str) -> str:
    """ "Germany" of "DE"; the code itself where it is not known."""
    return COUNTRY_NAMES.get(country, country)


_WITH_ARTICLE = ("AE", "BS", "CD", "CF", "CG", "DO", "GB", "GM", "KY", "MV", "NL", "PH", "SC", "TC", "US")


def country_in_words(country: str) -> str:
    """As it stands in a sentence: "Germany", "the United States"."""
    return f"the {country_name(country)}" if country in _WITH_ARTICLE else country_name(country)
