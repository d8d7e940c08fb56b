"""What a file of recorded auctions must be, and that every doubt about it is one line."""

from pathlib import Path

import pytest

from bench.replay_file import COLUMNS, BadFile, read_auctions

HEAD = ",".join(COLUMNS)
ROW = "a1,Watch,3,100,0.5,ann,500,600"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "auctions.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_rows_become_auctions_with_their_bids_in_order(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD, ROW, "a1,Watch,3,100,0.75,bob,600,600", "a2,Clock,7,1,0,ann,1,1")
    first, second = read_auctions(path)
    assert (first.name, first.item, first.days, first.opening_cents, first.sale_cents) == ("a1", "Watch", 3.0, 100, 600)
    assert [(bid.at_days, bid.bidder, bid.amount_cents) for bid in first.bids] == [
        (0.5, "ann", 500),
        (0.75, "bob", 600),
    ]
    assert second.name == "a2"


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([], "the first line must be"),
        (["auction,item"], "the first line must be"),
        ([HEAD], "holds no bid"),
        ([HEAD, "a1,Watch,3"], "line 2: 8 values"),
        ([HEAD, "a1,Watch,3,100,0.5,,500,600"], "line 2: 8 values"),
        ([HEAD, "a1,Watch,3,100,0.5,ann,5.00,600"], "line 2: bid_cents is not"),
        ([HEAD, "a1,Watch,3,100,0.5,ann,-5,600"], "line 2: bid_cents is not"),
        ([HEAD, "a1,Watch,3,100,0.5,ann,99999999999999999999,600"], "line 2: bid_cents is not"),
        ([HEAD, "a1,Watch,3,100,soon,ann,500,600"], "line 2: bid_time_days is not"),
        ([HEAD, "a1,Watch,3,100,nan,ann,500,600"], "line 2: bid_time_days is not"),
        ([HEAD, ROW, "a1,Watch,3,100,0.4,bob,600,600"], "line 3: an earlier bid"),
        ([HEAD, ROW, "a1,Watch,3,100,0.6,bob,600,700"], "line 3: sale_price_cents differs"),
        ([HEAD, ROW, "a2,Watch,3,100,0.6,bob,600,700", ROW], "the rows of auction a1 are not together"),
        ([HEAD, 'a1,"Watch,3,100,0.5,ann,500,600'], "line 2: "),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, lines: list[str], complaint: str) -> None:
    with pytest.raises(BadFile, match=complaint) as refusal:
        read_auctions(write(tmp_path, *lines))
    assert "\n" not in str(refusal.value)


def test_what_is_no_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\xff")
    with pytest.raises(BadFile, match="UTF-8"):
        read_auctions(tmp_path / "picture.csv")
    with pytest.raises(BadFile, match="No such file"):
        read_auctions(tmp_path / "absent.csv")
    with pytest.raises(BadFile, match="directory"):
        read_auctions(tmp_path)
