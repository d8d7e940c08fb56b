-- What is said on stage about a lot (rules.md 4). A bid exists when the auctioneer takes it, and the first one taken at an amount has it.
-- Locks: paddles, items by id. Writes: live_offers, items, events, live_sales. Reads: live_lots, live_entries, sections.
-- begin_act_v1 and write_act_v1 keep the key and the audit entry; save_entry_v1 writes lot and entry. e is the body of the call.

-- The paddle that an entry is about, before anything is locked.
CREATE OR REPLACE FUNCTION entry_paddle_v1(p_org uuid, p_event uuid, p_item uuid, e jsonb) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
DECLARE
  i items;
BEGIN
  CASE e->>'kind'
    WHEN 'bid' THEN RETURN (SELECT d.id FROM paddles d WHERE d.org_id = p_org AND d.event_id = p_event AND d.number = (e->>'paddle_number')::int AND d.status <> 'retired' AND NOT d.is_hidden);
    WHEN 'take_offer' THEN RETURN (SELECT o.paddle_id FROM live_offers o WHERE o.org_id = p_org AND o.item_id = p_item AND o.id = (e->>'offer_id')::uuid);
    WHEN 'absentee' THEN
      SELECT x.* INTO i FROM items x WHERE x.org_id = p_org AND x.event_id = p_event AND x.id = p_item;
      RETURN (SELECT n.paddle_id FROM next_absentee_v1(i, (SELECT l.ask_cents FROM live_lots l WHERE l.org_id = p_org AND l.item_id = p_item)) n);
    ELSE RETURN NULL;
  END CASE;
END $$;

-- The items that an entry changes, by id: the lot, the one that runs and is passed for it, the one it is combined with.
CREATE OR REPLACE FUNCTION lock_lots_v1(p_org uuid, p_event uuid, p_item uuid, e jsonb) RETURNS uuid[]
LANGUAGE sql AS $$
  SELECT ARRAY(SELECT x.id FROM items x WHERE x.org_id = p_org AND x.event_id = p_event AND x.kind = 'live' AND x.status <> 'draft' AND NOT x.is_hidden
    AND (x.id = p_item OR x.id = (e->>'other_item_id')::uuid OR (e->>'kind' = 'open' AND (e->>'pass_running')::boolean
      AND x.id = (SELECT l.item_id FROM live_lots l WHERE l.org_id = p_org AND l.event_id = p_event AND l.stage = 'running')))
    ORDER BY x.id FOR NO KEY UPDATE)
$$;

-- Why an entry is refused as things stand under the locks; null: it is done. answer: what the station is told with it.
CREATE OR REPLACE FUNCTION entry_refused_v1(i items, l live_lots, d paddles, e jsonb, OUT code text, OUT answer jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_kind text := e->>'kind';
  v_amount bigint := coalesce((e->>'amount_cents')::bigint, l.ask_cents);
  v_running items;
BEGIN
  answer := '{}';
  SELECT x.* INTO v_running FROM items x JOIN live_lots o ON o.org_id = x.org_id AND o.item_id = x.id AND o.stage = 'running'
  WHERE x.org_id = i.org_id AND x.event_id = i.event_id AND x.id <> i.id;
  code := CASE
    WHEN i.status = 'withdrawn' THEN 'item_withdrawn'
    WHEN EXISTS (SELECT FROM events v WHERE v.org_id = i.org_id AND v.id = i.event_id AND v.checkout_opened_at IS NOT NULL) THEN 'event_in_checkout'
    WHEN v_kind IN ('ask', 'bid', 'take_offer', 'absentee', 'pass', 'underbidder') AND has_changed_v1(i, (e->>'seen_version')::bigint) THEN 'lot_changed'
    WHEN v_kind IN ('ask', 'bid', 'take_offer', 'absentee', 'warn', 'pass') AND l.stage <> 'running' THEN CASE l.stage WHEN 'sold' THEN 'item_already_sold' ELSE 'lot_not_running' END
    WHEN v_kind = 'open' AND l.stage = 'sold' THEN 'item_already_sold'
    WHEN v_kind = 'open' AND l.stage = 'running' THEN 'lot_runs_already'
    WHEN v_kind IN ('open', 'underbidder') AND v_running.id IS NOT NULL AND NOT coalesce((e->>'pass_running')::boolean, false) THEN 'another_lot_runs'
    WHEN v_kind = 'ask' AND (e->>'ask_cents')::bigint <= i.price_cents THEN 'ask_below_price'
    WHEN v_kind = 'bid' AND d.id IS NULL AND e->>'paddle_number' IS NOT NULL THEN 'paddle_unknown'
    WHEN v_kind = 'take_offer' AND NOT EXISTS (SELECT FROM live_offers o WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.id = (e->>'offer_id')::uuid AND o.status = 'waiting') THEN 'offer_is_over'
    WHEN v_kind = 'absentee' AND d.id IS DISTINCT FROM (SELECT n.paddle_id FROM next_absentee_v1(i, l.ask_cents) n) THEN 'lot_changed'
    WHEN v_kind = 'absentee' AND d.id IS NULL THEN 'no_absentee'
    WHEN v_kind IN ('bid', 'take_offer') AND d.status = 'locked' THEN 'paddle_locked'
    WHEN v_kind = 'bid' AND v_amount <= i.price_cents THEN 'bid_too_low'
    WHEN v_kind = 'bid' AND d.id = i.high_paddle_id THEN 'already_leading'
    WHEN v_kind IN ('bid', 'take_offer', 'absentee') AND l.offered_to IS NOT NULL AND d.id IS DISTINCT FROM l.offered_to THEN 'offered_to_other'
    WHEN v_kind = 'bid' AND NOT (e->>'confirmed')::boolean AND d.id IS NOT NULL AND NOT is_admitted_v1(i, d) THEN 'not_checked_in'
    WHEN v_kind = 'bid' AND NOT (e->>'confirmed')::boolean AND v_amount >= 2 * l.ask_cents THEN 'confirm_required'
    WHEN v_kind = 'underbidder' AND l.stage NOT IN ('running', 'sold') THEN 'lot_not_running'
    WHEN v_kind = 'underbidder' AND (SELECT u.paddle_id FROM underbidder_v1(i) u) IS NULL THEN 'no_underbidder'
    WHEN v_kind = 'combine' AND l.stage NOT IN ('waiting', 'running') THEN 'lot_not_waiting' END;
  answer := CASE code WHEN 'another_lot_runs' THEN jsonb_build_object('lot', v_running.lot, 'running_item_id', v_running.id)
    WHEN 'confirm_required' THEN jsonb_build_object('confirm', 'big_amount', 'ask_cents', l.ask_cents)
    WHEN 'bid_too_low' THEN jsonb_build_object('price_cents', i.price_cents, 'least_cents', l.ask_cents) ELSE '{}'::jsonb END;
END $$;

-- The lot as an entry makes it, and the entry with what it says. Underbidder and undo may take a sale back; combine takes the other lot in.
CREATE OR REPLACE FUNCTION apply_entry_v1(b items, l live_lots, d paddles, x jsonb, p jsonb, p_user uuid, at timestamptz, OUT i items, OUT nl live_lots, OUT e live_entries)
LANGUAGE plpgsql AS $$
DECLARE
  o items;
  r record;
  u record;
BEGIN
  i := b; nl := l;
  e.id := (p->>'key')::uuid; e.kind := x->>'kind'; e.session_id := (p->>'session')::uuid; e.user_id := p_user; e.decided_at := at;
  e.typed_at := (x->>'typed_at')::timestamptz; e.offer_id := (x->>'offer_id')::uuid; e.other_item_id := (x->>'other_item_id')::uuid;
  CASE e.kind
    WHEN 'open' THEN
      nl.stage := 'running'; nl.ask_cents := coalesce((x->>'ask_cents')::bigint, opening_cents_v1(b)); nl.step_cents := price_step_v1(b.step_from_cents, b.step_cents, nl.ask_cents);
      nl.source := NULL; nl.is_warned := false; nl.offered_to := NULL; i.price_cents := NULL; i.high_paddle_id := NULL;
      nl.phones_open := coalesce((SELECT y.phones_open_after FROM live_entries y WHERE y.org_id = b.org_id AND y.event_id = b.event_id AND y.kind IN ('open', 'phones')
        ORDER BY y.decided_at DESC, y.seq DESC LIMIT 1), true);
    WHEN 'ask' THEN
      nl.step_cents := coalesce((x->>'step_cents')::bigint, l.step_cents);
      nl.ask_cents := coalesce((x->>'ask_cents')::bigint, i.price_cents + nl.step_cents, l.ask_cents); nl.is_warned := false; e.amount_cents := nl.ask_cents;
    WHEN 'bid', 'take_offer', 'absentee' THEN
      e.paddle_id := d.id; e.amount_cents := coalesce((x->>'amount_cents')::bigint, l.ask_cents);
      u := with_bid_v1(b, l, d.id, e.amount_cents, CASE e.kind WHEN 'bid' THEN 'room' WHEN 'take_offer' THEN 'phone' ELSE 'absentee' END);
      i := u.ni; nl := u.nl;
      UPDATE live_offers y SET status = 'taken', answered_at = at WHERE y.org_id = b.org_id AND y.id = e.offer_id;
    WHEN 'warn' THEN nl.is_warned := true;
    WHEN 'phones' THEN nl.phones_open := (x->>'phones_open')::boolean;
    WHEN 'pass' THEN nl.stage := 'passed'; nl.source := NULL; nl.is_warned := false; nl.offered_to := NULL; i.price_cents := NULL; i.high_paddle_id := NULL;
    WHEN 'underbidder' THEN
      u := underbidder_v1(b);
      IF l.stage = 'sold' THEN
        e.sale_id := (last_sale_v1(b.org_id, b.id)).id;
        PERFORM reverse_sale_v1(last_sale_v1(b.org_id, b.id), p, p_user, 'winner_steps_back', at);
      END IF;
      e.paddle_id := u.paddle_id; e.amount_cents := coalesce((x->>'ask_cents')::bigint, u.amount_cents);
      nl.stage := 'running'; nl.ask_cents := e.amount_cents; nl.source := NULL; nl.is_warned := false; nl.offered_to := u.paddle_id;
      i.price_cents := NULL; i.high_paddle_id := NULL;
    WHEN 'combine' THEN
      SELECT y.* INTO o FROM items y WHERE y.org_id = b.org_id AND y.id = e.other_item_id;
      e.title_before := b.title; i.title := left(b.title || ' + ' || o.title, 200); i.value_cents := b.value_cents + o.value_cents;
      UPDATE items y SET status = 'withdrawn', version = y.version + 1 WHERE y.org_id = o.org_id AND y.id = o.id;
  END CASE;
END $$;

-- Takes the last thing back that was said about a lot and stands: the bid, the sale, the pass, whatever it was.
CREATE OR REPLACE FUNCTION undo_entry_v1(b items, l live_lots, x live_entries, p jsonb, p_user uuid, p_reason text, at timestamptz, OUT refund_due_cents bigint)
LANGUAGE plpgsql AS $$
DECLARE
  i items;
  nl live_lots;
  r record;
  e live_entries;
  o live_sales;
BEGIN
  IF x.kind = 'sell' THEN refund_due_cents := reverse_sale_v1(last_sale_v1(b.org_id, b.id), p, p_user, p_reason, at); END IF;
  r := left_by_v1(b, l, last_entry_v1(b.org_id, b.id, x.id));
  i := r.ni; nl := r.nl;
  IF x.kind = 'underbidder' AND nl.stage = 'sold' THEN   -- whoever had bought it has it again
    SELECT q.* INTO o FROM live_sales q WHERE q.org_id = b.org_id AND q.id = x.sale_id;
    o := write_sale_v1(b, (SELECT d FROM paddles d WHERE d.org_id = o.org_id AND d.id = o.paddle_id), gen_random_uuid(), o.amount_cents, o.copy, o.entry_id, o.heard_number, o.id,
      o.reason, p, p_user, NULL, at);
    IF (SELECT q.issue FROM live_sales q WHERE q.org_id = o.org_id AND q.id = x.sale_id) = 'disowned' THEN   -- what is not theirs is not billed to them by an undo
      UPDATE live_sales q SET issue = 'disowned' WHERE q.org_id = o.org_id AND q.id = o.id RETURNING q.* INTO o;
    END IF;
    PERFORM award_sale_v1(o, at);
  END IF;
  IF x.kind = 'combine' THEN
    i.title := x.title_before; i.value_cents := i.value_cents - (SELECT merged.value_cents FROM items merged WHERE merged.org_id = b.org_id AND merged.id = x.other_item_id);
    UPDATE items merged SET status = 'open', version = merged.version + 1 WHERE merged.org_id = b.org_id AND merged.id = x.other_item_id;
  END IF;
  -- after checkout was opened nothing is sold any more
  IF nl.stage IN ('running', 'waiting') AND EXISTS (SELECT FROM events v WHERE v.org_id = b.org_id AND v.id = b.event_id AND v.checkout_opened_at IS NOT NULL) THEN
    nl.stage := 'passed'; nl.source := NULL; nl.is_warned := false; nl.offered_to := NULL; i.price_cents := NULL; i.high_paddle_id := NULL;
  END IF;
  e.id := (p->>'key')::uuid; e.kind := 'undo'; e.undoes_id := x.id; e.sale_id := x.sale_id; e.reason := p_reason; e.session_id := (p->>'session')::uuid;
  e.user_id := p_user; e.decided_at := at;
  PERFORM save_entry_v1(i, nl, e);
END $$;

CREATE OR REPLACE FUNCTION enter_live_v1(p jsonb, p_item uuid, x jsonb, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_user uuid;
  v_now timestamptz;
  v_ids uuid[];
  i items;
  o items;
  l live_lots;
  d paddles;
  y live_entries;
  r record;
BEGIN
  SELECT q.* INTO d FROM paddles q WHERE q.org_id = v_org AND q.id = entry_paddle_v1(v_org, v_event, p_item, x) FOR NO KEY UPDATE;
  v_ids := lock_lots_v1(v_org, v_event, p_item, x);
  v_now := auction_now();
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  IF code IS NOT NULL THEN RETURN; END IF;
  SELECT q.* INTO i FROM items q WHERE q.org_id = v_org AND q.id = p_item AND q.id = ANY (v_ids);
  IF i.id IS NULL THEN code := 'item_not_found'; RETURN; END IF;
  l := live_lot_v1(i);
  SELECT c.code, c.answer INTO code, answer FROM entry_refused_v1(i, l, d, x) c;
  IF code IS NULL AND x->>'kind' = 'combine' THEN
    SELECT q.* INTO o FROM items q WHERE q.org_id = v_org AND q.id = (x->>'other_item_id')::uuid AND q.id = ANY (v_ids) AND q.id <> i.id;
    code := CASE WHEN o.id IS NULL THEN 'item_not_found' WHEN o.status <> 'open' OR (live_lot_v1(o)).stage <> 'waiting' THEN 'lot_not_waiting' END;
  ELSIF code IS NULL AND x->>'kind' = 'undo' THEN
    y := last_entry_v1(v_org, i.id);
    code := CASE WHEN y.id IS DISTINCT FROM (x->>'entry_id')::uuid THEN 'entry_not_last'
      WHEN (last_entry_v1(v_org, i.id, y.id)).stage_after = 'running' AND EXISTS (SELECT FROM live_lots q WHERE q.org_id = v_org AND q.event_id = v_event AND q.stage = 'running'
        AND q.item_id <> i.id) THEN 'another_lot_runs'
      WHEN y.kind = 'sell' AND is_released_v1(i) THEN 'item_released' END;
  END IF;
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  answer := jsonb_build_object('item_ids', v_ids, 'entry_id', p->>'key');
  PERFORM write_act_v1(p, v_user, 'live_' || (x->>'kind'), i.id, x->>'reason', answer, jsonb_strip_nulls(x) - 'kind');
  IF y.id IS NOT NULL THEN
    PERFORM undo_entry_v1(i, l, y, p, v_user, NULL, v_now);
    RETURN;
  END IF;
  -- the lot that runs is passed for the one that opens
  FOR o IN SELECT q.* FROM items q JOIN live_lots w ON w.org_id = q.org_id AND w.item_id = q.id AND w.stage = 'running' WHERE x->>'kind' = 'open' AND q.id = ANY (v_ids) AND q.id <> i.id LOOP
    r := apply_entry_v1(o, live_lot_v1(o), NULL, jsonb_build_object('kind', 'pass'), jsonb_set(p, '{key}', to_jsonb(gen_random_uuid())), v_user, v_now);
    PERFORM save_entry_v1(r.i, r.nl, r.e);
  END LOOP;
  r := apply_entry_v1(i, l, d, x, p, v_user, v_now);
  PERFORM save_entry_v1(r.i, r.nl, r.e);
END $$;

-- A lot that nobody planned: a row of the live section, last in the running order.
CREATE OR REPLACE FUNCTION add_lot_v1(p jsonb, p_item uuid, x jsonb, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_user uuid;
  v_lot text;
BEGIN
  -- two at once must not take the same number
  PERFORM 1 FROM events v WHERE v.org_id = v_org AND v.id = v_event FOR NO KEY UPDATE;
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  code := coalesce(code, (SELECT 'event_in_checkout' FROM events v WHERE v.org_id = v_org AND v.id = v_event AND v.checkout_opened_at IS NOT NULL));
  IF code IS NOT NULL THEN RETURN; END IF;
  v_lot := 'X' || (1 + (SELECT count(*) FROM items q WHERE q.org_id = v_org AND q.event_id = v_event AND q.lot ~ '^X[0-9]+$'));
  INSERT INTO items (org_id, id, event_id, section_id, lot, position, title, kind, value_cents, starting_cents, step_cents, opens_at, closes_at, planned_closes_at)
    SELECT v_org, p_item, v_event, s.id, v_lot, (SELECT coalesce(max(q.position), 0) + 1 FROM items q WHERE q.org_id = v_org AND q.event_id = v_event),
      x->>'title', 'live', (x->>'value_cents')::bigint, (x->>'starting_cents')::bigint,
      ARRAY[coalesce((x->>'step_cents')::bigint, greatest(1, (x->>'starting_cents')::bigint / 10))], s.opens_at, greatest(s.closes_at, s.opens_at + interval '1 day'),
      greatest(s.closes_at, s.opens_at + interval '1 day')
    FROM (SELECT q.* FROM sections q WHERE q.org_id = v_org AND q.event_id = v_event ORDER BY q.kind = 'live' DESC, q.opens_at, q.id LIMIT 1) s;
  IF NOT FOUND THEN code := 'section_unknown'; RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('item_ids', ARRAY[p_item], 'lot', v_lot);
  PERFORM write_act_v1(p, v_user, 'add_lot', p_item, NULL, answer, jsonb_strip_nulls(x) || jsonb_build_object('lot', v_lot));
  UPDATE events v SET version = v.version + 1 WHERE v.org_id = v_org AND v.id = v_event;
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['enter_live_v1(jsonb, uuid, jsonb)', 'add_lot_v1(jsonb, uuid, jsonb)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION entry_paddle_v1(uuid, uuid, uuid, jsonb), lock_lots_v1(uuid, uuid, uuid, jsonb), entry_refused_v1(items, live_lots, paddles, jsonb),
  apply_entry_v1(items, live_lots, paddles, jsonb, jsonb, uuid, timestamptz), undo_entry_v1(items, live_lots, live_entries, jsonb, uuid, text, timestamptz) TO engine;
