-- Closes every due item of a section, and says when to come back (rules.md 2). Locks: items by id. Writes: items, awards, messages.
-- Called by the orchestration and by reconcile alike; called twice it does nothing the second time. After an outage it holds instead (hold.sql).
-- Returns a row per item with its new status, 'held' where it is held instead, and a last row without an item.
CREATE OR REPLACE FUNCTION close_due_v1(p_org uuid, p_section uuid)
RETURNS TABLE (item_id uuid, version bigint, status text, wake_in_s double precision, still_open bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_ids uuid[];
  v_now timestamptz;
  v_wake double precision;
  v_open bigint;
  i items;
BEGIN
  -- the lock comes first, in id order; a row that a bid extended meanwhile is judged again and falls out. One that comes due meanwhile waits for the
  -- next call, because its id may come before one that is locked already.
  v_ids := ARRAY(SELECT x.id FROM items x WHERE x.org_id = p_org AND x.section_id = p_section AND is_due_v1(x, auction_now()) ORDER BY x.id FOR NO KEY UPDATE);
  v_now := auction_now();

  FOR i IN SELECT h.* FROM hold_due_v1(p_org, p_section, v_ids, v_now) h LOOP
    item_id := i.id; version := i.version; status := 'held'; wake_in_s := NULL; still_open := NULL;
    RETURN NEXT;
  END LOOP;
  FOR i IN SELECT x.* FROM items x WHERE x.org_id = p_org AND x.id = ANY (v_ids) AND is_due_v1(x, v_now) ORDER BY x.id LOOP
    i := close_item_v1(i, v_now);
    item_id := i.id; version := i.version; status := i.status; wake_in_s := NULL; still_open := NULL;
    RETURN NEXT;
  END LOOP;

  SELECT extract(epoch FROM min(x.closes_at) FILTER (WHERE closes_by_itself_v1(x)) - auction_now()) / auction_clock_rate(), count(*) INTO v_wake, v_open
  FROM items x WHERE x.org_id = p_org AND x.section_id = p_section AND x.kind NOT IN ('live', 'donation') AND NOT x.is_hidden AND x.status = 'open';
  -- the last row has no item: real seconds until the next close, and how many are open
  RETURN QUERY SELECT NULL::uuid, NULL::bigint, NULL::text, CASE WHEN v_wake IS NOT NULL THEN greatest(v_wake, 0) END, v_open;
END $$;

-- A paused item without a time to resume, and a held one, have no next close; a live lot and a donation never have.
CREATE OR REPLACE FUNCTION closes_by_itself_v1(i items) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT i.kind NOT IN ('live', 'donation') AND NOT i.is_hidden AND i.status = 'open' AND (i.paused_at IS NULL OR i.resumes_at IS NOT NULL) AND i.held_at IS NULL
$$;
CREATE OR REPLACE FUNCTION is_due_v1(i items, at timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT closes_by_itself_v1(i) AND i.closes_at <= at
$$;

-- The item as its close leaves it: sold to the leader at the price, to the standing bids, or to the highest sealed bid; else unsold.
CREATE OR REPLACE FUNCTION closed_item_v1(INOUT i items, at timestamptz) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  w standing_bid;
BEGIN
  IF i.kind = 'sealed' THEN
    SELECT x.* INTO w FROM unnest(i.standing) x ORDER BY x.amount_cents DESC, x.seq LIMIT 1;
    IF w.bid_id IS NOT NULL THEN
      i.high_paddle_id := w.paddle_id; i.high_paddle_number := w.number; i.high_household_id := w.household_id; i.high_bid_id := w.bid_id;
      i.high_commitment_cents := w.amount_cents; i.price_cents := w.amount_cents;
    END IF;
  END IF;
  i.status := CASE
    WHEN i.kind = 'multi' AND cardinality(i.standing) > 0 OR i.kind = 'fixed' AND i.units_taken > 0
      OR i.kind = 'donation' AND i.given_cents > 0 THEN 'sold'
    WHEN i.high_paddle_id IS NOT NULL AND (i.reserve_cents IS NULL OR i.price_cents >= i.reserve_cents) THEN 'sold'
    ELSE 'unsold' END;
  IF i.status = 'sold' THEN
    i.hammer_cents := CASE i.kind WHEN 'multi' THEN (i.standing[cardinality(i.standing)]).amount_cents ELSE i.price_cents END;
    i.winner_paddle_id := i.high_paddle_id;
  END IF;
  i.closed_at := at;
  i.close_version := i.close_version + 1;
  i.version := i.version + 1;
END $$;

-- Closes one item under the caller's lock: the item, its awards, and a text to each winner.
CREATE OR REPLACE FUNCTION close_item_v1(i items, at timestamptz) RETURNS items LANGUAGE plpgsql AS $$
BEGIN
  i := closed_item_v1(i, at);
  UPDATE items x SET status = i.status, hammer_cents = i.hammer_cents, winner_paddle_id = i.winner_paddle_id, price_cents = i.price_cents,
    high_paddle_id = i.high_paddle_id, high_paddle_number = i.high_paddle_number, high_household_id = i.high_household_id, high_bid_id = i.high_bid_id,
    high_commitment_cents = i.high_commitment_cents, closed_at = at, close_version = i.close_version, version = i.version
  WHERE x.org_id = i.org_id AND x.id = i.id;
  INSERT INTO awards (org_id, id, event_id, item_id, paddle_id, bid_id, amount_cents, close_version, awarded_at)
    SELECT i.org_id, gen_random_uuid(), i.event_id, i.id, i.winner_paddle_id, i.high_bid_id, i.hammer_cents, i.close_version, at WHERE i.winner_paddle_id IS NOT NULL
    UNION ALL
    SELECT i.org_id, gen_random_uuid(), i.event_id, i.id, w.paddle_id, w.bid_id, CASE WHEN i.is_uniform_price THEN i.hammer_cents ELSE w.amount_cents END,
      i.close_version, at FROM unnest(i.standing) w WHERE i.kind = 'multi';
  INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, about_seq, amount_cents)
    SELECT i.org_id, gen_random_uuid(), i.event_id, a.paddle_id, 'won', i.id, i.close_version, sum(a.amount_cents)
    FROM awards a WHERE a.item_id = i.id AND a.org_id = i.org_id AND a.close_version = i.close_version AND a.revoked_at IS NULL AND i.kind <> 'fixed'
    GROUP BY a.paddle_id ON CONFLICT DO NOTHING;
  RETURN i;
END $$;

-- Donations have no close of their own: they end when checkout opens. Locks: items by id. Returns the items that it ended.
CREATE OR REPLACE FUNCTION close_donations_v1(p_org uuid, p_event uuid) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  i items;
BEGIN
  FOR i IN SELECT x.* FROM items x WHERE x.org_id = p_org AND x.event_id = p_event AND x.kind = 'donation' AND x.status = 'open' ORDER BY x.id FOR NO KEY UPDATE LOOP
    i := closed_item_v1(i, auction_now());
    UPDATE items x SET status = i.status, closed_at = i.closed_at, close_version = i.close_version, version = i.version WHERE x.org_id = i.org_id AND x.id = i.id;
    RETURN NEXT i.id;
  END LOOP;
END $$;

-- The silent sections of every tenant that still have an open item, for reconcile and ensure_running.
CREATE OR REPLACE FUNCTION open_sections_v1() RETURNS TABLE (org_id uuid, section_id uuid, event_id uuid, next_close_in_s double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.org_id, i.section_id, i.event_id,
    extract(epoch FROM min(i.closes_at) FILTER (WHERE closes_by_itself_v1(i)) - auction_now()) / auction_clock_rate()
  FROM items i WHERE i.kind NOT IN ('live', 'donation') AND NOT i.is_hidden AND i.status = 'open' GROUP BY 1, 2, 3
$$;

ALTER FUNCTION close_due_v1(uuid, uuid) OWNER TO engine;
ALTER FUNCTION close_donations_v1(uuid, uuid) OWNER TO engine;
ALTER FUNCTION open_sections_v1() OWNER TO engine;
GRANT EXECUTE ON FUNCTION close_due_v1(uuid, uuid), close_donations_v1(uuid, uuid), open_sections_v1() TO app;
GRANT EXECUTE ON FUNCTION closes_by_itself_v1(items), is_due_v1(items, timestamptz), closed_item_v1(items, timestamptz),
  close_item_v1(items, timestamptz) TO engine;
