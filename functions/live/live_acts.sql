-- What every act on a live lot begins and ends with, for the definer functions of this folder; app calls none of these (rules.md 4).
-- An entry keeps what it left, so that undoing the last one goes back to what the one before it left. functions/live/rules.py says the same, readably.

-- The lot's row on stage, made at the first thing that is said about it. The item is locked.
CREATE OR REPLACE FUNCTION live_lot_v1(i items) RETURNS live_lots
LANGUAGE plpgsql AS $$
DECLARE
  l live_lots;
BEGIN
  SELECT x.* INTO l FROM live_lots x WHERE x.org_id = i.org_id AND x.item_id = i.id;
  IF FOUND THEN RETURN l; END IF;
  INSERT INTO live_lots (org_id, item_id, event_id, stage, step_cents)
    VALUES (i.org_id, i.id, i.event_id, CASE i.status WHEN 'sold' THEN 'sold' WHEN 'unsold' THEN 'passed' ELSE 'waiting' END,
      price_step_v1(i.step_from_cents, i.step_cents, i.starting_cents)) RETURNING * INTO l;
  RETURN l;
END $$;

-- The sale of a lot that stands and was made last; null: none stands.
CREATE OR REPLACE FUNCTION last_sale_v1(p_org uuid, p_item uuid) RETURNS live_sales
LANGUAGE sql STABLE AS $$
  SELECT s.* FROM live_sales s WHERE s.org_id = p_org AND s.item_id = p_item AND s.kind = 'sale'
    AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id) ORDER BY s.copy DESC, s.sold_at DESC, s.id DESC LIMIT 1
$$;

-- The last entry of a lot that was not undone, with or without the one named.
CREATE OR REPLACE FUNCTION last_entry_v1(p_org uuid, p_item uuid, p_without uuid DEFAULT NULL) RETURNS live_entries
LANGUAGE sql STABLE AS $$
  SELECT e.* FROM live_entries e WHERE e.org_id = p_org AND e.item_id = p_item AND e.kind <> 'undo' AND e.id IS DISTINCT FROM p_without
    AND NOT EXISTS (SELECT FROM live_entries u WHERE u.org_id = e.org_id AND u.undoes_id = e.id) ORDER BY e.seq DESC LIMIT 1
$$;

-- Whether something was said about the lot since a station saw this version of its item. What phones offer changes no lot.
CREATE OR REPLACE FUNCTION has_changed_v1(i items, p_seen bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM live_entries e WHERE e.org_id = i.org_id AND e.item_id = i.id AND e.version_after > p_seen AND e.kind NOT IN ('warn', 'phones', 'combine'))
$$;

-- Writes the lot as an act left it (l, with the price and leader in i), the item's row that the public reads, and the entry. e: kind, who, what and why.
CREATE OR REPLACE FUNCTION save_entry_v1(i items, l live_lots, e live_entries) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  s live_sales := CASE l.stage WHEN 'sold' THEN last_sale_v1(i.org_id, i.id) END;
BEGIN
  IF l.stage = 'sold' THEN   -- what is sold is the last sale's, whoever corrected it since
    i.price_cents := s.amount_cents; i.high_paddle_id := CASE WHEN s.issue IS NULL THEN s.paddle_id END;
  END IF;
  i.high_paddle_number := (SELECT d.number FROM paddles d WHERE d.org_id = i.org_id AND d.id = i.high_paddle_id);
  UPDATE items x SET status = CASE l.stage WHEN 'sold' THEN 'sold' WHEN 'passed' THEN 'unsold' ELSE 'open' END,
    price_cents = i.price_cents, high_paddle_id = i.high_paddle_id, high_paddle_number = i.high_paddle_number, title = i.title, value_cents = i.value_cents,
    hammer_cents = s.amount_cents, winner_paddle_id = CASE l.stage WHEN 'sold' THEN i.high_paddle_id END, live_sale_id = s.id,
    closed_at = CASE WHEN l.stage IN ('sold', 'passed') THEN e.decided_at END,
    close_version = x.close_version + CASE WHEN l.stage = 'sold' AND e.kind = 'sell' THEN 1 ELSE 0 END, version = x.version + 1
  WHERE x.org_id = i.org_id AND x.id = i.id;
  UPDATE live_lots x SET stage = l.stage, ask_cents = l.ask_cents, step_cents = l.step_cents, source = l.source, is_warned = l.is_warned, phones_open = l.phones_open,
    offered_to = l.offered_to, last_seq = x.last_seq + 1 WHERE x.org_id = i.org_id AND x.item_id = i.id RETURNING x.last_seq INTO e.seq;
  -- an offer is of one ask: when that moves, or somebody has it, it is over
  UPDATE live_offers o SET status = 'passed_over', answered_at = e.decided_at WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.status = 'waiting'
    AND (l.stage <> 'running' OR o.amount_cents IS DISTINCT FROM l.ask_cents OR o.paddle_id = i.high_paddle_id OR (l.offered_to IS NOT NULL AND l.offered_to <> o.paddle_id));
  e.org_id := i.org_id; e.event_id := i.event_id; e.item_id := i.id; e.version_after := i.version + 1;
  e.stage_after := l.stage; e.ask_after_cents := l.ask_cents; e.step_after_cents := l.step_cents; e.price_after_cents := i.price_cents;
  e.leader_after_id := i.high_paddle_id; e.source_after := l.source; e.is_warned_after := l.is_warned; e.phones_open_after := l.phones_open;
  e.offered_after_id := l.offered_to;
  INSERT INTO live_entries SELECT e.*;
END $$;

-- A bid that stands: the ask goes up by the step, which grows with the item's price bands.
CREATE OR REPLACE FUNCTION with_bid_v1(i items, l live_lots, p_paddle uuid, p_amount bigint, p_source text, OUT ni items, OUT nl live_lots)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  ni := i; nl := l;
  IF l.step_cents = price_step_v1(i.step_from_cents, i.step_cents, coalesce(i.price_cents, i.starting_cents)) THEN
    nl.step_cents := price_step_v1(i.step_from_cents, i.step_cents, p_amount);
  END IF;
  ni.price_cents := p_amount; ni.high_paddle_id := p_paddle;
  nl.source := p_source; nl.ask_cents := p_amount + nl.step_cents; nl.is_warned := false; nl.offered_to := NULL;
END $$;

-- The lot as an entry left it; null entry: as it was before anything was said.
CREATE OR REPLACE FUNCTION left_by_v1(i items, l live_lots, e live_entries, OUT ni items, OUT nl live_lots)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  ni := i; nl := l;
  nl.stage := coalesce(e.stage_after, 'waiting'); nl.ask_cents := e.ask_after_cents;
  nl.step_cents := coalesce(e.step_after_cents, price_step_v1(i.step_from_cents, i.step_cents, i.starting_cents));
  nl.source := e.source_after; nl.is_warned := coalesce(e.is_warned_after, false); nl.phones_open := coalesce(e.phones_open_after, l.phones_open);
  nl.offered_to := e.offered_after_id;
  ni.price_cents := e.price_after_cents; ni.high_paddle_id := e.leader_after_id;
END $$;

-- The absentee maximum that may go next at an ask: the highest, the earlier of equals, of somebody who does not lead and may buy. No row of it: none.
CREATE OR REPLACE FUNCTION next_absentee_v1(i items, p_ask bigint, OUT paddle_id uuid, OUT max_cents bigint)
LANGUAGE sql STABLE AS $$
  SELECT m.paddle_id, m.max_cents FROM (
    SELECT DISTINCT ON (x.paddle_id) x.paddle_id, x.max_cents, x.set_at FROM absentee_maxima x WHERE x.org_id = i.org_id AND x.item_id = i.id
    ORDER BY x.paddle_id, x.max_cents DESC) m
  JOIN paddles d ON d.org_id = i.org_id AND d.id = m.paddle_id AND d.status = 'active'
  WHERE m.max_cents >= p_ask AND m.paddle_id IS DISTINCT FROM i.high_paddle_id ORDER BY m.max_cents DESC, m.set_at LIMIT 1
$$;

-- Where a lot opens: at its start, or where two absentee bidders would have brought each other: the second-highest maximum plus a step.
CREATE OR REPLACE FUNCTION opening_cents_v1(i items) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT greatest(i.starting_cents, coalesce((SELECT CASE WHEN count(*) > 1 THEN least(max(m.max_cents), min(m.max_cents) + price_step_v1(i.step_from_cents, i.step_cents, min(m.max_cents))) END
    FROM (SELECT max(x.max_cents) AS max_cents FROM absentee_maxima x WHERE x.org_id = i.org_id AND x.item_id = i.id GROUP BY x.paddle_id ORDER BY 1 DESC LIMIT 2) m), 0))
$$;

-- Whose bid comes next, when the one who leads, or has bought, is out: the last other paddle that may buy and bid less than the price. Whoever was asked
-- and gave way is not asked again, nobody above what they gave way at, and nobody who has bought the lot or said that it is not theirs.
CREATE OR REPLACE FUNCTION underbidder_v1(i items, OUT paddle_id uuid, OUT amount_cents bigint)
LANGUAGE sql STABLE AS $$
  WITH said AS (SELECT e.seq, e.kind, e.paddle_id, e.amount_cents, e.sale_id, lag(e.leader_after_id) OVER w AS leader_id, lag(e.offered_after_id) OVER w AS offered_id,
      lag(e.price_after_cents) OVER w AS price_cents
    FROM live_entries e WHERE e.org_id = i.org_id AND e.item_id = i.id AND e.kind <> 'undo'
      AND NOT EXISTS (SELECT FROM live_entries u WHERE u.org_id = e.org_id AND u.undoes_id = e.id) WINDOW w AS (ORDER BY e.seq)),
  gave_way AS (SELECT u.seq, coalesce(s.paddle_id, u.leader_id) AS leader_id, u.offered_id, coalesce(s.amount_cents, u.price_cents) AS price_cents
    FROM said u LEFT JOIN live_sales s ON s.org_id = i.org_id AND s.id = u.sale_id WHERE u.kind = 'underbidder')
  SELECT e.paddle_id, e.amount_cents FROM said e JOIN paddles d ON d.org_id = i.org_id AND d.id = e.paddle_id AND d.status = 'active'
  WHERE e.kind IN ('bid', 'take_offer', 'absentee') AND e.paddle_id IS DISTINCT FROM i.high_paddle_id AND (i.price_cents IS NULL OR e.amount_cents < i.price_cents)
    AND e.paddle_id IS DISTINCT FROM (SELECT l.offered_to FROM live_lots l WHERE l.org_id = i.org_id AND l.item_id = i.id)
    AND NOT EXISTS (SELECT FROM gave_way g WHERE g.seq > e.seq AND (e.paddle_id IN (g.leader_id, g.offered_id) OR e.amount_cents >= g.price_cents))
    AND NOT EXISTS (SELECT FROM live_sales s WHERE s.org_id = i.org_id AND s.item_id = i.id AND s.kind = 'sale' AND s.paddle_id = e.paddle_id
      AND (s.issue = 'disowned' OR NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id)))
  ORDER BY e.seq DESC LIMIT 1
$$;

-- Takes an award off its bill. Not paid and no charge under way: a line that takes it back. Else the guest is owed a refund, whose amount is returned.
CREATE OR REPLACE FUNCTION unbill_award_v1(p_org uuid, p_award uuid) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  b invoice_lines;
  v invoices;
BEGIN
  SELECT x.* INTO b FROM invoice_lines x JOIN invoices y ON y.org_id = x.org_id AND y.id = x.invoice_id AND y.status <> 'void'
  WHERE x.org_id = p_org AND x.award_id = p_award AND x.amount_cents > 0;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT x.* INTO v FROM invoices x WHERE x.org_id = p_org AND x.id = b.invoice_id FOR NO KEY UPDATE;
  IF v.paid_cents > 0 OR v.status = 'charging'
    OR EXISTS (SELECT FROM charges c WHERE c.org_id = p_org AND c.invoice_id = v.id AND c.status IN ('pending', 'created', 'confirming', 'unknown', 'needs_action', 'succeeded')) THEN
    RETURN b.amount_cents;
  END IF;
  INSERT INTO invoice_lines (org_id, id, invoice_id, payer_id, item_id, award_id, description, amount_cents, tax_class, corrects_id)
    VALUES (p_org, gen_random_uuid(), v.id, b.payer_id, b.item_id, b.award_id, b.description, -b.amount_cents, b.tax_class, b.id);
  UPDATE invoices x SET total_cents = x.total_cents - b.amount_cents, version = x.version + 1,
    status = CASE WHEN x.total_cents = b.amount_cents THEN 'void' ELSE x.status END,
    failure_code = CASE WHEN x.total_cents = b.amount_cents THEN NULL ELSE x.failure_code END
  WHERE x.org_id = p_org AND x.id = v.id;
  RETURN NULL;
END $$;

-- Takes a sale back, by a row. Whoever was told that it is theirs is told; returns the refund that is due.
CREATE OR REPLACE FUNCTION reverse_sale_v1(s live_sales, p jsonb, p_user uuid, p_reason text, at timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  v_award uuid;
  v_refund bigint;
BEGIN
  UPDATE awards a SET revoked_at = at WHERE a.org_id = s.org_id AND a.live_sale_id = s.id AND a.revoked_at IS NULL RETURNING a.id INTO v_award;
  v_refund := unbill_award_v1(s.org_id, v_award);
  INSERT INTO live_sales (org_id, id, event_id, item_id, paddle_id, amount_cents, body_hash, entered_by, reverses_id, sold_at, kind, user_id, copy, entry_id, heard_number,
      reason, refund_due_cents)
    VALUES (s.org_id, gen_random_uuid(), s.event_id, s.item_id, s.paddle_id, s.amount_cents, decode(p->>'hash', 'hex'), (p->>'session')::uuid, s.id, at, 'reversal', p_user,
      s.copy, s.entry_id, s.heard_number, p_reason, v_refund);
  UPDATE live_sales x SET claim_settled_at = at WHERE x.org_id = s.org_id AND x.claim_on_id = s.id AND x.claim_settled_at IS NULL;
  IF s.confirmed_at IS NOT NULL AND s.paddle_id IS NOT NULL THEN   -- they were told that it is theirs
    INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, about_id, amount_cents)
      VALUES (s.org_id, gen_random_uuid(), s.event_id, s.paddle_id, 'sale_reversed', s.item_id, s.id, s.amount_cents);
  END IF;
  RETURN v_refund;
END $$;

-- A sale with nothing open about it is its paddle's to pay.
CREATE OR REPLACE FUNCTION award_sale_v1(s live_sales, at timestamptz) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO awards (org_id, id, event_id, item_id, paddle_id, live_sale_id, amount_cents, close_version, awarded_at)
  SELECT s.org_id, gen_random_uuid(), s.event_id, s.item_id, s.paddle_id, s.id, s.amount_cents, i.close_version, at
  FROM items i WHERE i.org_id = s.org_id AND i.id = s.item_id AND s.issue IS NULL
$$;

-- From here on the winner is told. Nobody is told of a sale whose paddle, or whose rival, is open.
CREATE OR REPLACE FUNCTION confirm_sale_now_v1(s live_sales, p_by text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE live_sales x SET confirmed_at = at, confirmed_by = p_by WHERE x.org_id = s.org_id AND x.id = s.id;
  INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, about_id, about_seq, amount_cents)
    SELECT s.org_id, gen_random_uuid(), s.event_id, s.paddle_id, 'won', s.item_id, s.id, 1 + count(*), s.amount_cents   -- a lot may be sold to them again
    FROM messages m WHERE m.org_id = s.org_id AND m.item_id = s.item_id AND m.kind = 'won';
END $$;

-- Why a sale cannot be confirmed; null: it can.
CREATE OR REPLACE FUNCTION unconfirmable_v1(s live_sales) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN s.id IS NULL OR s.kind <> 'sale' THEN 'sale_unknown'
    WHEN EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id) THEN 'sale_reversed'
    WHEN s.issue IS NOT NULL THEN 'sale_needs_look'
    WHEN EXISTS (SELECT FROM live_sales c WHERE c.org_id = s.org_id AND c.claim_on_id = s.id AND c.claim_settled_at IS NULL) THEN 'sale_in_conflict' END
$$;

-- A guest's session, looked up in the transaction of what it does.
CREATE OR REPLACE FUNCTION guest_is_live_v1(p jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM sessions s WHERE s.id = (p->>'session')::uuid AND s.org_id = (p->>'org')::uuid AND s.paddle_id = (p->>'paddle')::uuid
    AND s.epoch = (p->>'epoch')::int AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp())
$$;

-- Who may bid is the item's own rule, as for every other item.
CREATE OR REPLACE FUNCTION is_admitted_v1(i items, d paddles) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT (d.is_remote AND i.remote_exempt) OR CASE i.who_may_bid WHEN 'registered' THEN true WHEN 'ticketed' THEN d.admission <> 'registered' ELSE d.admission = 'checked_in' END
$$;

GRANT EXECUTE ON FUNCTION live_lot_v1(items), last_sale_v1(uuid, uuid), last_entry_v1(uuid, uuid, uuid), has_changed_v1(items, bigint), save_entry_v1(items, live_lots, live_entries),
  with_bid_v1(items, live_lots, uuid, bigint, text), left_by_v1(items, live_lots, live_entries), next_absentee_v1(items, bigint), opening_cents_v1(items), underbidder_v1(items),
  unbill_award_v1(uuid, uuid), reverse_sale_v1(live_sales, jsonb, uuid, text, timestamptz), award_sale_v1(live_sales, timestamptz),
  confirm_sale_now_v1(live_sales, text, timestamptz), unconfirmable_v1(live_sales), guest_is_live_v1(jsonb), is_admitted_v1(items, paddles) TO engine;
