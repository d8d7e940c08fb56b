-- The offer to the next bidder (rules.md 2): what is not sold is awarded only by their yes, never at more than their own best bid.
-- Locks: paddles, items by id, then offers. Writes: offers, awards, messages, audit_log. Reads: sessions. save_change_v1 writes the items.

-- Whom the rules put next, at which price, and their best bid, which nobody is told. Whoever had an offer since the close is left out;
-- with p_number, so is everyone ahead of that paddle. No row of them: nobody, or nobody who meets the reserve.
CREATE OR REPLACE FUNCTION next_bidder_v1(i items, p_number integer, OUT paddle_id uuid, OUT number integer, OUT status text, OUT amount_cents bigint, OUT best_cents bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_out uuid[] := ARRAY(SELECT o.paddle_id FROM offers o JOIN paddles d ON d.org_id = o.org_id AND d.id = o.paddle_id
    WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.made_at >= i.closed_at AND d.number IS DISTINCT FROM p_number);
  f items;
BEGIN
  LOOP
    f := refolded_item_v1(i, ARRAY(SELECT k.id FROM counted_bids k WHERE k.org_id = i.org_id AND k.item_id = i.id AND k.paddle_id = ANY (v_out)), i.closed_at);
    IF i.kind = 'sealed' THEN
      SELECT x.paddle_id, x.number, x.amount_cents, x.amount_cents INTO paddle_id, number, amount_cents, best_cents
      FROM unnest(f.standing) x ORDER BY x.amount_cents DESC, x.seq LIMIT 1;
    ELSE
      paddle_id := f.high_paddle_id; number := f.high_paddle_number; amount_cents := f.price_cents; best_cents := f.high_commitment_cents;
    END IF;
    IF paddle_id IS NULL OR amount_cents < i.reserve_cents THEN
      paddle_id := NULL; number := NULL; amount_cents := NULL; best_cents := NULL;
      RETURN;
    END IF;
    status := (SELECT d.status FROM paddles d WHERE d.org_id = i.org_id AND d.id = paddle_id);
    EXIT WHEN number = p_number OR (p_number IS NULL AND status = 'active');
    v_out := v_out || paddle_id;
  END LOOP;
END $$;

-- Why nothing can be offered of an item; null: it can.
CREATE OR REPLACE FUNCTION offer_refused_v1(i items) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN i.kind = 'live' THEN 'item_is_live' WHEN i.kind NOT IN ('single', 'sealed') THEN 'act_not_for_kind' WHEN i.status = 'withdrawn' THEN 'item_withdrawn'
    WHEN i.status = 'open' THEN 'item_still_open' WHEN i.status = 'sold' THEN 'item_already_sold' END
$$;

-- For staff who are to decide whether to offer. Asks nothing, so it takes no key; answer: {paddle_number, amount_cents}.
CREATE OR REPLACE FUNCTION read_next_bidder_v1(p jsonb, p_item uuid, OUT code text, OUT answer jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  i items;
  n record;
BEGIN
  SELECT x.* INTO i FROM items x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_item AND x.status <> 'draft' AND NOT x.is_hidden;
  code := CASE WHEN i.id IS NULL THEN 'item_not_found'
    WHEN is_own_item_v1(i.org_id, (SELECT s.user_id FROM sessions s WHERE s.id = (p->>'session')::uuid), i.id) THEN 'own_item' ELSE offer_refused_v1(i) END;
  IF code IS NOT NULL THEN RETURN; END IF;
  n := next_bidder_v1(i, NULL);
  code := CASE WHEN n.paddle_id IS NULL THEN 'no_next_bidder' ELSE 'done' END;
  answer := jsonb_build_object('paddle_number', n.number, 'amount_cents', n.amount_cents);
END $$;

CREATE OR REPLACE FUNCTION make_offer_v1(p jsonb, p_item uuid, p_number integer, p_amount bigint, p_minutes integer, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  n record;
  i items;
  v_amount bigint;
  v_key uuid := (p->>'key')::uuid;
BEGIN
  a := begin_item_act_v1(p, p_item);
  i := a.i; code := coalesce(a.code, offer_refused_v1(i)); is_replay := a.is_replay; answer := a.answer;
  IF code IS NOT NULL THEN RETURN; END IF;
  UPDATE offers o SET status = 'expired', answered_at = o.deadline WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.status = 'waiting' AND o.deadline <= a.at;
  n := next_bidder_v1(i, p_number);
  v_amount := coalesce(p_amount, n.amount_cents);
  code := CASE WHEN EXISTS (SELECT FROM offers o WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.status = 'waiting') THEN 'offer_waiting'
    WHEN n.paddle_id IS NULL THEN 'no_next_bidder' WHEN n.status <> 'active' THEN 'paddle_locked'
    WHEN v_amount < n.amount_cents THEN 'offer_too_low' WHEN v_amount > n.best_cents THEN 'above_their_best' END;
  IF code IS NOT NULL THEN
    answer := CASE code WHEN 'offer_too_low' THEN jsonb_build_object('least_cents', n.amount_cents) ELSE '{}' END;
    IF code = 'above_their_best' THEN   -- whoever feels for a guest's best bid is seen doing it
      INSERT INTO audit_log (org_id, id, event_id, session_id, user_id, action, subject_id, detail)
        VALUES (i.org_id, gen_random_uuid(), i.event_id, (p->>'session')::uuid, a.user_id, 'offer_refused', i.id, jsonb_build_object('amount_cents', v_amount));
    END IF;
    RETURN;
  END IF;

  code := 'done';
  answer := jsonb_build_object('offer_id', v_key, 'item_ids', '{}'::uuid[]);
  PERFORM write_act_v1(p, a.user_id, 'offer', i.id, NULL, answer, jsonb_build_object('paddle_number', n.number, 'amount_cents', v_amount, 'minutes', p_minutes));
  INSERT INTO offers (org_id, id, event_id, item_id, paddle_id, amount_cents, deadline, made_by, made_at)
    VALUES (i.org_id, v_key, i.event_id, i.id, n.paddle_id, v_amount, a.at + make_interval(mins => p_minutes), a.user_id, a.at);
  INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, about_id, amount_cents)
    VALUES (i.org_id, gen_random_uuid(), i.event_id, n.paddle_id, 'offer', i.id, v_key, v_amount);
END $$;

CREATE OR REPLACE FUNCTION withdraw_offer_v1(p jsonb, p_offer uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  o offers;
BEGIN
  SELECT x.* INTO o FROM offers x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_offer;
  a := begin_item_act_v1(p, o.item_id);
  SELECT x.* INTO o FROM offers x WHERE x.org_id = o.org_id AND x.id = o.id FOR NO KEY UPDATE;
  code := CASE WHEN a.code = 'item_not_found' THEN 'offer_unknown' ELSE coalesce(a.code, offer_over_v1(o, a.at)) END; is_replay := a.is_replay; answer := a.answer;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('offer_id', o.id, 'item_ids', '{}'::uuid[]);
  PERFORM write_act_v1(p, a.user_id, 'withdraw_offer', o.id, NULL, answer, jsonb_build_object('item_id', o.item_id));
  UPDATE offers x SET status = 'withdrawn', answered_at = a.at WHERE x.org_id = o.org_id AND x.id = o.id;
END $$;

-- Why an offer can no longer be answered; null: it can.
CREATE OR REPLACE FUNCTION offer_over_v1(o offers, at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN o.id IS NULL THEN 'offer_unknown' WHEN o.status = 'withdrawn' THEN 'offer_withdrawn' WHEN o.status IN ('accepted', 'declined') THEN 'offer_answered'
    WHEN o.status = 'expired' OR o.deadline <= at THEN 'offer_expired' END
$$;

-- The guest's yes or no, once per key. p: {org, event, paddle, session, epoch, key} of the verified token.
CREATE OR REPLACE FUNCTION answer_offer_v1(p jsonb, p_offer uuid, p_yes boolean, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_key uuid := (p->>'key')::uuid;
  v_now timestamptz;
  d paddles;
  b items;
  i items;
  o offers;
  c item_changes;
BEGIN
  SELECT x.* INTO d FROM paddles x WHERE x.org_id = v_org AND x.event_id = (p->>'event')::uuid AND x.id = (p->>'paddle')::uuid FOR NO KEY UPDATE;
  SELECT x.* INTO o FROM offers x WHERE x.org_id = v_org AND x.id = p_offer AND x.paddle_id = d.id;
  SELECT x.* INTO b FROM items x WHERE x.org_id = v_org AND x.id = o.item_id FOR NO KEY UPDATE;
  SELECT x.* INTO o FROM offers x WHERE x.org_id = v_org AND x.id = o.id FOR NO KEY UPDATE;
  v_now := auction_now();
  is_replay := coalesce(o.answer_key = v_key, false);
  code := CASE WHEN NOT EXISTS (SELECT FROM sessions s WHERE s.id = (p->>'session')::uuid AND s.org_id = v_org AND s.paddle_id = d.id
      AND s.epoch = (p->>'epoch')::int AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()) THEN 'session_revoked'
    WHEN is_replay THEN CASE WHEN p_yes = (o.status = 'accepted') THEN 'done' ELSE 'idempotency_key_reused' END
    WHEN offer_over_v1(o, v_now) IS NOT NULL THEN offer_over_v1(o, v_now)
    WHEN p_yes AND d.status <> 'active' THEN 'paddle_locked'
    WHEN p_yes AND b.status <> 'unsold' THEN 'offer_withdrawn' END;
  IF code = 'offer_expired' THEN
    UPDATE offers x SET status = 'expired', answered_at = o.deadline WHERE x.org_id = v_org AND x.id = o.id AND x.status = 'waiting';
  END IF;
  IF code IS NULL OR code = 'done' THEN answer := jsonb_build_object('offer_id', o.id, 'item_ids', ARRAY[b.id]); END IF;
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  UPDATE offers x SET status = CASE WHEN p_yes THEN 'accepted' ELSE 'declined' END, answered_at = v_now, answer_key = v_key WHERE x.org_id = v_org AND x.id = o.id;
  INSERT INTO audit_log (org_id, id, event_id, session_id, action, subject_id, detail) VALUES (v_org, gen_random_uuid(), o.event_id, (p->>'session')::uuid,
    CASE WHEN p_yes THEN 'offer_accepted' ELSE 'offer_declined' END, o.id, jsonb_build_object('item_id', o.item_id, 'amount_cents', o.amount_cents));
  IF NOT p_yes THEN RETURN; END IF;
  i := b;
  i.status := 'sold'; i.hammer_cents := o.amount_cents; i.winner_paddle_id := d.id;
  i.high_paddle_number := d.number;   -- what is shown; who led by the bids stays
  c.kind := 'award_offer'; c.decided_at := v_now;
  PERFORM save_change_v1(b, i, c);
  INSERT INTO awards (org_id, id, event_id, item_id, paddle_id, offer_id, amount_cents, close_version, awarded_at)
    VALUES (v_org, gen_random_uuid(), o.event_id, o.item_id, d.id, o.id, o.amount_cents, b.close_version, v_now);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['read_next_bidder_v1(jsonb, uuid)', 'make_offer_v1(jsonb, uuid, integer, bigint, integer)', 'withdraw_offer_v1(jsonb, uuid)',
      'answer_offer_v1(jsonb, uuid, boolean)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION next_bidder_v1(items, integer), offer_refused_v1(items), offer_over_v1(offers, timestamptz) TO engine;
