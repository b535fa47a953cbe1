"""The fees beside the duty: merchandise processing and harbor maintenance. Not part of any rate."""

from __future__ import annotations

from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.tariff.pricing import rounded
from briefing_app.tariff.rules import PPM


def processing_fee(law: Law, entry: Entry, kind: str) -> tuple[int | None, str]:
    """The merchandise processing fee in cents of one formal entry, with the assumption that it rests on.

    None where it is not modelled: entries that are not formal, and claims under the Korea agreement, whose
    waiver is not verified. Goods claimed under the USMCA are free of it. Source: 19 U.S.C. 58c; 19 CFR 24.23.
    """
    if kind != "formal":
        return None, "fee_not_formal"
    if entry.facts.get("korus_claim") is True and entry.origin == "KR":
        return None, "fee_korus"
    if usmca_waiver(law, entry):
        return 0, "fee_usmca"
    year = next(year for year in law.fee_years if year.start <= entry.minute < year.end)
    fee = rounded(entry.value_cents * law.info.mpf_ppm, PPM)
    return min(max(fee, year.least), year.most), ""


def usmca_waiver(law: Law, entry: Entry) -> bool:
    """Whether a USMCA claim frees the entry of the processing fee: not before the agreement's first day."""
    if entry.facts.get("usmca_claim") is not True:
        return False
    rules = law.measures["mfn-base"].rules
    return any(
        rule.programme == "S" and entry.origin in rule.origins and rule.start <= entry.minute < rule.end
        for rule in rules
    )


def harbor_fee(law: Law, entry: Entry) -> int:
    """The harbor maintenance fee in cents: ocean arrivals only, no limits. Source: 19 CFR 24.24."""
    by_sea = entry.facts.get("mode", "ocean") == "ocean"
    return rounded(entry.value_cents * law.info.hmf_ppm, PPM) if by_sea else 0
