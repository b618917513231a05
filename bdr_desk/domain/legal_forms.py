"""The legal forms of companies, as they stand in names: what is left without them is what a company is called.

Abbreviations in use from the Entity Legal Forms of ISO 20275 (GLEIF's list), folded as `matching.fold` does.
"""

# One word, at the end of a name.
LAST = frozenset(
    (
        "ab", "ag", "as", "asa", "aps", "bhd", "bv", "co", "company", "corp", "corporation", "doo", "ek", "eurl", "ev",
        "gbr", "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "kk", "limited", "llc", "llp", "lp", "ltd", "ltda",
        "mbh", "nv", "ohg", "oy", "oyj", "pc", "pllc", "plc", "pte", "pty", "pvt", "sa", "sab", "sarl", "sas",
        "sasu", "sca", "se", "sl", "slu", "snc", "spa", "srl", "sro", "ug", "zrt",
        # Americas, Britain, Ireland
        "lllp", "pllp", "rllp", "ulc", "ltee", "ltée", "senc", "enr", "cic", "cio", "dac", "eireli", "epp", "sapi",
        "cia", "hnos",
        # the Continent
        "ggmbh", "eg", "egen", "partg", "partgmbb", "keg", "vof", "bvba", "cvba", "sprl", "asbl", "vzw", "gie", "scop",
        "selarl", "selas", "eirl",
        "scarl", "scpa", "sapa", "srls", "soccoop", "slp", "slne", "sll", "lda", "unipessoal",
        "ehf", "hf", "nyrt", "bt", "dooel", "ead", "eood", "ood", "spzoo", "spj", "ky", "tmi", "hb",
        "uab", "sia", "ou", "oü", "jsc", "ojsc", "cjsc", "pjsc", "ооо", "оао", "зао", "пао", "ао", "ип", "тоо", "тов",
        "ooo", "oao", "zao", "pao",
        "sti", "şti", "stı",
        # Asia, Africa, the Gulf
        "tbk", "sdn", "opc", "gk", "yk", "fze", "fzco", "fzc", "fzllc", "wll", "psc", "pjsc", "saog", "saoc", "kscc", "bsc",
        "npc",
    )
)  # fmt: skip

# Several words, at the end.
LAST_WORDS = tuple(
    tuple(form.split())
    for form in (
        "sa de cv", "sab de cv", "s de rl de cv", "s de rl", "sapi de cv", "sc de rl de cv", "sp z oo", "sp zoo",
        "sp k", "sp j", "spol s ro",
        "d o o", "a s", "a d", "k s", "i s", "p s", "s p a", "s r l", "s n c", "sa rl", "s a r l", "s a", "s l", "b v", "n v",
        "g m b h", "l l c", "l l p", "limited liability company", "limited liability partnership", "limited liability",
        "free zone", "kabushiki kaisha", "godo kaisha", "yugen kaisha",
        "san tic", "san ve tic", "dis tic",
    )
)  # fmt: skip

# Before the name: PT Bersama Tbk, ООО Ромашка, UAB Baltija.
FIRST = frozenset(
    ("ооо", "оао", "зао", "пао", "ао", "ип", "тоо", "тов", "ooo", "oao", "zao", "pao", "uab", "sia")
)
# These mean something else elsewhere (PT Solutions LLC): only where nothing stands at the end, and two words follow.
FIRST_ALONE = frozenset(("pt", "cv"))

# Written without a space, before or after: 株式会社, 有限公司, 주식회사.
ATTACHED = (
    "株式会社", "有限会社", "合同会社", "合名会社", "合資会社", "股份有限公司",
    "有限责任公司", "有限責任公司", "有限公司", "주식회사", "유한회사", "㈜", "㈱",
    "(株)", "（株）", "(주)", "（주）",
)  # fmt: skip
