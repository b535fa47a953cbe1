"""A country as it is typed for a person: its name in either language, or its code in any case."""

from __future__ import annotations

from briefing_app.errors import UsageError
from briefing_app.reports import labels
from briefing_app.store.search import fold
from briefing_app.tariff.origins import parse_origin

_ALSO = {
    "usa": "US",
    "america": "US",
    "アメリカ": "US",
    "アメリカ合衆国": "US",
    "united states of america": "US",
}


def country_code(typed: str) -> str:
    """The two letters of ISO 3166, or EU; what is no country is kept as it was typed."""
    wanted = fold(typed.strip())
    named = {fold(name): code for name, code in (*labels.country_names(), *_ALSO.items())}
    if not wanted or wanted in named:
        return named.get(wanted, "")
    if wanted in {"eu", fold("European Union"), fold("欧州連合")}:
        return "EU"
    try:
        return parse_origin(wanted)
    except UsageError:
        return typed.strip()
