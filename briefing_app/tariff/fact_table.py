"""The table of facts: what each one means, what is taken when it is unsaid, and what to try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from briefing_app.tariff.rate_grammar import BASE_WORDS

FactKind: TypeAlias = Literal["bool", "money", "share", "date", "year", "choice", "number", "text"]


@dataclass(frozen=True)
class Fact:
    """One fact. ``default`` is what the law data takes when it is unsaid, in words; "" means it must be said.

    ``tries`` are the values that the answer works out when the fact is unsaid and would change the duty.
    """

    name: str
    kind: FactKind
    en: str
    ja: str
    default: str = ""
    choices: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()
    ask: bool = True


def _flag(name: str, en: str, ja: str, default: str = "false", *, ask: bool = True) -> Fact:
    return Fact(name, "bool", en, ja, default, ("true", "false"), ("true", "false"), ask)


_SPECS = (
    Fact(
        "entry_time_et",
        "text",
        "Time of entry in New York",
        "輸入申告の時刻(ニューヨーク時間)",
        "12:00",
        ask=False,
    ),
    Fact("quantity", "number", "Quantity, in the unit given", "数量(単位とあわせて)", ask=False),
    Fact("unit", "text", "Unit of the quantity: kg, liter, No., doz., m2 ...", "数量の単位", ask=False),
    Fact("quantities", "text", "Several quantities: 1000 liter; 400 pf. liter", "複数の数量", ask=False),
    Fact(
        "mode",
        "choice",
        "How the goods arrive",
        "輸送手段",
        "ocean",
        ("ocean", "air", "rail", "truck", "mail", "other"),
        ask=False,
    ),
    Fact(
        "steel_value_usd", "money", "Value of the steel in the good", "鉄鋼部分の価額", tries=("0", "whole")
    ),
    Fact(
        "aluminum_value_usd",
        "money",
        "Value of the aluminum in the good",
        "アルミニウム部分の価額",
        tries=("0", "whole"),
    ),
    Fact(
        "copper_value_usd", "money", "Value of the copper in the good", "銅部分の価額", tries=("0", "whole")
    ),
    Fact(
        "us_content_value_usd",
        "money",
        "Value of the parts made in the United States",
        "米国産部分の価額",
        "0",
        tries=("fifth",),
    ),
    _flag("gn6_civil_aircraft", "For civil aircraft under General Note 6", "一般注6の民間航空機用"),
    Fact(
        "loaded_on_vessel_date",
        "date",
        "Day of loading on the ship that brings the goods",
        "船積みの日",
        "not in transit",
        tries=("before",),
    ),
    _flag("in_quota", "Within the quota of the measure or line", "割当枠内"),
    _flag("usjta_claim", "Preference of the US-Japan Trade Agreement is claimed", "日米貿易協定の特恵を申告"),
    _flag("korus_claim", "Preference of the US-Korea agreement is claimed", "米韓協定の特恵を申告"),
    _flag("usmca_claim", "Preference of the USMCA is claimed", "米墨加協定の特恵を申告"),
    _flag("pharma_patented", "The medicine is under a patent", "特許医薬品である", ""),
    _flag(
        "pharma_annex_iii_company",
        "Imported for a company of Annex III (Proclamation 11020)",
        "附属書IIIの企業のための輸入",
    ),
    _flag(
        "certified_us_vehicle_production",
        "Part certified for US vehicle production or repair",
        "米国での車両生産・修理用として認証された部品",
    ),
    _flag("note39b_chip", "Meets the performance bands of U.S. note 39(b)", "米国注39(b)の性能範囲に当たる"),
    Fact(
        "metal_weight_share",
        "share",
        "Share of the listed metals in the weight (fraction)",
        "対象金属の重量割合",
        "15% or more",
        tries=("0.10",),
    ),
    Fact(
        "made_year",
        "year",
        "Year in which the vehicle was made",
        "車両の製造年",
        "under 25 years old",
        ask=False,
    ),
    Fact(
        "entry_type",
        "choice",
        "Kind of entry",
        "申告の種類",
        "formal; section 321 while it was open to $800",
        ("formal", "informal", "section321", "postal", "baggage"),
        ask=False,
    ),
    Fact(
        "us_melted_share",
        "share",
        "Share of the metal melted or smelted in the United States (fraction)",
        "米国で溶解された金属の割合",
        "0",
        tries=("1",),
    ),
    _flag("gb_melted", "The metal was melted or smelted in the United Kingdom", "英国で溶解された金属"),
    _flag(
        "uas_allied_components",
        "Critical components of the drone are American or allied",
        "無人機の重要部品が米国・同盟国製",
    ),
    Fact(
        "pharma_kind",
        "choice",
        "Kind of pharmaceutical",
        "医薬品の種類",
        "",
        ("patented", "generic", "orphan", "other"),
        ("patented", "generic", "orphan", "other"),
    ),
    Fact(
        "use",
        "choice",
        "What the good is imported for",
        "用途",
        "none of the exempt uses",
        (
            "resale",
            "data_center",
            "research",
            "repair",
            "start_up",
            "consumer",
            "industrial",
            "public_sector",
            "other",
        ),
        ("data_center",),
    ),
    Fact(
        "made_of",
        "choice",
        "Metal of which the article is made",
        "製品の材質",
        "",
        ("steel", "aluminum"),
        ("steel", "aluminum"),
    ),
    Fact(
        "part_use",
        "choice",
        "Vehicle that the part is for",
        "部品の用途",
        "car for listed car parts, truck for parts listed only for trucks; neither for civil aircraft",
        ("car", "truck", "other"),
        ("car", "truck", "other"),
    ),
    _flag("heavy_vehicle", "Medium or heavy vehicle (over 5 metric tons)", "中・大型車(5トン超)"),
    _flag("uas_use", "Unmanned aircraft, or for use in or with one", "無人航空機、またはその部品"),
    _flag("thermal_imaging", "The unmanned aircraft has thermal imaging", "熱画像装置を備えた無人機", ""),
    _flag(
        "uas_section_301",
        "Reading of the law: the section 301 duty is due beside the drone duty (sources disagree)",
        "法令の読み方:無人機関税に加えて301条関税も課される(資料が分かれる)",
        "",
    ),
    _flag("pharma_use", "For pharmaceutical use", "医薬用"),
    _flag(
        "described_article", "Is the article that U.S. note 52(c) describes", "米国注52(c)の記載品に当たる"
    ),
    _flag(
        "informational_material",
        "Informational material (publications, films, artworks ...)",
        "情報資料(出版物・映像・美術品など)",
    ),
    _flag("donation", "Donation to relieve human suffering", "人道的寄付", ask=False),
    Fact(
        "statistical_suffix",
        "choice",
        "The 10-digit code is not one that the lists name",
        "統計番号がリストの番号以外",
        "",
        ("other",),
        ask=False,
    ),
    _flag(
        "mobile_equipment_part",
        "Used exclusively to make listed mobile industrial equipment",
        "対象の自走式産業機械の製造専用部品",
    ),
)
# Parts whose own value some rates are taken on (watches, rifles, lead): ``case_value_usd`` and so on.
PART_VALUES: Mapping[str, str] = MappingProxyType(
    {
        f"{base}_value_usd": f"{base}_usd"
        for base in BASE_WORDS
        if "_and_" not in base and not base.startswith(("cost_", "fair_"))
    }
)
_PARTS = tuple(
    Fact(name, "money", words[0].capitalize(), words[1], ask=False)
    for name, words in ((name, BASE_WORDS[key.removesuffix("_usd")]) for name, key in PART_VALUES.items())
)
FACTS: Mapping[str, Fact] = MappingProxyType({spec.name: spec for spec in (*_SPECS, *_PARTS)})
