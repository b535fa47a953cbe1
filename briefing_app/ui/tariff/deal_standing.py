"""What the packages of a workspace were last compared under, kept with it: it opens as it was left."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError
from briefing_app.ui.tariff.deal_beliefs import DEFAULTS
from briefing_app.ui.tariff.deal_trade import Beliefs

MEMO = "what deals are compared under"


@dataclass(frozen=True)
class Standing:
    """``beliefs``: the assumptions as typed, by name; ``year`` as in :class:`deals.Question`; ``off``: the
    ids of the packages that were taken off the page.
    """

    beliefs: dict[str, str] = field(default_factory=lambda: dict(DEFAULTS))
    year: int | None = None
    off: tuple[str, ...] = ()


def standing_of(session: Session) -> Standing:
    """What was kept; what the program begins with where nothing was, or nothing that can be read."""
    text = session.workspace.memo(MEMO)
    try:
        found = json.loads(text) if text else {}
        year = found.get("year")
        return Standing(
            DEFAULTS | {str(name): str(typed) for name, typed in found.get("beliefs", {}).items()},
            year if isinstance(year, int) and not isinstance(year, bool) else None,
            tuple(map(str, found.get("off", ()))),
        )
    except (ValueError, TypeError, AttributeError):
        return Standing()


def keep_standing(session: Session, standing: Standing) -> None:
    """Keep it; a workspace that is only read keeps nothing."""
    if session.workspace.read_only:
        return
    kept = {"beliefs": standing.beliefs, "year": standing.year, "off": list(standing.off)}
    try:
        session.workspace.keep_memo(MEMO, json.dumps(kept, ensure_ascii=False))
    except BriefingError as error:
        session.report(error)


def beliefs_said(beliefs: Beliefs | None) -> str:
    """The assumptions in a sentence, for everyone who sees the figures without the page."""
    if beliefs is None:
        return tr("No trade effect is shown: the assumptions cannot be read.")
    return tr(
        "Assumed: these sellers have {share}% of the market, of the rest {home}% is made at home, σ {sigma}, "
        "η {demand}, ε {supply} for every seller.",
        share=_plain(beliefs.share * 100), home=_plain(beliefs.home * 100),
        sigma=_plain(beliefs.substitution), demand=_plain(beliefs.demand), supply=_plain(beliefs.supply),
    )  # fmt: skip


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
