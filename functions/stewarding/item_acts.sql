-- What managers do to one running item: extend it, withdraw it, void bids on it (rules.md 1.6, 1.9, 2).
-- Locks: items by id. Writes: awards, offers. Reads: paddles. save_change_v1 writes the items, tell_revived_v1 the texts.

-- The item of a call under its lock, the time after it, and why the act is refused; code null: go on.
CREATE OR REPLACE FUNCTION begin_item_act_v1(p jsonb, p_item uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb, OUT user_id uuid, OUT i items, OUT at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  SELECT x.* INTO i FROM items x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_item AND x.status <> 'draft' AND NOT x.is_hidden
  FOR NO KEY UPDATE;
  at := auction_now();
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, user_id FROM begin_act_v1(p) a;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := CASE WHEN i.id IS NULL THEN 'item_not_found' WHEN is_own_item_v1(i.org_id, user_id, i.id) THEN 'own_item' END;
END $$;

-- The planned close moves too, so that the item has its extra time as before.
CREATE OR REPLACE FUNCTION extend_item_v1(p jsonb, p_item uuid, p_seconds integer, p_reason text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  i items;
  c item_changes;
BEGIN
  a := begin_item_act_v1(p, p_item);
  i := a.i;
  code := coalesce(a.code, CASE WHEN i.kind IN ('live', 'donation') THEN 'act_not_for_kind' END, not_running_v1(i, a.at));
  is_replay := a.is_replay; answer := a.answer;
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  c.id := gen_random_uuid(); c.kind := 'extend'; c.act_id := (p->>'key')::uuid; c.user_id := a.user_id; c.decided_at := a.at; c.reason := p_reason;
  answer := jsonb_build_object('item_ids', ARRAY[i.id], 'change_id', c.id);
  PERFORM write_act_v1(p, a.user_id, 'extend', i.id, p_reason, answer, jsonb_build_object('seconds', p_seconds));
  i.closes_at := i.closes_at + make_interval(secs => p_seconds);
  i.planned_closes_at := i.planned_closes_at + make_interval(secs => p_seconds);
  PERFORM save_change_v1(a.i, i, c);
END $$;

-- Nobody owes anything: all its bids are voided, so that leads, purchases and gifts end, and so does what was offered.
CREATE OR REPLACE FUNCTION withdraw_item_v1(p jsonb, p_item uuid, p_reason text, p_note text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  i items;
  c item_changes;
BEGIN
  a := begin_item_act_v1(p, p_item);
  i := a.i;
  code := coalesce(a.code, CASE i.status WHEN 'withdrawn' THEN 'item_withdrawn' WHEN 'sold' THEN 'item_already_sold' END,
    CASE WHEN is_billed_v1(i) THEN 'award_billed' WHEN i.status = 'open' AND not_running_v1(i, a.at) = 'item_closed' THEN 'item_closed' END);
  is_replay := a.is_replay; answer := a.answer;
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  c.id := gen_random_uuid(); c.kind := 'withdraw'; c.act_id := (p->>'key')::uuid; c.user_id := a.user_id; c.decided_at := a.at; c.reason := p_reason; c.note := p_note;
  c.bid_ids := ARRAY(SELECT x.id FROM counted_bids x WHERE x.org_id = i.org_id AND x.item_id = i.id ORDER BY x.seq);
  answer := jsonb_build_object('item_ids', ARRAY[i.id], 'change_id', c.id);
  PERFORM write_act_v1(p, a.user_id, 'withdraw', i.id, p_reason, answer, jsonb_build_object('note', p_note, 'bids', cardinality(c.bid_ids)));
  i := refolded_item_v1(i, c.bid_ids, a.at);
  i.status := 'withdrawn'; i.closed_at := NULL;
  PERFORM save_change_v1(a.i, i, c);
  UPDATE awards w SET revoked_at = a.at WHERE w.org_id = i.org_id AND w.item_id = i.id AND w.revoked_at IS NULL;
  UPDATE offers o SET status = 'withdrawn', answered_at = a.at WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.status = 'waiting';
END $$;

-- Voids bids, or all of a paddle's; what remains is folded again. Exactly one of p_bids and p_number is given.
CREATE OR REPLACE FUNCTION void_bids_v1(p jsonb, p_item uuid, p_bids uuid[], p_number integer, p_reason text, p_note text,
                                        OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  i items;
  c item_changes;
BEGIN
  a := begin_item_act_v1(p, p_item);
  i := a.i;
  is_replay := a.is_replay; answer := a.answer;
  c.bid_ids := ARRAY(SELECT x.id FROM counted_bids x JOIN paddles d ON d.org_id = x.org_id AND d.id = x.paddle_id
    WHERE x.org_id = i.org_id AND x.item_id = i.id AND (x.id = ANY (p_bids) OR d.number = p_number) ORDER BY x.seq);
  code := coalesce(a.code, not_running_v1(i, a.at), CASE WHEN is_billed_v1(i) THEN 'award_billed' END,
    CASE WHEN cardinality(c.bid_ids) = 0 OR cardinality(c.bid_ids) < cardinality(p_bids) THEN 'nothing_to_void' END);
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  c.id := gen_random_uuid(); c.kind := 'void'; c.act_id := (p->>'key')::uuid; c.user_id := a.user_id; c.decided_at := a.at; c.reason := p_reason; c.note := p_note;
  answer := jsonb_build_object('item_ids', ARRAY[i.id], 'change_id', c.id);
  PERFORM write_act_v1(p, a.user_id, 'void', i.id, p_reason, answer, jsonb_build_object('note', p_note, 'bid_ids', c.bid_ids));
  i := refolded_item_v1(i, c.bid_ids, a.at);
  -- a sealed item always gets its five minutes: whether its top bid went would else be told by the clock
  IF i.kind = 'sealed' OR (i.kind = 'single' AND (i.price_cents, i.high_paddle_id) IS DISTINCT FROM ((a.i).price_cents, (a.i).high_paddle_id))
    OR (i.kind = 'multi' AND i.standing IS DISTINCT FROM (a.i).standing) THEN
    i.closes_at := at_least_five_minutes_v1(i, a.at);
  END IF;
  c := save_change_v1(a.i, i, c);
  UPDATE awards w SET revoked_at = a.at WHERE w.org_id = i.org_id AND w.item_id = i.id AND w.bid_id = ANY (c.bid_ids) AND w.revoked_at IS NULL;
  PERFORM tell_revived_v1(a.i, i, c);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['extend_item_v1(jsonb, uuid, integer, text)', 'withdraw_item_v1(jsonb, uuid, text, text)',
      'void_bids_v1(jsonb, uuid, uuid[], integer, text, text)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION begin_item_act_v1(jsonb, uuid) TO engine;
