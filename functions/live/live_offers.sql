-- What guests do from their phones: a bid at the ask, which exists when the auctioneer takes it, and a maximum that goes up in the room for them.
-- Locks: paddles, items by id. Writes: live_offers, absentee_maxima, items. Reads: events, live_lots.
-- p is {org, event, paddle, session, epoch, key, hash} of the verified token; the key is the row's id.

CREATE OR REPLACE FUNCTION offer_live_v1(p jsonb, p_item uuid, p_amount bigint, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_now timestamptz;
  d paddles;
  i items;
  l live_lots;
  o live_offers;
BEGIN
  SELECT x.* INTO d FROM paddles x WHERE x.org_id = v_org AND x.event_id = v_event AND x.id = (p->>'paddle')::uuid FOR NO KEY UPDATE;
  SELECT x.* INTO i FROM items x WHERE x.org_id = v_org AND x.event_id = v_event AND x.id = p_item AND x.kind = 'live' AND x.status <> 'draft' AND NOT x.is_hidden FOR NO KEY UPDATE;
  v_now := auction_now();
  SELECT x.* INTO l FROM live_lots x WHERE x.org_id = v_org AND x.item_id = i.id;
  SELECT x.* INTO o FROM live_offers x WHERE x.org_id = v_org AND x.id = (p->>'key')::uuid;
  is_replay := o.id IS NOT NULL AND o.body_hash = decode(p->>'hash', 'hex') AND o.paddle_id = d.id;
  code := CASE WHEN NOT guest_is_live_v1(p) THEN 'session_revoked' WHEN is_replay THEN 'done' WHEN o.id IS NOT NULL THEN 'idempotency_key_reused'
    WHEN i.id IS NULL THEN 'item_not_found' WHEN d.status <> 'active' THEN 'paddle_locked' WHEN i.status = 'withdrawn' THEN 'item_withdrawn'
    WHEN EXISTS (SELECT FROM events v WHERE v.org_id = v_org AND v.id = v_event AND v.checkout_opened_at IS NOT NULL) THEN 'event_in_checkout'
    WHEN EXISTS (SELECT FROM events v WHERE v.org_id = v_org AND v.id = v_event AND v.stopped_at IS NOT NULL) THEN 'show_stopped'
    WHEN l.stage = 'sold' THEN 'item_already_sold' WHEN l.stage IS DISTINCT FROM 'running' THEN 'lot_not_running'
    WHEN NOT l.phones_open THEN 'phones_locked'
    WHEN l.offered_to <> d.id THEN 'offered_to_other' WHEN i.high_paddle_id = d.id THEN 'already_leading' WHEN l.ask_cents <> p_amount THEN 'ask_moved'
    WHEN NOT is_admitted_v1(i, d) THEN 'not_checked_in' WHEN i.card_required AND NOT d.has_card THEN 'card_required'
    WHEN EXISTS (SELECT FROM live_offers x WHERE x.org_id = v_org AND x.item_id = i.id AND x.paddle_id = d.id AND x.status = 'waiting') THEN 'offered_already' END;
  answer := CASE WHEN code IS NULL OR code = 'done' THEN jsonb_build_object('item_ids', ARRAY[i.id], 'offer_id', p->>'key')
    WHEN code IN ('ask_moved', 'offered_already', 'already_leading') THEN jsonb_build_object('ask_cents', l.ask_cents, 'price_cents', i.price_cents) ELSE '{}' END;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  INSERT INTO live_offers (org_id, id, event_id, item_id, paddle_id, amount_cents, body_hash, session_id, offered_at)
    VALUES (v_org, (p->>'key')::uuid, v_event, i.id, d.id, p_amount, decode(p->>'hash', 'hex'), (p->>'session')::uuid, v_now);
  UPDATE items x SET version = x.version + 1 WHERE x.org_id = v_org AND x.id = i.id;
END $$;

-- While it waits. Repeating it changes nothing, so it needs no key of its own.
CREATE OR REPLACE FUNCTION withdraw_live_offer_v1(p jsonb, p_offer uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  o live_offers;
BEGIN
  SELECT x.* INTO o FROM live_offers x WHERE x.org_id = v_org AND x.event_id = (p->>'event')::uuid AND x.id = p_offer AND x.paddle_id = (p->>'paddle')::uuid;
  PERFORM 1 FROM items x WHERE x.org_id = v_org AND x.id = o.item_id FOR NO KEY UPDATE;
  SELECT x.* INTO o FROM live_offers x WHERE x.org_id = v_org AND x.id = o.id;
  is_replay := coalesce(o.status = 'withdrawn', false);
  code := CASE WHEN NOT guest_is_live_v1(p) THEN 'session_revoked' WHEN o.id IS NULL THEN 'live_offer_unknown' WHEN is_replay THEN 'done'
    WHEN o.status <> 'waiting' THEN 'offer_is_over' END;
  answer := CASE WHEN code IS NULL OR code = 'done' THEN jsonb_build_object('item_ids', ARRAY[o.item_id], 'offer_id', o.id) ELSE '{}' END;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  UPDATE live_offers x SET status = 'withdrawn', answered_at = auction_now() WHERE x.org_id = v_org AND x.id = o.id;
  UPDATE items x SET version = x.version + 1 WHERE x.org_id = v_org AND x.id = o.item_id;
END $$;

-- Before the lot opens; it only rises, as every promise.
CREATE OR REPLACE FUNCTION set_absentee_v1(p jsonb, p_item uuid, p_max bigint, p_confirmed boolean, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_before bigint;
  d paddles;
  i items;
  m absentee_maxima;
BEGIN
  SELECT x.* INTO d FROM paddles x WHERE x.org_id = v_org AND x.event_id = v_event AND x.id = (p->>'paddle')::uuid FOR NO KEY UPDATE;
  SELECT x.* INTO i FROM items x WHERE x.org_id = v_org AND x.event_id = v_event AND x.id = p_item AND x.kind = 'live' AND x.status <> 'draft' AND NOT x.is_hidden FOR NO KEY UPDATE;
  SELECT x.* INTO m FROM absentee_maxima x WHERE x.org_id = v_org AND x.id = (p->>'key')::uuid;
  v_before := (SELECT max(x.max_cents) FROM absentee_maxima x WHERE x.org_id = v_org AND x.item_id = i.id AND x.paddle_id = d.id);
  is_replay := m.id IS NOT NULL AND m.body_hash = decode(p->>'hash', 'hex') AND m.paddle_id = d.id;
  code := CASE WHEN NOT guest_is_live_v1(p) THEN 'session_revoked' WHEN is_replay THEN 'done' WHEN m.id IS NOT NULL THEN 'idempotency_key_reused'
    WHEN i.id IS NULL THEN 'item_not_found' WHEN d.status <> 'active' THEN 'paddle_locked' WHEN i.status = 'withdrawn' THEN 'item_withdrawn'
    WHEN EXISTS (SELECT FROM events v WHERE v.org_id = v_org AND v.id = v_event AND v.stopped_at IS NOT NULL) THEN 'show_stopped'
    WHEN i.status = 'sold' THEN 'item_already_sold'
    WHEN i.status <> 'open' OR EXISTS (SELECT FROM live_lots l WHERE l.org_id = v_org AND l.item_id = i.id AND l.stage <> 'waiting') THEN 'lot_runs_already'
    WHEN i.card_required AND NOT d.has_card THEN 'card_required'
    WHEN p_max < i.starting_cents THEN 'bid_too_low' WHEN p_max <= v_before THEN 'max_not_raised'
    WHEN NOT p_confirmed AND p_max >= 5 * i.starting_cents THEN 'confirm_required' END;
  answer := CASE code WHEN 'bid_too_low' THEN jsonb_build_object('least_cents', i.starting_cents) ELSE '{}' END;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done'; answer := '{}';
  INSERT INTO absentee_maxima (org_id, id, event_id, item_id, paddle_id, max_cents, body_hash, session_id, set_at)
    VALUES (v_org, (p->>'key')::uuid, v_event, i.id, d.id, p_max, decode(p->>'hash', 'hex'), (p->>'session')::uuid, auction_now());
END $$;

-- What a guest has left for the lots of the event; the caller gives the paddle of its verified token.
CREATE OR REPLACE FUNCTION own_absentee_v1(p_org uuid, p_event uuid, p_paddle uuid) RETURNS TABLE (item_id uuid, max_cents bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT x.item_id, max(x.max_cents) FROM absentee_maxima x WHERE x.org_id = p_org AND x.event_id = p_event AND x.paddle_id = p_paddle GROUP BY x.item_id ORDER BY x.item_id
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['offer_live_v1(jsonb, uuid, bigint)', 'withdraw_live_offer_v1(jsonb, uuid)', 'set_absentee_v1(jsonb, uuid, bigint, boolean)',
      'own_absentee_v1(uuid, uuid, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
