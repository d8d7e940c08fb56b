-- SOLD, and what follows: the same from a second station confirms it, something else is a conflict that somebody resolves, an undo is a row (rules.md 4).
-- Locks: paddles, items by id. Writes: live_sales, items, awards, audit_log. Reads: events, live_lots, live_entries, live_offers.
-- begin_act_v1 and write_act_v1 keep the key and the audit entry; save_entry_v1 writes the lot; reverse_sale_v1 takes it off a bill. x is the body of the call.
-- sell_live_v1: Longer than 60 lines because its refusals stand in one order.

-- What the system holds that is more than a sale: the bid that stands, a phone at the ask, an absentee bidder who can go again (no amount of theirs is told).
CREATE OR REPLACE FUNCTION held_v1(i items, l live_lots, d paddles, p_amount bigint) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN l.stage <> 'running' THEN NULL WHEN i.price_cents > p_amount
      THEN jsonb_build_object('paddle', i.high_paddle_number, 'amount_cents', i.price_cents, 'source', l.source)
    ELSE coalesce((SELECT jsonb_build_object('paddle', w.number, 'amount_cents', o.amount_cents, 'source', 'phone') FROM live_offers o
        JOIN paddles w ON w.org_id = o.org_id AND w.id = o.paddle_id AND w.status = 'active'
        WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.status = 'waiting' AND o.amount_cents > p_amount AND o.paddle_id IS DISTINCT FROM d.id ORDER BY o.offered_at LIMIT 1),
      (SELECT jsonb_build_object('paddle', NULL, 'amount_cents', l.ask_cents, 'source', 'absentee') FROM next_absentee_v1(i, l.ask_cents) n
        WHERE l.ask_cents > p_amount AND n.paddle_id IS DISTINCT FROM d.id AND n.paddle_id IS NOT NULL)) END
$$;

CREATE OR REPLACE FUNCTION sale_refused_v1(i items, l live_lots, d paddles, x jsonb, OUT code text, OUT answer jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_amount bigint := (x->>'amount_cents')::bigint;
  v_copy boolean := (x->>'is_copy')::boolean;
  v_ok boolean := (x->>'confirmed')::boolean;
  v_running items;
  v_held jsonb := held_v1(i, l, d, v_amount);
BEGIN
  SELECT q.* INTO v_running FROM items q JOIN live_lots w ON w.org_id = q.org_id AND w.item_id = q.id AND w.stage = 'running'
  WHERE q.org_id = i.org_id AND q.event_id = i.event_id AND q.id <> i.id;
  code := CASE
    WHEN v_copy AND l.stage <> 'sold' THEN 'item_not_sold'
    WHEN v_copy AND (SELECT count(*) FROM live_sales s WHERE s.org_id = i.org_id AND s.item_id = i.id AND s.kind = 'sale'
      AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id)) >= i.max_copies THEN 'no_copies_left'
    WHEN NOT v_copy AND has_changed_v1(i, (x->>'seen_version')::bigint) THEN 'lot_changed'
    WHEN d.id IS NULL AND x->>'paddle_number' IS NOT NULL AND NOT (x->>'paddle_ok')::boolean THEN 'paddle_unknown'
    WHEN d.status = 'locked' AND NOT (x->>'paddle_ok')::boolean THEN 'paddle_locked'
    WHEN NOT v_ok AND d.id IS NOT NULL AND NOT is_admitted_v1(i, d) THEN 'not_checked_in'
    WHEN NOT v_ok AND NOT v_copy AND v_running.id IS NOT NULL THEN 'confirm_required'
    WHEN NOT v_ok AND NOT v_copy AND l.stage = 'running' AND v_amount >= 2 * l.ask_cents THEN 'confirm_required'
    WHEN NOT v_copy AND x->>'reason' IS NULL AND v_held IS NOT NULL THEN 'reason_required' END;
  answer := CASE code WHEN 'reason_required' THEN jsonb_build_object('holds', v_held)
    WHEN 'confirm_required' THEN CASE WHEN v_running.id IS NULL THEN jsonb_build_object('confirm', 'big_amount', 'ask_cents', l.ask_cents)
      ELSE jsonb_build_object('confirm', 'another_lot', 'lot', v_running.lot, 'running_item_id', v_running.id) END
    ELSE '{}'::jsonb END;
END $$;

-- A second station on a lot that is sold: it agrees, knows the paddle that the first did not, or differs.
CREATE OR REPLACE FUNCTION second_station_v1(s live_sales, d paddles, x jsonb, p jsonb, p_user uuid, at timestamptz) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_same boolean := s.amount_cents = (x->>'amount_cents')::bigint AND (d.id = s.paddle_id OR (x->>'paddle_number')::int = s.heard_number OR x->>'paddle_number' IS NULL);
BEGIN
  IF v_same THEN
    IF s.confirmed_at IS NULL AND unconfirmable_v1(s) IS NULL AND s.user_id <> p_user AND d.id IS NOT NULL THEN PERFORM confirm_sale_now_v1(s, 'second_clerk', at); END IF;
    RETURN 'agreed';
  END IF;
  UPDATE live_sales c SET claim_settled_at = at WHERE c.org_id = s.org_id AND c.claim_on_id = s.id AND c.claim_settled_at IS NULL;   -- the newest claim counts
  INSERT INTO live_sales (org_id, id, event_id, item_id, paddle_id, amount_cents, body_hash, entered_by, sold_at, kind, user_id, copy, entry_id, heard_number, claim_on_id, typed_at)
    VALUES (s.org_id, (p->>'key')::uuid, s.event_id, s.item_id, d.id, (x->>'amount_cents')::bigint, decode(p->>'hash', 'hex'), (p->>'session')::uuid, at, 'claim', p_user,
      s.copy, s.entry_id, (x->>'paddle_number')::int, s.id, (x->>'typed_at')::timestamptz);
  UPDATE awards a SET revoked_at = at WHERE a.org_id = s.org_id AND a.live_sale_id = s.id AND a.revoked_at IS NULL;
  RETURN 'conflict';
END $$;

-- Writes a sale and its award. Whose paddle is not known, or is locked, owes nothing until somebody has looked.
CREATE OR REPLACE FUNCTION write_sale_v1(i items, d paddles, p_id uuid, p_amount bigint, p_copy integer, p_entry uuid, p_heard integer, p_corrects uuid, p_reason text,
                                         p jsonb, p_user uuid, p_typed timestamptz, at timestamptz) RETURNS live_sales
LANGUAGE plpgsql AS $$
DECLARE
  s live_sales;
BEGIN
  INSERT INTO live_sales (org_id, id, event_id, item_id, paddle_id, amount_cents, body_hash, entered_by, sold_at, kind, user_id, copy, entry_id, heard_number, issue, reason,
      corrects_id, typed_at)
    VALUES (i.org_id, p_id, i.event_id, i.id, d.id, p_amount, decode(p->>'hash', 'hex'), (p->>'session')::uuid, at, 'sale', p_user, p_copy, p_entry, p_heard,
      CASE WHEN d.id IS NULL THEN 'unknown_paddle' WHEN d.status = 'locked' THEN 'locked' END, p_reason, p_corrects, p_typed)
    RETURNING * INTO s;
  RETURN s;
END $$;

CREATE OR REPLACE FUNCTION sell_live_v1(p jsonb, x jsonb, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_item uuid := (x->>'item_id')::uuid;
  v_key uuid := (p->>'key')::uuid;
  v_user uuid;
  v_now timestamptz;
  v_copy integer;
  v_outcome text;
  d paddles;
  i items;
  l live_lots;
  s live_sales;
  e live_entries;
BEGIN
  SELECT q.* INTO d FROM paddles q WHERE q.org_id = v_org AND q.event_id = v_event AND q.number = (x->>'paddle_number')::int AND q.status <> 'retired' AND NOT q.is_hidden
  FOR NO KEY UPDATE;
  SELECT q.* INTO i FROM items q WHERE q.org_id = v_org AND q.event_id = v_event AND q.id = v_item AND q.kind = 'live' AND q.status <> 'draft' AND NOT q.is_hidden
  FOR NO KEY UPDATE;
  v_now := auction_now();
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  code := coalesce(code, CASE WHEN i.id IS NULL THEN 'item_not_found' WHEN i.status = 'withdrawn' THEN 'item_withdrawn'
    WHEN EXISTS (SELECT FROM events v WHERE v.org_id = v_org AND v.id = v_event AND v.checkout_opened_at IS NOT NULL) THEN 'event_in_checkout' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  l := live_lot_v1(i);
  s := last_sale_v1(v_org, i.id);
  IF l.stage = 'sold' AND NOT (x->>'is_copy')::boolean THEN
    code := CASE WHEN s.entered_by = (p->>'session')::uuid THEN 'item_already_sold'
      WHEN d.id IS NULL AND x->>'paddle_number' IS NOT NULL AND NOT (x->>'paddle_ok')::boolean THEN 'paddle_unknown' END;
    IF code IS NOT NULL THEN RETURN; END IF;
    code := 'done';
    answer := jsonb_build_object('item_ids', ARRAY[i.id], 'sale_id', s.id,
      'outcome', second_station_v1(s, d, x, p, v_user, v_now));
    PERFORM write_act_v1(p, v_user, 'live_sale_' || (answer->>'outcome'), i.id, NULL, answer, jsonb_strip_nulls(x));
    UPDATE items q SET version = q.version + 1 WHERE q.org_id = v_org AND q.id = i.id;
    RETURN;
  END IF;
  SELECT r.code, r.answer INTO code, answer FROM sale_refused_v1(i, l, d, x) r;
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  v_copy := CASE WHEN (x->>'is_copy')::boolean THEN coalesce((SELECT max(q.copy) FROM live_sales q WHERE q.org_id = v_org AND q.item_id = i.id), 0) + 1 ELSE 1 END;
  v_outcome := CASE WHEN d.id IS NULL OR d.status = 'locked' THEN 'needs_look' ELSE 'sold' END;
  answer := jsonb_build_object('item_ids', ARRAY[i.id], 'sale_id', v_key, 'outcome', v_outcome);
  PERFORM write_act_v1(p, v_user, 'live_sale', i.id, x->>'reason', answer, jsonb_strip_nulls(x));
  s := write_sale_v1(i, d, v_key, (x->>'amount_cents')::bigint, v_copy, v_key, (x->>'paddle_number')::int, NULL, x->>'reason', p, v_user, (x->>'typed_at')::timestamptz, v_now);
  l.stage := 'sold'; l.is_warned := false; l.offered_to := NULL;
  e.id := v_key; e.kind := 'sell'; e.paddle_id := d.id; e.amount_cents := s.amount_cents; e.sale_id := s.id; e.reason := x->>'reason'; e.session_id := (p->>'session')::uuid;
  e.user_id := v_user; e.typed_at := s.typed_at; e.decided_at := v_now;
  PERFORM save_entry_v1(i, l, e);
  PERFORM award_sale_v1(s, v_now);
END $$;

-- The sale that an act is about, under the lock of its paddles and its item. p_number: a further paddle.
CREATE OR REPLACE FUNCTION lock_sale_v1(p jsonb, p_sale uuid, p_number integer, OUT s live_sales, OUT i items, OUT d paddles, OUT at timestamptz, OUT code text, OUT is_replay boolean,
                                        OUT answer jsonb, OUT user_id uuid)
LANGUAGE plpgsql AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
BEGIN
  SELECT q.* INTO s FROM live_sales q WHERE q.org_id = v_org AND q.event_id = v_event AND q.id = p_sale AND q.kind = 'sale';
  SELECT q.* INTO d FROM paddles q WHERE q.org_id = v_org AND q.event_id = v_event AND q.number = p_number AND q.status <> 'retired' AND NOT q.is_hidden FOR NO KEY UPDATE;
  SELECT q.* INTO i FROM items q WHERE q.org_id = v_org AND q.id = s.item_id FOR NO KEY UPDATE;
  SELECT q.* INTO s FROM live_sales q WHERE q.org_id = v_org AND q.id = s.id;
  at := auction_now();
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, user_id FROM begin_act_v1(p) a;
  code := coalesce(code, CASE WHEN s.id IS NULL THEN 'sale_unknown'
    WHEN EXISTS (SELECT FROM live_sales r WHERE r.org_id = v_org AND r.reverses_id = s.id) THEN 'sale_reversed' END);
END $$;

CREATE OR REPLACE FUNCTION in_checkout_v1(s live_sales) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT 'event_in_checkout' FROM events v WHERE v.org_id = s.org_id AND v.id = s.event_id AND v.checkout_opened_at IS NOT NULL
$$;

-- At any time: the lot runs again where it stood, or, where it cannot, is passed. Of several copies one is taken back.
CREATE OR REPLACE FUNCTION undo_sale_v1(p jsonb, p_sale uuid, p_reason text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record := lock_sale_v1(p, p_sale, NULL);
  l live_lots;
  e live_entries;
  n live_entries;
  u live_entries;
  s live_sales;
  i items;
BEGIN
  s := a.s; i := a.i; is_replay := a.is_replay; answer := a.answer;
  code := coalesce(a.code, CASE WHEN is_released_v1(i) THEN 'item_released' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  l := live_lot_v1(i);
  SELECT q.* INTO e FROM live_entries q WHERE q.org_id = s.org_id AND q.id = s.entry_id;
  n := last_entry_v1(s.org_id, i.id);
  code := CASE WHEN n.id = e.id AND (last_entry_v1(s.org_id, i.id, e.id)).stage_after = 'running' AND in_checkout_v1(s) IS NULL
    AND EXISTS (SELECT FROM live_lots q WHERE q.org_id = s.org_id AND q.event_id = s.event_id AND q.stage = 'running' AND q.item_id <> i.id) THEN 'passed' END;
  answer := jsonb_build_object('item_ids', ARRAY[i.id], 'sale_id', s.id);
  PERFORM write_act_v1(p, a.user_id, 'live_sale_undone', i.id, p_reason, answer, jsonb_build_object('sale_id', s.id, 'amount_cents', s.amount_cents));
  IF n.id = e.id AND code IS NULL THEN
    PERFORM undo_entry_v1(i, l, e, p, a.user_id, p_reason, a.at);
  ELSE   -- another copy stands, or another lot runs: this one does not run again by itself
    PERFORM reverse_sale_v1(s, p, a.user_id, p_reason, a.at);
    IF (last_sale_v1(s.org_id, i.id)).id IS NULL THEN
      l.stage := 'passed'; l.source := NULL; i.price_cents := NULL; i.high_paddle_id := NULL;
    END IF;
    u.id := (p->>'key')::uuid; u.kind := CASE WHEN s.entry_id IS NULL THEN 'pass' ELSE 'undo' END; u.undoes_id := s.entry_id; u.sale_id := s.id; u.reason := p_reason; u.session_id := (p->>'session')::uuid;
    u.user_id := a.user_id; u.decided_at := a.at;
    PERFORM save_entry_v1(i, l, u);
  END IF;
  code := 'done';
END $$;

-- A number misheard, silently: the sale is another paddle's. Also names the paddle of a sale that waits for one.
CREATE OR REPLACE FUNCTION correct_sale_v1(p jsonb, p_sale uuid, p_number integer, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record := lock_sale_v1(p, p_sale, p_number);
  s live_sales;
  c live_sales;
BEGIN
  s := a.s; is_replay := a.is_replay; answer := a.answer;
  code := coalesce(a.code, in_checkout_v1(s), CASE WHEN (a.d).id IS NULL THEN 'paddle_unknown' WHEN (a.d).status = 'locked' THEN 'paddle_locked'
    WHEN (a.d).id = s.paddle_id AND s.issue IS NULL THEN 'paddle_is_right' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('item_ids', ARRAY[(a.i).id], 'sale_id', p->>'key');
  PERFORM write_act_v1(p, a.user_id, 'live_sale_corrected', (a.i).id, NULL, answer, jsonb_build_object('sale_id', s.id, 'paddle_number', p_number));
  PERFORM reverse_sale_v1(s, p, a.user_id, 'corrected', a.at);
  c := write_sale_v1(a.i, a.d, (p->>'key')::uuid, s.amount_cents, s.copy, s.entry_id, p_number, s.id, s.reason, p, a.user_id, NULL, a.at);
  PERFORM award_sale_v1(c, a.at);
  PERFORM show_last_sale_v1(a.i);
END $$;

-- The public row after a sale changed hands: the lot stays sold, to whom it is sold now.
CREATE OR REPLACE FUNCTION show_last_sale_v1(i items) RETURNS void
LANGUAGE sql AS $$
  UPDATE items q SET version = q.version + 1, live_sale_id = s.id, hammer_cents = s.amount_cents, price_cents = s.amount_cents, winner_paddle_id = w.id, high_paddle_id = w.id,
    high_paddle_number = w.number
  FROM last_sale_v1(i.org_id, i.id) s LEFT JOIN paddles w ON w.org_id = s.org_id AND w.id = s.paddle_id AND s.issue IS NULL
  WHERE q.org_id = i.org_id AND q.id = i.id AND q.status = 'sold' AND s.id IS NOT NULL
$$;

-- p_by: 'second_clerk', who is another person than the first, or 'table': the winner said so.
CREATE OR REPLACE FUNCTION confirm_sale_v1(p jsonb, p_sale uuid, p_by text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record := lock_sale_v1(p, p_sale, NULL);
  s live_sales;
BEGIN
  s := a.s; is_replay := a.is_replay; answer := a.answer;
  code := coalesce(a.code, unconfirmable_v1(s), CASE WHEN s.confirmed_at IS NOT NULL THEN 'sale_confirmed_already'
    WHEN p_by = 'second_clerk' AND s.user_id = a.user_id THEN 'second_person_needed' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('item_ids', ARRAY[(a.i).id], 'sale_id', s.id);
  PERFORM write_act_v1(p, a.user_id, 'live_sale_confirmed', (a.i).id, NULL, answer, jsonb_build_object('sale_id', s.id, 'by', p_by));
  PERFORM confirm_sale_now_v1(s, p_by, a.at);
  UPDATE items q SET version = q.version + 1 WHERE q.org_id = s.org_id AND q.id = s.item_id;
END $$;

-- p_keep: 'sale', what was recorded first, or 'claim', what the other station has.
CREATE OR REPLACE FUNCTION resolve_sale_v1(p jsonb, p_sale uuid, p_keep text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  s live_sales;
  c live_sales;
  n live_sales;
BEGIN
  SELECT q.* INTO c FROM live_sales q WHERE q.org_id = (p->>'org')::uuid AND q.claim_on_id = p_sale AND q.claim_settled_at IS NULL;
  a := lock_sale_v1(p, p_sale, (SELECT d.number FROM paddles d WHERE d.org_id = c.org_id AND d.id = c.paddle_id));
  s := a.s; is_replay := a.is_replay; answer := a.answer;
  code := coalesce(a.code, in_checkout_v1(s), CASE WHEN c.id IS NULL OR NOT EXISTS (SELECT FROM live_sales q WHERE q.org_id = c.org_id AND q.id = c.id AND q.claim_settled_at IS NULL)
    THEN 'no_conflict' WHEN p_keep = 'claim' AND (a.d).status = 'locked' THEN 'paddle_locked' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('item_ids', ARRAY[(a.i).id], 'sale_id', CASE p_keep WHEN 'sale' THEN s.id ELSE (p->>'key')::uuid END);
  PERFORM write_act_v1(p, a.user_id, 'live_sale_resolved', (a.i).id, NULL, answer, jsonb_build_object('sale_id', s.id, 'claim_id', c.id, 'keep', p_keep));
  UPDATE live_sales q SET claim_settled_at = a.at WHERE q.org_id = s.org_id AND q.id = c.id;
  IF p_keep = 'sale' THEN
    UPDATE awards w SET revoked_at = NULL WHERE w.org_id = s.org_id AND w.live_sale_id = s.id AND s.issue IS NULL;
  ELSE
    PERFORM reverse_sale_v1(s, p, a.user_id, 'corrected', a.at);
    n := write_sale_v1(a.i, a.d, (p->>'key')::uuid, c.amount_cents, s.copy, s.entry_id, c.heard_number, s.id, s.reason, p, a.user_id, NULL, a.at);
    PERFORM award_sale_v1(n, a.at);
  END IF;
  PERFORM show_last_sale_v1(a.i);
END $$;

-- The winner's own tap. Not theirs: it goes to whoever looks, and is not billed. Repeating it changes nothing, so it needs no key.
CREATE OR REPLACE FUNCTION answer_sale_v1(p jsonb, p_sale uuid, p_mine boolean, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_now timestamptz;
  s live_sales;
BEGIN
  SELECT q.* INTO s FROM live_sales q WHERE q.org_id = v_org AND q.event_id = (p->>'event')::uuid AND q.id = p_sale AND q.kind = 'sale' AND q.paddle_id = (p->>'paddle')::uuid;
  PERFORM 1 FROM items q WHERE q.org_id = v_org AND q.id = s.item_id FOR NO KEY UPDATE;
  SELECT q.* INTO s FROM live_sales q WHERE q.org_id = v_org AND q.id = s.id;
  v_now := auction_now();
  is_replay := CASE WHEN p_mine THEN s.confirmed_at IS NOT NULL ELSE coalesce(s.issue = 'disowned', false) END;
  code := CASE WHEN NOT guest_is_live_v1(p) THEN 'session_revoked' WHEN s.id IS NULL THEN 'sale_unknown' WHEN is_replay THEN 'done'
    WHEN NOT p_mine AND EXISTS (SELECT FROM live_sales r WHERE r.org_id = v_org AND r.reverses_id = s.id) THEN 'sale_reversed'
    WHEN NOT p_mine THEN in_checkout_v1(s) ELSE unconfirmable_v1(s) END;
  answer := CASE WHEN code IS NULL OR code = 'done' THEN jsonb_build_object('item_ids', ARRAY[s.item_id], 'sale_id', s.id) ELSE '{}' END;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  INSERT INTO audit_log (org_id, id, event_id, session_id, action, subject_id, detail)
    VALUES (v_org, gen_random_uuid(), s.event_id, (p->>'session')::uuid, CASE WHEN p_mine THEN 'sale_confirmed_by_winner' ELSE 'sale_disowned' END, s.id, '{}');
  IF p_mine THEN
    PERFORM confirm_sale_now_v1(s, 'winner', v_now);
  ELSE
    UPDATE live_sales q SET issue = 'disowned' WHERE q.org_id = v_org AND q.id = s.id;
    UPDATE awards w SET revoked_at = v_now WHERE w.org_id = v_org AND w.live_sale_id = s.id AND w.revoked_at IS NULL;
    PERFORM show_last_sale_v1(q) FROM items q WHERE q.org_id = v_org AND q.id = s.item_id;
    RETURN;
  END IF;
  UPDATE items q SET version = q.version + 1 WHERE q.org_id = v_org AND q.id = s.item_id;
END $$;

-- Across tenants, every two seconds: what nobody has confirmed or disputed for a minute is confirmed. A lot somebody works on waits for the next turn.
CREATE OR REPLACE FUNCTION confirm_due_sales_v1(p_limit integer)
RETURNS TABLE (org_id uuid, event_id uuid, item_id uuid, sale_id uuid, paddle_id uuid, amount_cents bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s live_sales;
BEGIN
  FOR s IN SELECT q.* FROM live_sales q JOIN items i ON i.org_id = q.org_id AND i.id = q.item_id
    WHERE q.kind = 'sale' AND q.confirmed_at IS NULL AND q.sold_at <= auction_now() - interval '60 seconds' AND unconfirmable_v1(q) IS NULL
    ORDER BY q.item_id, q.sold_at LIMIT p_limit FOR NO KEY UPDATE OF i SKIP LOCKED LOOP
    SELECT q.* INTO s FROM live_sales q WHERE q.org_id = s.org_id AND q.id = s.id;
    CONTINUE WHEN s.confirmed_at IS NOT NULL OR unconfirmable_v1(s) IS NOT NULL;
    PERFORM confirm_sale_now_v1(s, 'time', auction_now());
    UPDATE items i SET version = i.version + 1 WHERE i.org_id = s.org_id AND i.id = s.item_id;
    RETURN QUERY SELECT s.org_id, s.event_id, s.item_id, s.id, s.paddle_id, s.amount_cents;
  END LOOP;
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['sell_live_v1(jsonb, jsonb)', 'undo_sale_v1(jsonb, uuid, text)', 'correct_sale_v1(jsonb, uuid, integer)', 'confirm_sale_v1(jsonb, uuid, text)',
      'resolve_sale_v1(jsonb, uuid, text)', 'answer_sale_v1(jsonb, uuid, boolean)', 'confirm_due_sales_v1(integer)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION held_v1(items, live_lots, paddles, bigint), sale_refused_v1(items, live_lots, paddles, jsonb),
  second_station_v1(live_sales, paddles, jsonb, jsonb, uuid, timestamptz),
  write_sale_v1(items, paddles, uuid, bigint, integer, uuid, integer, uuid, text, jsonb, uuid, timestamptz, timestamptz), lock_sale_v1(jsonb, uuid, integer),
  in_checkout_v1(live_sales), show_last_sale_v1(items) TO engine;
