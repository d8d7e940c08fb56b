-- Closes every due item of a section, and says when to come back (rules.md 2). Locks: items by id. Writes: items, messages. Reads: sections.
-- Called by the orchestration and by reconcile alike; called twice it does nothing the second time.
CREATE OR REPLACE FUNCTION close_due_v1(p_org uuid, p_section uuid)
RETURNS TABLE (item_id uuid, version bigint, status text, wake_in_s double precision, still_open bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_wake double precision;
  v_open bigint;
BEGIN
  RETURN QUERY
  WITH due AS (            -- the lock comes first, in id order; a row that a bid extended meanwhile is judged again and falls out
    SELECT i.id FROM items i
    WHERE i.org_id = p_org AND i.section_id = p_section AND i.kind = 'single' AND i.status = 'open' AND i.paused_at IS NULL
      AND i.closes_at <= auction_now()
      AND EXISTS (SELECT FROM sections s WHERE s.org_id = p_org AND s.id = p_section AND s.held_at IS NULL AND s.paused_at IS NULL)
    ORDER BY i.id FOR NO KEY UPDATE OF i
  ), closed AS (
    UPDATE items i SET
      status = CASE WHEN i.high_paddle_id IS NOT NULL AND (i.reserve_cents IS NULL OR i.price_cents >= i.reserve_cents) THEN 'sold' ELSE 'unsold' END,
      hammer_cents = CASE WHEN i.high_paddle_id IS NOT NULL AND (i.reserve_cents IS NULL OR i.price_cents >= i.reserve_cents) THEN i.price_cents END,
      winner_paddle_id = CASE WHEN i.high_paddle_id IS NOT NULL AND (i.reserve_cents IS NULL OR i.price_cents >= i.reserve_cents) THEN i.high_paddle_id END,
      closed_at = auction_now(), version = i.version + 1
    FROM due WHERE i.org_id = p_org AND i.id = due.id
    RETURNING i.*
  ), told AS (
    INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, amount_cents)
    SELECT c.org_id, gen_random_uuid(), c.event_id, c.winner_paddle_id, 'won', c.id, c.hammer_cents FROM closed c WHERE c.status = 'sold'
    ON CONFLICT DO NOTHING
  )
  SELECT c.id, c.version, c.status, NULL::double precision, NULL::bigint FROM closed c;

  -- a paused item, and all of a held or paused section, have no next close
  SELECT extract(epoch FROM min(i.closes_at) FILTER (WHERE i.paused_at IS NULL AND s.held_at IS NULL AND s.paused_at IS NULL) - auction_now())
      / auction_clock_rate(), count(*) INTO v_wake, v_open
  FROM items i JOIN sections s ON s.org_id = i.org_id AND s.id = i.section_id
  WHERE i.org_id = p_org AND i.section_id = p_section AND i.kind = 'single' AND i.status = 'open';
  -- the last row has no item: real seconds until the next close, and how many are open
  RETURN QUERY SELECT NULL::uuid, NULL::bigint, NULL::text, CASE WHEN v_wake IS NOT NULL THEN greatest(v_wake, 0) END, v_open;
END $$;

-- The silent sections of every tenant that still have an open item, for reconcile and ensure_running.
CREATE OR REPLACE FUNCTION open_sections_v1() RETURNS TABLE (org_id uuid, section_id uuid, event_id uuid, next_close_in_s double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.org_id, i.section_id, i.event_id,
    extract(epoch FROM min(i.closes_at) FILTER (WHERE i.paused_at IS NULL AND s.held_at IS NULL AND s.paused_at IS NULL) - auction_now()) / auction_clock_rate()
  FROM items i JOIN sections s ON s.org_id = i.org_id AND s.id = i.section_id WHERE i.kind = 'single' AND i.status = 'open' GROUP BY 1, 2, 3
$$;

ALTER FUNCTION close_due_v1(uuid, uuid) OWNER TO engine;
ALTER FUNCTION open_sections_v1() OWNER TO engine;
GRANT EXECUTE ON FUNCTION close_due_v1(uuid, uuid), open_sections_v1() TO app;
