"""Area codes that tell the state, province, nation or Land: of all the United States and Canada (NANPA; as libphonenumber's
geocoding data has them), and of larger places in the United Kingdom (Ofcom), Germany (Bundesnetzagentur) and Australia (ACMA).

A mobile number keeps its area code when its owner moves, and still the laws of Florida, Oklahoma and Washington presume
that who has the state's area code is there (Fla. Stat. 501.059(8)(d); 15 O.S. 775C.3; RCW 80.36.390). Codes that two
provinces share (782, 867, 902) tell no province, nor does any code elsewhere that lies in several parts (Mannheim's, Ulm's,
Canberra's); there it is only for the sake of the part's public holidays.
"""

from functools import lru_cache

_US = {
    "AK": "907",
    "AL": "205 251 256 334 659 938",
    "AR": "327 479 501 870",
    "AZ": "480 520 602 623 928",
    "CA": (
        "209 213 279 310 323 341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 "
        "707 714 738 747 760 805 818 820 831 840 858 909 916 925 949 951"
    ),
    "CO": "303 719 720 748 970 983",
    "CT": "203 475 860 959",
    "DC": "202 771",
    "DE": "302",
    "FL": "239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954",
    "GA": "229 404 470 478 678 706 762 770 912 943",
    "HI": "808",
    "IA": "319 515 563 641 712",
    "ID": "208 986",
    "IL": "217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 872",
    "IN": "219 260 317 463 574 765 812 930",
    "KS": "316 620 785 913",
    "KY": "270 364 502 606 859",
    "LA": "225 318 337 504 985",
    "MA": "339 351 413 508 617 774 781 857 978",
    "MD": "227 240 301 410 443 667",
    "ME": "207",
    "MI": "231 248 269 313 517 586 616 734 810 906 947 989",
    "MN": "218 320 507 612 651 763 952",
    "MO": "235 314 417 557 573 636 660 816 975",
    "MS": "228 601 662 769",
    "MT": "406",
    "NC": "252 336 472 704 743 828 910 919 980 984",
    "ND": "701",
    "NE": "308 402 531",
    "NH": "603",
    "NJ": "201 551 609 640 732 848 856 862 908 973",
    "NM": "505 575",
    "NV": "702 725 775",
    "NY": "212 315 329 332 347 363 516 518 585 607 631 646 680 716 718 838 845 914 917 929 934",
    "OH": "216 220 234 283 326 330 380 419 440 513 567 614 740 937",
    "OK": "405 539 572 580 918",
    "OR": "458 503 541 971",
    "PA": "215 223 267 272 412 445 484 570 582 610 717 724 814 835 878",
    "RI": "401",
    "SC": "803 821 839 843 854 864",
    "SD": "605",
    "TN": "423 615 629 731 865 901 931",
    "TX": (
        "210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 903 915 936 "
        "940 945 956 972 979"
    ),
    "UT": "385 435 801",
    "VA": "276 434 540 571 686 703 757 804 826 948",
    "VT": "802",
    "WA": "206 253 360 425 509 564",
    "WI": "262 274 353 414 534 608 715 920",
    "WV": "304 681",
    "WY": "307",
}
_CA = {
    "AB": "368 403 587 780 825",
    "BC": "236 250 257 604 672 778",
    "MB": "204 431 584",
    "NB": "428 506",
    "NL": "709 879",
    "ON": "226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942",
    "QC": "263 273 354 367 418 438 450 468 514 579 581 819 873",
    "SK": "306 474 639",
}

# Beginnings after the calling code; the longest one counts.
_ELSEWHERE = {
    ("44", "GB"): {
        "ENG": "20 23 24 113 114 115 116 117 118 121 151 161 191",
        "WLS": "29 1633 1792",
        "SCT": "131 141 1224 1292 1324 1334 1343 1355 1382 1383 1387 1463 1475 1506 1563 1592 1698 1738 1786",
        "NIR": "28",
    },
    ("49", "DE"): {
        "BB": "331 335 355",
        "BE": "30",
        "BW": "711 721 761 6221 7071 7121 7131",
        "BY": "8 911 931 941 951",
        "HB": "421",
        "HE": "69 561 611 641 6151",
        "HH": "40",
        "MV": "381 385",
        "NI": "441 511 531 541 551",
        "NW": "201 202 203 208 209 211 212 214 221 228 231 234 241 251 521 2131 2151 2161 2331 5251",
        "RP": "261 651 6131",
        "SH": "431 451",
        "SL": "681",
        "SN": "341 351 371",
        "ST": "345 391",
        "TH": "361 365 3641",
    },
    ("61", "AU"): {
        "NSW": "24 27 28 29",
        "VIC": "33 34 35 37 38 39",
        "TAS": "36",
        "QLD": "7",
        "SA": "882 883 884 885 886 887",
        "NT": "889",
        "WA": "89",
    },
}

_PLACES: dict[str, tuple[str, str]] = {
    code: (country, state)
    for country, states in (("US", _US), ("CA", _CA))
    for state, codes in states.items()
    for code in codes.split()
}


_BEGINNINGS: dict[str, tuple[str, str]] = {
    calling_code + code: (country, part)
    for (calling_code, country), parts in _ELSEWHERE.items()
    for part, codes in parts.items()
    for code in codes.split()
}
_SHORTEST, _LONGEST = min(map(len, _BEGINNINGS)), max(map(len, _BEGINNINGS))


def area_of(e164: str) -> tuple[str, str] | None:
    """The country and its part (ISO 3166-2 without the country) that a number's area code is of; None where it tells none."""
    return _area_of(e164[: _LONGEST + 1])


@lru_cache(maxsize=1 << 14)
def _area_of(beginning: str) -> tuple[str, str] | None:
    if beginning.startswith("+1"):
        return _PLACES.get(beginning[2:5])
    heads = (beginning[1 : 1 + size] for size in range(_LONGEST, _SHORTEST - 1, -1))
    return next((_BEGINNINGS[head] for head in heads if head in _BEGINNINGS), None)
