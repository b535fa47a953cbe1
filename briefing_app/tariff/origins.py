"""Countries of origin: ISO 3166-1 alpha-2 codes and the groups that the tariff law speaks of."""

from __future__ import annotations

from briefing_app.errors import UsageError

# The 27 members that U.S. note 33(n) lists.
_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EUROPEAN_UNION = frozenset(_MEMBERS.split())
# General Note 3(b): goods of these pay column 2, which the shipped schedule does not hold.
COLUMN_2 = frozenset({"BY", "CU", "KP", "RU"})
_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK
YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_ISO_3166.split())
_NAMES = {
    "JAPAN": "JP",
    "日本": "JP",
    "CHINA": "CN",
    "中国": "CN",
    "KOREA": "KR",
    "SOUTH KOREA": "KR",
    "韓国": "KR",
    "UNITED KINGDOM": "GB",
    "UK": "GB",
    "英国": "GB",
    "GERMANY": "DE",
    "CANADA": "CA",
    "カナダ": "CA",
    "MEXICO": "MX",
    "メキシコ": "MX",
    "VIETNAM": "VN",
    "VIET NAM": "VN",
    "TAIWAN": "TW",
    "台湾": "TW",
    "SWITZERLAND": "CH",
    "HONG KONG": "HK",
    "EL": "GR",
}
GROUPS = {"EU": EUROPEAN_UNION, "*": COUNTRIES, "COLUMN2": COLUMN_2}


def expand(codes: tuple[str, ...]) -> frozenset[str]:
    """ISO codes of a list that may hold ``EU``, ``COLUMN2`` or ``*``. Raises ValueError for others."""
    out: set[str] = set()
    for code in codes:
        if code in GROUPS:
            out |= GROUPS[code]
        elif code in COUNTRIES:
            out.add(code)
        else:
            raise ValueError(f"“{code}” is not a country code")
    return frozenset(out)


def parse_origin(text: str) -> str:
    """The country of origin as its ISO code; lower case and a few common names are understood.

    Raises UsageError for the European Union as a whole (origin is a country) and for unknown codes.
    """
    wanted = " ".join(text.strip().upper().split())
    found = _NAMES.get(wanted, wanted)
    if found == "EU":
        raise UsageError(
            "origin: the European Union is not a country of origin.", hint="Give the member: DE, FR, IT ..."
        )
    if found not in COUNTRIES:
        raise UsageError(
            f"origin: “{text}” is not a country code.",
            hint="Give the two letters of ISO 3166, for example JP.",
        )
    return found
