-- What every act of staff on the auction begins and ends with, for the definer functions of stewarding, approvals and offers; app calls none of these.
-- Reads: sessions, staff_acts, guests, paddles, bids, releases, invoices, invoice_lines. Writes: staff_acts, audit_log, item_changes, items, messages.
-- p is the call: {org, event, session, epoch, key, hash}, all from the verified token but the key and the hash of action, subject and body.

-- Who acts, and whether this key has acted before. code: null (go on), 'session_revoked', 'idempotency_key_reused', or 'done' with the first answer.
CREATE OR REPLACE FUNCTION begin_act_v1(p jsonb, OUT code text, OUT is_replay boolean, OUT answer jsonb, OUT user_id uuid)
LANGUAGE plpgsql AS $$
DECLARE
  a staff_acts;
BEGIN
  is_replay := false;
  SELECT s.user_id INTO user_id FROM sessions s
  WHERE s.id = (p->>'session')::uuid AND s.org_id = (p->>'org')::uuid AND s.event_id = (p->>'event')::uuid AND s.epoch = (p->>'epoch')::int
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp();
  IF user_id IS NULL THEN
    code := 'session_revoked';
    RETURN;
  END IF;
  SELECT x.* INTO a FROM staff_acts x WHERE x.org_id = (p->>'org')::uuid AND x.id = (p->>'key')::uuid;
  IF NOT FOUND THEN RETURN; END IF;
  is_replay := a.body_hash = decode(p->>'hash', 'hex') AND a.user_id = begin_act_v1.user_id;
  code := CASE WHEN is_replay THEN 'done' ELSE 'idempotency_key_reused' END;
  answer := CASE WHEN is_replay THEN a.answer END;
END $$;

-- Written before the changes that name it.
CREATE OR REPLACE FUNCTION write_act_v1(p jsonb, p_user uuid, p_action text, p_subject uuid, p_reason text, p_answer jsonb, p_detail jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO staff_acts (org_id, id, event_id, session_id, user_id, action, subject_id, body_hash, reason, answer)
    VALUES ((p->>'org')::uuid, (p->>'key')::uuid, (p->>'event')::uuid, (p->>'session')::uuid, p_user, p_action, p_subject, decode(p->>'hash', 'hex'), p_reason, p_answer);
  INSERT INTO audit_log (org_id, id, event_id, session_id, user_id, action, subject_id, reason, detail)
    VALUES ((p->>'org')::uuid, gen_random_uuid(), (p->>'event')::uuid, (p->>'session')::uuid, p_user, p_action, p_subject, p_reason, p_detail);
END $$;

-- Writes an item as an act left it (i), and the numbered row that says how it was before (b). c: kind, who, why and when.
CREATE OR REPLACE FUNCTION save_change_v1(b items, i items, c item_changes) RETURNS item_changes
LANGUAGE plpgsql AS $$
BEGIN
  c.org_id := b.org_id; c.event_id := b.event_id; c.item_id := b.id;
  c.id := coalesce(c.id, gen_random_uuid());
  c.seq := b.last_seq + 1; c.version_after := b.version + 1;
  c.note := coalesce(c.note, ''); c.bid_ids := coalesce(c.bid_ids, '{}');
  c.status_before := b.status; c.status_after := i.status;
  IF b.kind <> 'sealed' THEN   -- of sealed bids no step shows a price or a leader; the close opens them
    c.price_before_cents := b.price_cents; c.price_after_cents := i.price_cents;
    c.leader_before_id := b.high_paddle_id; c.leader_after_id := i.high_paddle_id;
  END IF;
  c.closes_at_before := b.closes_at; c.closes_at_after := i.closes_at;
  c.planned_shift := i.planned_closes_at - b.planned_closes_at;
  UPDATE items x SET status = i.status, price_cents = i.price_cents, high_paddle_id = i.high_paddle_id, high_paddle_number = i.high_paddle_number,
    high_household_id = i.high_household_id, high_bid_id = i.high_bid_id, high_commitment_cents = i.high_commitment_cents, standing = i.standing,
    bid_count = i.bid_count, units_taken = i.units_taken, given_cents = i.given_cents, opens_at = i.opens_at, closes_at = i.closes_at,
    planned_closes_at = i.planned_closes_at, paused_at = i.paused_at, resumes_at = i.resumes_at, hammer_cents = i.hammer_cents,
    winner_paddle_id = i.winner_paddle_id, closed_at = i.closed_at, last_seq = c.seq, version = c.version_after
  WHERE x.org_id = b.org_id AND x.id = b.id;
  INSERT INTO item_changes SELECT c.*;
  RETURN c;
END $$;

-- Rule 1.9: whether the user's own paddle, or one of their household, has bid on the item. Under the item's lock no bid comes in between.
CREATE OR REPLACE FUNCTION is_own_item_v1(p_org uuid, p_user uuid, p_item uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM guests g JOIN paddles own ON own.org_id = g.org_id AND own.id = g.paddle_id
    JOIN paddles d ON d.org_id = own.org_id AND (d.id = own.id OR d.household_id = own.household_id)
    JOIN bids b ON b.org_id = d.org_id AND b.paddle_id = d.id AND b.item_id = p_item
    WHERE g.org_id = p_org AND g.user_id = p_user)
$$;

-- What an item's remaining time counts from: now; where it is paused, from the pause; where its end was announced, from then.
CREATE OR REPLACE FUNCTION time_counts_from_v1(i items, at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN i.paused_at IS NULL THEN at WHEN i.resumes_at IS NULL THEN i.paused_at ELSE greatest(at, i.resumes_at) END
$$;

-- Why an act on a running item is refused; null: it runs. An item past its close is over, closed or not.
CREATE OR REPLACE FUNCTION not_running_v1(i items, at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN i.id IS NULL THEN 'item_not_found' WHEN i.status = 'withdrawn' THEN 'item_withdrawn' WHEN i.status <> 'open' THEN 'item_closed'
    WHEN i.held_at IS NOT NULL THEN 'item_held'
    WHEN i.kind NOT IN ('live', 'donation') AND i.closes_at <= time_counts_from_v1(i, at) THEN 'item_closed' END
$$;

-- A change by staff to who wins, or to the price, leaves at least five more minutes; past the cap if need be (rules.md 2).
CREATE OR REPLACE FUNCTION at_least_five_minutes_v1(i items, at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
  SELECT greatest(i.closes_at, time_counts_from_v1(i, at) + interval '5 minutes')
$$;

-- The item as the bids that count make it, without those named: folded again by the rules, from the first. Times and the outcome stay.
CREATE OR REPLACE FUNCTION refolded_item_v1(b items, p_without uuid[], at timestamptz) RETURNS items
LANGUAGE plpgsql STABLE AS $$
DECLARE
  i items := b;
  v_cands bid_candidate[];
  j record;
BEGIN
  i.price_cents := NULL; i.high_paddle_id := NULL; i.high_paddle_number := NULL; i.high_household_id := NULL; i.high_bid_id := NULL;
  i.high_commitment_cents := NULL; i.standing := '{}'; i.bid_count := 0; i.units_taken := 0; i.given_cents := 0;
  SELECT coalesce(array_agg(ROW(x.seq, x.id, x.key, x.paddle_id, d.number, d.household_id, d.status, d.admission, d.is_remote, d.has_card, x.kind, x.amount_cents,
    x.units, x.body_hash, true, true, x.session_id, x.entered_by, x.entry_reason, x.seq)::bid_candidate ORDER BY x.seq), '{}') INTO v_cands
  FROM counted_bids x JOIN paddles d ON d.org_id = x.org_id AND d.id = x.paddle_id
  WHERE x.org_id = b.org_id AND x.item_id = b.id AND NOT x.id = ANY (p_without);
  j := judge_bids_v1(i, v_cands, at, true);
  i := j.i;
  i.status := b.status; i.hammer_cents := b.hammer_cents; i.winner_paddle_id := b.winner_paddle_id;   -- a purchase at once, folded again, would sell it again
  RETURN i;
END $$;

-- Who was told that their lead or unit came back. Nobody is told 'outbid' by a change of staff.
CREATE OR REPLACE FUNCTION tell_revived_v1(b items, i items, c item_changes) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, about_seq, amount_cents)
  SELECT i.org_id, gen_random_uuid(), i.event_id, r.paddle_id, 'leading_again', i.id, c.seq, i.price_cents
  FROM (SELECT i.high_paddle_id AS paddle_id WHERE i.kind = 'single' AND i.high_paddle_id IS DISTINCT FROM b.high_paddle_id AND i.high_paddle_id IS NOT NULL
        UNION ALL
        SELECT x.paddle_id FROM unnest(i.standing) x WHERE i.kind = 'multi' GROUP BY x.paddle_id
        HAVING count(*) > (SELECT count(*) FROM unnest(b.standing) y WHERE y.paddle_id = x.paddle_id)) r
$$;

-- An item is handed over once; what was taken back can be handed over again.
CREATE OR REPLACE FUNCTION is_released_v1(i items) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM releases r WHERE r.org_id = i.org_id AND r.item_id = i.id AND r.undoes_id IS NULL
    AND NOT EXISTS (SELECT FROM releases u WHERE u.org_id = r.org_id AND u.undoes_id = r.id))
$$;

-- Whether somebody has a bill for it.
CREATE OR REPLACE FUNCTION is_billed_v1(i items) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
    WHERE l.org_id = i.org_id AND l.item_id = i.id AND l.award_id IS NOT NULL)
$$;

GRANT EXECUTE ON FUNCTION begin_act_v1(jsonb), write_act_v1(jsonb, uuid, text, uuid, text, jsonb, jsonb), save_change_v1(items, items, item_changes),
  is_own_item_v1(uuid, uuid, uuid), time_counts_from_v1(items, timestamptz), not_running_v1(items, timestamptz), at_least_five_minutes_v1(items, timestamptz),
  refolded_item_v1(items, uuid[], timestamptz), tell_revived_v1(items, items, item_changes), is_released_v1(items), is_billed_v1(items) TO engine;
