"""Names nobody bears, and names that are often made up although people bear them: word tables by culture.

Every entry is a full name in any order of its words; it is compared without case, accents, titles and punctuation.
A single word means somebody entered as that word alone. Common real names ("Lisa Simpson", "Maria Rossi") have no place here.
"""

# Characters and puns whose full name no birth register would hold.
FICTIONAL = """
Pepe Le Pew; Pepe Lepew; Foghorn Leghorn; Speedy Gonzales; Marvin Martian; Sylvester Cat; Goofy; Goofy Goof;
Pluto Dog; Wile Coyote; Thor Odinson; Loki Laufeyson; Katniss Everdeen; Peeta Mellark; Arya Stark; Sansa Stark;
Ned Stark; Cersei Lannister; Jaime Lannister; Khal Drogo; Aragorn; Gimli; Sauron; Saruman; Arwen Undomiel;
Padme Amidala; Lando Calrissian; Jabba Hutt; Jabba the Hutt; Qui Gon Jinn; Mace Windu; Kylo Ben;
Neville Longbottom; Bellatrix Lestrange; Sirius Black Potter; Optimus Prime; Bumblebee Transformer;
Leonidas Sparta; Maximus Decimus Meridius; Rick Sanchez; Morty Smith Sanchez; Philip J Fry; Bender Rodriguez;
Turanga Leela; Cosmo Kramer; Gordon Gekko; Patrick Bateman; Jay Gatsby; Atticus Finch; Huckleberry Finn;
Tom Sawyer Finn; Ebenezer Scrooge; Oliver Twist; Moby Dick; Captain Ahab; Captain Nemo; Captain America;
Steve Rogers America; Black Widow; Doctor Who; Doctor Strange; Green Lantern; Charlie Chocolate; Veruca Salt;
Augustus Gloop; Ariel Mermaid; Little Mermaid; Prince Charming; Princess Jasmine; Peter Pettigrew; Woody Pride;
Jessica Rabbit; Roger Rabbit; Inspector Gadget; Inspector Clouseau; Bozo Clown; Bozo the Clown; Jolly Roger;
Uncle Sam; Mother Goose; Jack Frost; Father Time; Mother Teresa; Rip Van Winkle; Romeo Montague; Juliet Capulet;
Rumpelstiltskin; Rapunzel; Pocahontas; Phillip McCrevice; Ivan Jerganov; Amanda Reckonwith; Ophelia Pain;
Paige Turner Book; Tess Tickle; Willie Stroker; Craven Morehead; Gabe Itch; Mya Buttreeks; Mike Oxlong;
Mike Litoris; Ben Dova; Jenny Talia; Dick Head; Harry Cover; Sacha Touille; Sacha Hutte; Ella Danloss;
Guy Liguili; Jean Tanrien; Justin Ptipeu; Laure Dinateur; Phil Alapat; Yves Remord; Anna Nass; Lasse Reinböng;
Wilma Bier; Ratoncito Pérez; Ratoncito Miguelito; Paperoga; Pippo Pluto; Gastone Paperone; Qui Quo Qua;
Rossi Qualunque; Пётр Первый; Баба Яга; Кощей Бессмертный; Илья Муромец; 孫悟飯; 孫悟天; Mickey Mouse; Micky Mouse;
Minnie Mouse; Mickie Mouse; Mighty Mouse; Donald Duck; Daisy Duck; Daffy Duck; Scrooge McDuck; Huey Duck;
Dewey Duck; Louie Duck; Bugs Bunny; Lola Bunny; Easter Bunny; Elmer Fudd; Porky Pig; Yosemite Sam;
Wile E Coyote; Road Runner; Tweety Bird; Woody Woodpecker; Homer Simpson; Bart Simpson; Marge Simpson;
Ned Flanders; Moe Szyslak; Krusty Clown; Monty Burns; Fred Flintstone; Wilma Flintstone; Barney Rubble;
Betty Rubble; Scooby Doo; Shaggy Rogers; Yogi Bear; Boo Boo; Top Cat; Popeye; Popeye Sailor; Olive Oyl;
Betty Boop; Spongebob Squarepants; Sponge Bob; Squidward Tentacles; Eric Cartman; Peter Griffin; Stewie Griffin;
Darth Vader; Luke Skywalker; Anakin Skywalker; Leia Organa; Princess Leia; Han Solo; Obi Wan Kenobi; Boba Fett;
Chewbacca; Master Yoda; Jar Jar Binks; Kylo Ren; Frodo Baggins; Bilbo Baggins; Gandalf; Gandalf Grey;
Samwise Gamgee; Legolas; Gollum; Hermione Granger; Albus Dumbledore; Severus Snape; Draco Malfoy;
Lord Voldemort; Voldemort; Rubeus Hagrid; Ron Weasley; Ginny Weasley; Luna Lovegood; Sherlock Holmes;
Santa Claus; Santa; Father Christmas; Tooth Fairy; Batman; Superman; Spiderman; Spider Man; Iron Man;
Wonder Woman; Hulk; Incredible Hulk; Catwoman; Super Man; Bat Man; Lex Luthor; Snow White; Cinderella;
Tinker Bell; Captain Hook; Winnie Pooh; Winnie the Pooh; Paddington Bear; Humpty Dumpty; Mary Poppins;
Willy Wonka; Hello Kitty; Super Mario; Princess Peach; Sonic Hedgehog; Sonic the Hedgehog; Donkey Kong; Pac Man;
Pikachu; Ash Ketchum; Buzz Lightyear; Shrek; Jack Skellington; Kermit Frog; Kermit the Frog; Miss Piggy;
Fozzie Bear; Big Bird; Cookie Monster; Bruce Banner; Hannibal Lecter; Forrest Gump; Keyser Soze; Ferris Bueller;
Marty McFly; Indiana Jones; Austin Powers; Ron Burgundy; Napoleon Dynamite; Borat Sagdiyev; Inigo Montoya;
Walter White Heisenberg; Sheldon Cooper; Michael Scott Dunder; Dwight Schrute; Daenerys Targaryen;
Tyrion Lannister; Homer J Simpson; Adolf Hitler; Jesus Christ; Napoleon Bonaparte; Genghis Khan; Attila Hun;
Vlad Dracula; Count Dracula; Santa Clause; John Q Public; Jane Q Public; A N Other; Joe Sixpack; Joe Blow;
Mr Nobody; John Q Customer; Hugh Jass; Heywood Jablome; Haywood Jablome; Seymour Butts; Seymour Butz; Ben Dover;
IP Freely; I P Freely; Amanda Hugginkiss; Amanda Huggenkiss; Oliver Klozoff; Ollie Tabooger; Jacques Strap;
Al Coholic; Phil McCracken; Phil McCrackin; Harry Baals; Hugh Mungus; Mike Rotch; Ivana Tinkle;
Maya Normousbutt; Bea Oproblem; Barry McKockiner; Moe Lester; Jack Mehoff; Dixie Normous; Deez Nuts; Joe Mama;
Yo Mama; Holden McGroin; Connie Lingus; Max Mustermann; Erika Mustermann; Maximilian Mustermann;
Martina Mustermann; Moritz Mustermann; Lieschen Müller; Otto Normalverbraucher; Otto Normal; Micky Maus;
Minnie Maus; Dagobert Duck; Gustav Gans; Tick Trick; Pippi Langstrumpf; Biene Maja; Pumuckl; Rainer Zufall;
Rainer Wahnsinn; Klaus Trophobie; Claire Grube; Ernst Haft; Hein Blöd; Käpt'n Blaubär; Bernd Brot; Kater Karlo;
Rosa Schlüpfer; Erika Gabler Muster; Asterix; Obelix; Asterix Gaulois; Asterix le Gaulois; Tintin Milou;
Gaston Lagaffe; Lucky Luke; Monsieur Toutlemonde; Monsieur Tout le monde; Tout le monde; Tartempion;
Machin Chose; Madame Michu; Alain Terieur; Alex Terieur; Alain Proviste; Paul Ochon; Jean Bonbeurre;
Jean Peuplu; Sarah Croche; Jean Neymar; Gerard Menvussa; Gérard Mensoif; Larry Golade; Mickey Souris;
Oncle Picsou; Balthazar Picsou; Père Noël; Fulano; Fulana; Fulano de Tal; Fulano Tal; Fulana de Tal; Mengano;
Zutano; Perengano; Perico de los Palotes; Don Quijote; Don Quixote; Sancho Panza; Pato Donald; Raton Mickey;
Raton Perez; Chapulin Colorado; El Chavo; Chavo del Ocho; Elba Lazo; Aitor Tilla; Elsa Pato; Elena Nito;
Elvis Teck; Armando Bronca; Armando Bronca Segura; Aquiles Bailo; Aquiles Brinco; Rosa Melano; Benito Camelas;
Alan Brito Delgado; Juan Nadie; Topolino; Paolino Paperino; Paperino; Zio Paperone; Paperon de Paperoni;
Paperina; Pinocchio; Pinco Pallino; Tizio Caio; Tal dei Tali; Babbo Natale; Sempronio; Jan Modaal; Pietje Puk;
Jan met de Pet; Donald Eend; Sinterklaas; Guust Flater; Jip Janneke; Musse Pigg; Mimmi Pigg; Kalle Anka;
Joakim von Anka; Medel Svensson; Pippi Långstrump; Anders And; Mikkel Mus; Mikke Mus; Skrue McDuck; Langbein;
Julemanden; Julenissen; Jultomten; Ola Nordmann; Kari Nordmann; Matti Meikäläinen; Maija Meikäläinen; Aku Ankka;
Mikki Hiiri; Roope Ankka; Joulupukki; Kaczor Donald; Myszka Miki; Myszka Mickey; Miki Mouse; Kubuś Puchatek;
Święty Mikołaj; Miki Egér; Donald Kacsa; Mikulás Bácsi; Gipsz Jakab; Kovács Próba; Kačer Donald; Myšák Mickey;
Rumcajs; Vasya Pupkin; Вася Пупкин; Василий Пупкин; Микки Маус; Дональд Дак; Чебурашка; Крокодил Гена;
Винни Пух; Дед Мороз; Незнайка; Буратино; Zé Ninguém; José Ninguém; Beltrano; Sicrano; Fulano Beltrano;
Zé Carioca; João Ninguém; Tio Patinhas; Ploni Almoni; Plonit Almonit; פלוני אלמוני; Nguyen Van A; Tran Thi B;
Tran Van B; Nguyen Thi B; Le Van C; Keloğlan; Nasreddin Hoca; Temel Reis;
ミッキーマウス; ミッキー マウス; ドナルドダック; ドラえもん;
ピカチュウ; 孫悟空; のび太; 野比のび太; 名無しの権兵衛;
Doraemon; Nobita Nobi; Son Goku; Naruto Uzumaki; Monkey D Luffy;
米老鼠; 唐老鸭; 孙悟空;
猪八戒; 喜羊羊; 미키마우스; 뽀로로; 도날드덕; ميكي ماوس
"""
# Stand-ins that real people bear too, and famous names with namesakes.
DOUBTFUL = """
Jack Goff; Wayne Kerr; Rick O'Shea; Justin Case; Anita Mann; Karl Auer; Dick Hertz; Ima Hogg; Mike Hawk;
Hugo First; Robin Hood; Anita Bath; Terry Bull; Don Juan; Eric Shun; Peter Silie; Julius Caesar; Peter Rabbit;
Lara Croft; Stan Still; Bill Yard; Ali Gator; Tom Sawyer; Anita Job; Jacques Clouseau; Na Na; Ronald McDonald;
Patrick Star; Bruce Willis; Jon Snow; Walter Mitty; Walter Heisenberg; Drew Peacock; Barb Dwyer; Robyn Banks;
Chris Bacon; Chris P Bacon; Tom Cruise; Brad Pitt; Johnny Depp; Tom Hanks; Julia Roberts; Keanu Reeves;
Clint Eastwood; John Wayne; Sylvester Stallone; Arnold Schwarzenegger; Angelina Jolie; Britney Spears;
Justin Bieber; Lady Gaga; Freddie Mercury; John Lennon; Paul McCartney; Mick Jagger; David Bowie; Lionel Messi;
Cristiano Ronaldo; Diego Maradona; Michael Jordan; Tiger Woods; Muhammad Ali; Queen Elizabeth; King Charles;
King Arthur; Joan of Arc; Christopher Columbus; Leonardo da Vinci; William Shakespeare; Karl Marx;
Benjamin Franklin; Sigmund Freud; Charles Darwin; Galileo Galilei; Huck Finn; Tom Sawyer; Norman Bates;
Jack Daniels; Jim Beam; Jose Cuervo; Johnny Walker; Harry Styles; Иванов Иван; Пётр Петров; Пётр Иванов;
John Doe; Jane Doe; Jon Doe; Johnny Doe; Joe Public; John Roe; Jane Roe; Richard Roe; Joe Bloggs; Fred Bloggs;
Jo Bloggs; Joe Schmoe; Joe Average; Harry Potter; James Kirk; James Bond; Clark Kent; Peter Parker; Bruce Wayne;
Tony Stark; Peter Pan; Jack Sparrow; Mike Hunt; John Rambo; Rocky Balboa; Tony Montana; John Wick; Ethan Hunt;
Walter White; Michael Scott; Mario Mario; Luigi Mario; John McClane; Jack Bauer; Sarah Connor; Abraham Lincoln;
George Washington; Thomas Jefferson; Elvis Presley; Albert Einstein; Isaac Newton; Elon Musk; Bill Gates;
Steve Jobs; Jeff Bezos; Mark Zuckerberg; Donald Trump; Barack Obama; Joe Biden; Vladimir Putin; Taylor Swift;
Michael Jackson; Marilyn Monroe; Charlie Chaplin; Angela Merkel; Emmanuel Macron; Winston Churchill;
Kim Jong Un; Osama bin Laden; Al Capone; Dick Tracy; Harry Balls; Chuck Norris; Bruce Lee; Max Muster;
Hans Muster; Petra Muster; Erika Muster; Anna Muster; Jean Dupont; Jeanne Dupont; Pierre Dupont; Juan Pérez;
Juan Pueblo; Mario Rossi; Jan Kowalski; Jan Jansen; Sven Svensson; Jan Novák; Janez Novak; Иван Иванов;
Ivan Ivanov; Иванов Иван Иванович; Taro Yamada; Hanako Yamada; 山田太郎; 山田花子; Zhang San; Li Si; Wang Wu; 张三; 李四;
王五; 張三; Hong Gildong; Hong Gil Dong; 홍길동; João da Silva; João Silva; Israel Israeli; ישראל ישראלי;
Juan dela Cruz; Juan de la Cruz; Ion Popescu; Pera Perić; Teppo Tavallinen; Chan Tai Man; Ashok Kumar Test;
Jonas Jonaitis
"""
DOUBTFUL_SURNAMES = frozenset(
    ("test", "tester", "null", "nobody", "fake", "demo", "dummy", "mustermann", "noone", "undefined")
)
# A name made of these words alone, at least one of TEST, was typed to try a form.
TEST = """
testtest testerson tests testaccount testcustomer testcompany testuser1 qatest blah blahblah yada test tests
testing tester testy testface mctestface testuser testname testperson testcontact testlead teste testes teszt
essai prueba pruebas prova demo sample dummy lorem ipsum firstname lastname surname fullname vorname nachname
prenom apellido cognome тест тестов тестовый тестович テスト テスト太郎 测试 測試 테스트 اختبار proba foobar
"""
TEST_COMPANIONS = """
qa this is just only testing1 for user lead contact account name person customer client record entry first last
company one two three foo bar baz dolor elek please ignore delete do not use me my the a an email call data new
old kunde konto nutzer utilisateur compte usuario cuenta utente cliente
"""
TEST_PHRASES = """
Foo Bar; Foo Baz; First Last; First Name; Last Name; First Name Last Name; Your Name; Name; Full Name;
Name Surname; My Name; Hello World
"""
# Words of an office or of not knowing: a name made of them alone names nobody.
NOBODY = """
the current owner principal facilities facility plant operations property building maintenance head director
president headmaster occupant resident buyer supervisor controller manager assistant executive medical practice
clinic school teacher nursing pharmacy unknown none noname n/a nil null undefined anonymous anon tbd tba tbc tbh
vacant vacancy unassigned unnamed unavailable unlisted blank empty missing deleted removed invalid nobody noone
contact position department dept office manager accounts account payable receivable hr front desk reception
receptionist info information customer service services support billing purchasing general main line whom it may
concern human resources administrator admin administration secretary operator switchboard mailroom team sales
marketing unbekannt unbenannt namenlos anonym empfang zentrale sekretariat inconnu inconnue anonyme accueil
standard desconocido desconocida anonimo anonima sconosciuto sconosciuta nessuno ignoto onbekend anoniem brak
nieznany nieznana okänd ukjent ukendt tuntematon неизвестно неизвестный аноним bilinmiyor ismeretlen neznámý
necunoscut 名無し 匿名 不明 未知 无名 없음 익명
"""
# One of these words alone may be a real name; two of them in one cell are not.
ONLY_TOGETHER = """
nil anon the current principal facility plant building property head director president buyer assistant
executive practice school teacher resident sales manager general contact standard blank main line service team
it may empty front office desk main marketing secretary null
"""
NOBODY_PHRASES = """
No Name; No Contact; No Contact Name; Not Available; Not Applicable; Not Known; Not Provided; Not Given;
Not Specified; Not Listed; To Be Determined; To Be Confirmed; To Be Advised; To Be Announced;
To Whom It May Concern; Whom It May Concern; Please Update; Please Advise; See Notes; Left Company;
No Longer Here; Not Interested; Go Away; No Thanks; No Thank You; None of your business; Leave me alone;
Not Sure; Do Not Know; Dont Know; Ask for Owner; Current Resident; Current Occupant; The Owner; Business Owner;
The Manager; Do Not Use; Duplicate; Decision Maker; Head of IT; IT Manager; Company Contact; Keine Angabe;
Keine Angaben; Nicht bekannt; Nicht vorhanden; Ohne Namen; Kein Name; Geht dich nichts an; Non renseigné;
Sans nom; Non communiqué; Non précisé; Pas de nom; Sin nombre; No disponible; No aplica; No sabe;
Non disponibile; Senza nome; Nessun nome; Non fornito; Brak danych; Brak nazwiska; Geen naam; Niet bekend;
Niet beschikbaar; Sem nome; Não informado; Uten navn; Ingen navn; Utan namn; Нет имени; Не указано; Без имени;
Нет данных; Isim yok; Bez jména; 名前なし; 没有名字
"""
ABUSE = """
fuck fucker fuckers fucking fuckyou fuckoff motherfucker shit shithead bullshit shitface asshole arsehole
bastard bitch cunt wanker twat dickhead cocksucker dumbass jackass douchebag piss whore slut nigger faggot
connard connasse salope enculé enculer merde foutre putain arschloch wichser scheisse scheiß scheiss hurensohn
fotze schlampe miststück arsch mierda puta cabron pendejo gilipollas coño culero vaffanculo stronzo stronza
cazzo merda minchia puttana kurwa chuj skurwysyn pierdol spierdalaj хуй хуйня блять блядь сука пизда мудак пидор
caralho arrombado klootzak kutwijf godverdomme jävla helvete perkele vittu saatana basszameg orospu siktir
"""
