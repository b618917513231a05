"""Short forms of given names, by language, and the family names that too many people share to tell anybody apart.

Written by hand from everyday use. Each line is a given name and what it is shortened to; two names are one when they stand
in one line. A short form may stand in several lines (Alex is Alexander or Alexandra, who are two people).
"""

_ENGLISH = """
abigail abby gail; abraham abe bram; adelaide addie; agnes aggie; albert al bert bertie;
alexander alex alec sandy xander lex; alexandra alex sandra sandy lexi; alfred al alf fred freddie; alice ali;
alison ali allie; amanda mandy; andrew andy drew; angela angie; anne ann anna annie; anthony tony ant; antonia toni;
archibald archie; arnold arnie; arthur art artie; barbara barb babs barbie; benjamin ben benny benji; bernard bernie;
beverly bev; bradley brad; brian bryan; bridget biddy; caroline carrie carol; catherine cathy kate katie cath;
katherine kathy kate katie kathryn kath kat; cassandra cassie; cecilia cissy; charles charlie chuck chas;
charlotte charlie lottie; christina chris chrissy tina christine; christopher chris kit; clarence clary;
clifford cliff; clinton clint; constance connie; cornelius neil; curtis curt; cynthia cindy; daniel dan danny;
danielle dani; david dave davy; deborah deb debbie debra; dennis denny; derek del; diana di diane; dominic dom nick;
donald don donny; dorothy dot dottie dolly; douglas doug; edmund ed eddie ned ted; edward ed eddie ted ned teddy;
edwin ed eddie; eleanor ellie nell nora; elizabeth liz beth betty lizzie eliza betsy libby lisa; emily em emmy;
eric rick ricky; ernest ernie; eugene gene; evelyn evie; florence flo; frances fran francie;
francis frank fran frankie; franklin frank; frederick fred freddie fritz; gabriel gabe; gabrielle gabby;
geoffrey geoff; george georgie; gerald gerry jerry; gerard gerry; gertrude trudy; gilbert gil; gillian gill jill;
gordon gordy; gregory greg; gwendolyn gwen; harold harry hal; harriet hattie; helen nell; henry harry hank hal;
herbert herb bert; howard howie; hubert bert; hugh hughie; isaac ike; isabella bella izzy isabel; jacob jake;
jacqueline jackie; james jim jimmy jamie; jane janie; janet jan; jeffrey jeff; jennifer jen jenny; jeremy jerry jem;
jerome jerry; jessica jess jessie; joanna jo joanne; john jack johnny jon; jonathan jon jonny; joseph joe joey;
josephine jo josie; joshua josh; joyce joy; judith judy; julia julie jules; kenneth ken kenny; kimberly kim;
lawrence larry lawrie; laurence larry laurie; leonard len lenny leo; leroy roy; leslie les; lewis lew;
lillian lil lily; louis lou; louise lou; lucille lucy; madeline maddie; malcolm mal; marcus marc mark;
margaret maggie meg peggy marge greta margie madge; marjorie marge; martha marty; martin marty; matthew matt matty;
maureen mo; maurice mo; maxwell max; maximilian max; megan meg; melanie mel; melissa mel missy lissa;
michael mike mick micky mikey; michelle shelly; mildred millie; mitchell mitch;
mohammed mo mohamed muhammad mohammad; montgomery monty; nancy nan; natalie nat; natasha tasha;
nathaniel nat nate nathan; nicholas nick nicky nicolas; nicole nicky nikki; norman norm; oliver ollie;
olivia liv livvy; oscar ozzie; pamela pam; patricia pat patty tricia trish patsy; patrick pat paddy; paul paulie;
penelope penny; percival percy; peter pete; philip phil phillip; priscilla cilla; rachel rach; randolph randy;
raymond ray; rebecca becky becca; reginald reg reggie; richard rick dick rich richie ricky;
robert rob bob bobby robbie bert; roberta bobbie; roderick rod; rodney rod; roger rodge; roland rollo;
ronald ron ronnie; rosemary rose rosie; rudolph rudy; rupert bert; russell russ; samantha sam sammie;
samuel sam sammy; sandra sandy; sarah sally sadie sara; sebastian seb bastian; sharon shaz; sheila shell; sidney sid;
simon si; solomon sol; sophia sophie; stanley stan; stephanie steph; stephen steve stevie steven; stuart stu stewart;
susan sue suzie susie; suzanne sue; sylvester sly; tabitha tabby; tamara tammy; terence terry;
teresa terry tess theresa; theodore ted teddy theo; thomas tom tommy; timothy tim timmy; tobias toby; tracy trace;
valerie val; vernon vern; veronica ronnie; victor vic; victoria vicky tori; vincent vince vinny; virginia ginny;
vivian viv; wallace wally; walter walt wally; warren wren; wesley wes; wilfred wilf;
william bill will billy willy liam; winifred winnie; winston win; woodrow woody; yvonne vonnie; zachary zach zack
"""
_GERMAN = """
andreas andi andy; annegret anne; benedikt bene; bernhard bernd; brigitte gitte biggi; christian chris;
christoph chris stoffel; dieter didi; dorothea doro dörte; eberhard ebi; elisabeth lisa elsa lise elli sissi;
ferdinand ferdi; franziska franzi; friedrich fritz friedel; georg schorsch jörg; gerhard gerd gert; günter günther;
gustav gustl; hannelore hanne; heinrich heinz heiner; hildegard hilde; hubertus hubert; ingeborg inge; jakob jockel;
joachim jochen achim; johann hans johannes hannes; josef sepp jupp; jürgen jörg; karin kari;
katharina kathi käthe katrin; klaus nikolaus claus; konrad kurt conny; leonhard leo; magdalena lena leni;
manfred manni; margarete grete gretel; matthias matze hias mathias; maximilian max; michael michi michel;
reinhard reiner; rüdiger rudi; sabine bine; sebastian basti wastl; siegfried sigi; stefan steffen stephan;
stephanie steffi stefanie; susanne susi sanne; theodor theo; thomas tommi; ulrich uli ulli; ulrike uli rike;
ursula uschi ulla; valentin vali; viktoria vicky; wilhelm willi wim; wolfgang wolf wolfi
"""
_ROMANCE = """
alejandro alex jandro; alessandro sandro ale; alexandre alex; alfonso fonso; antoine tonio;
antonio toni toño nino tonino; beatriz bea; benoît ben; bernardo nardo; carlos carlitos charly; catherine cathy;
christophe chris; concepción concha conchita; dominique dom; dolores lola; eduardo edu lalo duda;
enrique quique kike; ernesto neto; federico fede kiko; fernando nando fer; francesco franco cecco ciccio;
francisco paco pancho fran chico curro; françois fanfan; frédéric fred; gabriele lele; gertrudis tula;
giovanni gianni nanni; giuseppe beppe pino peppe; giuliana giuli; gonzalo gonzo; guadalupe lupe;
guillermo memo guille; gustavo gus; ignacio nacho; isabel isa chabela; jacques jacky; javier javi; jean jeannot;
jerónimo jero; joão joãozinho; josé pepe zé; josefina pepa; jorge coque; laurent lolo; leonardo leo; lorenzo renzo;
luigi gigi; luis lucho; manuel manolo manu; manuela manoli; marcello cello; margarita rita; maría mari;
mario mariolino; maximiliano maxi; mercedes merche; miguel migue; michele lele; nicolas nico; nicolás nico;
patricia patri; philippe phil; pilar pili; rafael rafa; ramón moncho; ricardo ricky; roberto beto; rosario charo;
salvatore totò turi; santiago santi; sébastien seb; sergio checo; stéphane steph; teresa tere; thierry titi;
tommaso masi; valentina vale; vicente chente; vincenzo enzo; xavier xavi
"""
_NORTHERN = """
adriaan arie; anders andreas; antonius toon ton teun; bartholomeus bart mees; christiaan chris; cornelis kees cor;
cornelia corrie; elisabeth lisbet bettan; frederik frits frederick; gerardus gerard gert; gerrit ger; gijsbert gijs;
gunnar gunni; hendrik henk rik; henrik henke; jacobus koos jaap; jan janus; johan joop; johannes jan hans joop johan;
katarina katja; kristian kris; kristoffer stoffer; lambertus bert; lars lasse; laurens lau; magnus manne;
margareta greta; maria marja; mikael micke; nicolaas klaas niek; nils nisse; petrus piet peter; petronella nel;
pieter piet; per pelle; rasmus ras; sebastiaan bas; søren sørn; stefan steffe; theodorus theo dirk; torbjørn tobben;
vilhelm ville; wilhelmus wim willem; wilhelmina mien willy
"""
_SLAVIC = """
aleksander alek olek; aleksandr sasha sanya shura alexander; aleksandra ola sasha;
aleksey alyosha lyosha alexey alexei; anastasia nastya asya; andrzej jędrek; anna anya ania; antoni antek;
barbara basia; boris borya; daria dasha; dmitry dima mitya dmitri dmitriy; ekaterina katya; elena lena yelena;
elżbieta ela; evgeny zhenya yevgeny evgeniy eugene; evgenia zhenya; fyodor fedya; gennady gena; grigory grisha;
grzegorz grzesiek; irina ira; ivan vanya; jakub kuba; jan janek jasiek; jerzy jurek; józef józek; katarzyna kasia;
konstantin kostya; krzysztof krzysiek; ksenia ksyusha; larisa lara; leonid lyonya; lyudmila lyuda mila;
małgorzata gosia; maria masha marysia; maxim max maksim; mikhail misha; mikołaj mikolaj; nadezhda nadya;
natalia natasha; nikolai kolya nikolay; oksana ksana; olga olya; paweł pawełek; pavel pasha; petr petya pyotr;
piotr piotrek; polina polya; roman roma; sergei seryozha sergey; stanisław staszek; stanislav slava stas;
svetlana sveta; tadeusz tadek; tatiana tanya; tomasz tomek; tomáš tom; valentin valya; vasily vasya; viktor vitya;
vladimir volodya vova vlad vladimír; vladislav vlad; vyacheslav slava; wojciech wojtek; yekaterina katya ekaterina;
yulia yulya julia; yuri yura yury; zbigniew zbyszek; zofia zosia
"""
_OTHERS = """
abdullah abdul; ebrahim ibrahim; fatima fatma fatimah; hassan hasan; hussein husain hussain; yusuf yousef yousuf;
mehmet memo; mustafa musti; krishnamurthy krish; lakshmi laxmi; rajesh raj; rajendra raj; sandeep sandy;
srinivas srini srinivasan; subramanian subbu; venkatesh venky; gáspár gazsi; györgy gyuri; istván pista isti;
jános jancsi; józsef józsi jóska; lászló laci; mihály misi; sándor sanyi; zoltán zoli; charalampos babis;
christos chris; dimitrios dimitris mitsos; emmanouil manolis; georgios giorgos george; ioannis yannis giannis;
konstantinos kostas costas; panagiotis panos takis; nikolaos nikos; spyridon spyros
"""
LANGUAGES = (_ENGLISH, _GERMAN, _ROMANCE, _NORTHERN, _SLAVIC, _OTHERS)

# Shared by so many that an initial or one letter tells nothing: the head of each country's list of family names.
COMMON_FAMILIES = frozenset(
    (
        "kim", "lee", "park", "choi", "jung", "kang", "cho", "yoon", "jang", "lim", "han", "shin", "kwon", "song", "oh",
        "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun", "ma", "zhu", "hu",
        "guo", "he", "lin", "luo", "gao", "wong", "chan", "chang", "cheng", "tan", "ng", "ho", "lau", "leung", "yu",
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "vu", "vo", "dang", "bui", "do",
        "singh", "kumar", "patel", "sharma", "khan", "ali", "gupta", "reddy", "das", "ahmed", "shah", "hussain",
        "sato", "suzuki", "takahashi", "tanaka", "watanabe", "ito", "yamamoto", "nakamura", "kobayashi",
        "smith", "johnson", "williams", "brown", "jones", "davis", "miller", "wilson",
        "garcia", "rodriguez", "gonzalez", "fernandez", "lopez", "martinez", "hernandez", "perez", "sanchez", "silva", "santos",
        "muller", "schmidt", "schneider", "fischer", "meyer", "maier", "meier", "weber",
        "jensen", "hansen", "nielsen", "johansen", "andersson", "johansson", "karlsson", "eriksson",
        "ivanov", "ivanova", "smirnov", "smirnova", "nowak", "yilmaz", "kaya", "demir",
    )
)  # fmt: skip


def read_lines() -> dict[str, frozenset[int]]:
    """Each name, and the lines it stands in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(";".join(LANGUAGES).split(";")):
        for name in line.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}
