"""Rows as lists of each language hold them (made-up people in real towns), with the encodings such lists still come in."""

SAMPLES: dict[str, tuple[tuple[str, ...], str]] = {
    "german": (
        ("cp1252", "cp850", "cp437", "mac_roman"),
        "Firma;Ansprechpartner;Stadt\nMüller Möbel GmbH;Jürgen Großmann;München\nBäckerei Schäfer;Käthe Jäger;Köln\n"
        "Söhnlein Gerüstbau;Günther Weiß;Düsseldorf\nÖkohaus Fürth;Björn Krämer;Fürth\nHärtl Präzision;Jörg Böhm;Tübingen\n",
    ),
    "french": (
        ("cp1252", "cp850", "mac_roman"),
        "Société;Contact;Ville\nCafé Crème;Hélène Lefèvre;Orléans\nMenuiserie Bézier;François Gérard;Saint-Étienne\n"
        "Hôtel de la Gare;Zoé Bâtard;Angoulême\nGarçon & Fils;Noëlle Béranger;Besançon\nDépôt Févry;Andrée Prévôt;Nîmes\n",
    ),
    "spanish": (
        ("cp1252", "cp850", "mac_roman"),
        "Empresa;Contacto;Ciudad\nPeñalver Diseño;José Muñoz;Málaga\nConstrucción Ibáñez;Begoña Núñez;Cádiz\n"
        "Telefonía Gómez;Ramón Ordóñez;A Coruña\nJamón López;Inés Álvarez;Córdoba\nAsesoría Peña;María Martínez;León\n",
    ),
    "english": (
        ("cp1252", "mac_roman"),
        "Company,Contact,City\nHarbour Café,Chloë O’Neil,Bath\nElm & Sons – Joinery,Zoë Brown,York\nNaïve Design,Ann Lee,Hull\n",
    ),
    "polish": (
        ("cp1250", "iso8859_2"),
        "Firma;Kontakt;Miasto\nŻółw Meble;Łukasz Wiśniewski;Łódź\nPiekarnia Dębowa;Małgorzata Kowalczyk;Wrocław\n"
        "Usługi Świątek;Grażyna Wójcik;Kraków\nZakład Szewski;Michał Zieliński;Gdańsk\n"
        "Księgarnia Pod Lipą;Paweł Dąbrowski;Poznań\n",
    ),
    "czech": (
        ("cp1250", "iso8859_2"),
        "Firma;Kontakt;Město\nPekařství Dvořák;Jiří Novák;Plzeň\nTruhlářství Černý;Zdeněk Procházka;České Budějovice\n"
        "Květinářství Růže;Lenka Dvořáková;Olomouc\nŠkoda & syn;Tomáš Svěrák;Ústí nad Labem\nMlékárna Žďár;Věra Němcová;Žďár\n",
    ),
    "hungarian": (
        ("cp1250", "iso8859_2"),
        "Cég;Kapcsolattartó;Város\nSütőipari Kft.;Szűcs Győző;Győr\nErdőgazdaság Zrt.;Kovács Gergő;Székesfehérvár\n"
        "Fűtéstechnika;Tóth Ágnes;Nyíregyháza\nBőrdíszmű;Szőke Ildikó;Gödöllő\nGyógyfürdő;Nagy Ödön;Hajdúböszörmény\n",
    ),
    "russian": (
        ("cp1251", "koi8_r", "cp866", "mac_cyrillic"),
        "Компания;Контакт;Город\nСеверный Завод;Иван Петров;Москва\nКнижная лавка;Ольга Смирнова;Санкт-Петербург\n"
        "Мебель Плюс;Дмитрий Соколов;Новосибирск\nУральские станки;Екатерина Щербакова;Екатеринбург\n"
        "Хлебозавод;Юрий Жуков;Казань\n",
    ),
    "greek": (
        ("cp1253",),
        "Εταιρεία;Επαφή;Πόλη\nΑρτοποιείο Ήλιος;Γιώργος Παπαδόπουλος;Αθήνα\nΞυλουργείο;Ελένη Νικολάου;Θεσσαλονίκη\n"
        "Βιβλιοπωλείο;Κώστας Δημητρίου;Πάτρα\nΚτήμα Ρόδου;Μαρία Ιωάννου;Ηράκλειο\n",
    ),
    "turkish": (
        ("cp1254",),
        "Şirket;Yetkili;Şehir\nGüneş Mobilya;Ayşe Yıldız;İstanbul\nDoğan İnşaat;Çağlar Öztürk;Diyarbakır\n"
        "Işık Kırtasiye;Gülşen Şahin;Muğla\nBağ Tarım;Uğur Kılıç;Eskişehir\n",
    ),
    "japanese": (
        ("cp932", "euc_jp", "iso2022_jp"),
        "会社名,担当者,市\n株式会社さくら商店,山田太郎,東京都千代田区\nみどり建設,佐藤花子,大阪市\n北山印刷,鈴木一郎,名古屋市\nひかりデザイン,高橋ゆき,札幌市\n",
    ),
    "chinese": (
        ("gb18030",),
        "公司,联系人,城市\n东方贸易有限公司,王小明,上海\n北方机械制造厂,李丽华,北京\n海天软件技术公司,张建国,深圳\n长江物流集团,刘春燕,武汉\n",
    ),
    "taiwanese": (
        ("big5",),
        "公司,聯絡人,城市\n東方貿易有限公司,王小明,臺北市\n北方機械製造廠,李麗華,新竹市\n海天軟體技術公司,張建國,高雄市\n長江物流集團,劉春燕,臺中市\n",
    ),
    "korean": (
        ("cp949",),
        "회사,담당자,도시\n동방무역 주식회사,김민수,서울특별시\n한빛 출판사,이영희,부산광역시\n"
        "대한 기계공업,박지훈,대구광역시\n푸른 소프트웨어,최수진,인천광역시\n",
    ),
}  # fmt: skip
