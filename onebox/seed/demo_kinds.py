"""One lot of every other kind, for the demo only: a rehearsal's totals come from its catalogue, which knows single winners.

`demo_kinds`: Longer than 60 lines because it is one flat list of lots.
"""

from datetime import date, timedelta

from onebox.seed.catalogue import CatalogueLot, LotTerms


def demo_kinds(today: date) -> list[CatalogueLot]:
    """A reserve with buy now, several winners at one price, a stock at a fixed price, sealed bids, a donation, and whole steps."""
    return [
        _lot(
            "K1",
            "A week in the sea cottage",
            "Seven nights for six, three steps from the water. The neighbour leaves eggs at the door.",
            starting_cents=60_000,
            step_cents=5_000,
            value_cents=240_000,
            terms=LotTerms(
                reserve_cents=120_000,
                buy_now_cents=300_000,
                restrictions="Not in July or August. Travel is not included.",
                expires_on=today + timedelta(days=365),
                age_min=21,
                delivery="certificate",
            ),
        ),
        _lot(
            "K2",
            "A seat at the winemaker's long table",
            "Twelve courses and one very long table in the vineyard. Four seats; all who win pay the same.",
            starting_cents=15_000,
            step_cents=1_000,
            value_cents=22_000,
            terms=LotTerms(kind="multi", quantity=4, per_guest_limit=2, is_uniform_price=True, age_min=21),
        ),
        _lot(
            "K3",
            "A bottle of the harvest wine",
            "From the last harvest, with tonight's date on the label.",
            starting_cents=4_000,
            step_cents=4_000,
            value_cents=3_000,
            terms=LotTerms(kind="fixed", quantity=24, per_guest_limit=6, age_min=21),
        ),
        _lot(
            "K4",
            "A morning with the conductor",
            "Sit beside the timpani during the rehearsal and hold the baton for one minute.",
            starting_cents=20_000,
            step_cents=5_000,
            value_cents=None,
            terms=LotTerms(kind="sealed", delivery="donor"),
        ),
        _lot(
            "K5",
            "Music lessons for one child",
            "Twenty-five dollars pay one lesson. Every gift counts.",
            starting_cents=2_500,
            step_cents=2_500,
            value_cents=None,
            terms=LotTerms(kind="donation"),
        ),
        _lot(
            "K6",
            "A balloon over the river at sunrise",
            "For two, with coffee at the landing. Bids move in whole steps.",
            starting_cents=50_000,
            step_cents=5_000,
            value_cents=68_000,
            terms=LotTerms(
                force_multiples=True, bands=((0, 5_000), (100_000, 10_000)), restrictions="Not in strong wind."
            ),
        ),
    ]


def _lot(
    lot: str,
    title: str,
    description: str,
    *,
    starting_cents: int,
    step_cents: int,
    value_cents: int | None,
    terms: LotTerms,
) -> CatalogueLot:
    return CatalogueLot(
        lot=lot,
        section="silent",
        category="Ways to give",
        title=title,
        starting_cents=starting_cents,
        step_cents=step_cents,
        bidders=0,
        winning_cents=None,
        won_at=None,
        description=description,
        donor_name="Friends of the Harbor",
        value_cents=value_cents,
        terms=terms,
    )
