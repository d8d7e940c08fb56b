-- The small state of an event that travels whole: phase, totals, leaderboard. Reads: events, items.
-- items_version is the sum of the items' versions, so that a client can add up its own copies; state_version rises whenever the state may have changed.

CREATE OR REPLACE FUNCTION event_state_v1(p_org uuid, p_event uuid)
RETURNS TABLE (items_version bigint, state_version bigint, state jsonb, server_time timestamptz, clock_rate double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH shown AS (SELECT * FROM items i WHERE i.org_id = p_org AND i.event_id = p_event AND i.status <> 'draft' AND NOT i.is_hidden),
  leaders AS (
    SELECT s.* FROM shown s WHERE coalesce(s.hammer_cents, s.price_cents) IS NOT NULL AND s.high_paddle_number IS NOT NULL AND s.status IN ('open', 'sold')
    ORDER BY coalesce(s.hammer_cents, s.price_cents) DESC, s.position, s.lot, s.id LIMIT 10
  ),
  totals AS (
    SELECT coalesce(sum(s.version), 0)::bigint AS items_version,
           -- an open item counts at its price, a sold one at its hammer price; sealed bids count for nothing before they are opened
           coalesce(sum(CASE s.kind
             WHEN 'multi' THEN CASE WHEN s.status IN ('open', 'sold') THEN (SELECT sum(CASE WHEN s.is_uniform_price THEN coalesce(s.hammer_cents, s.price_cents, s.starting_cents)
               ELSE x.amount_cents END) FROM unnest(s.standing) x)::bigint END
             WHEN 'fixed' THEN s.units_taken * s.starting_cents
             WHEN 'donation' THEN s.given_cents
             ELSE CASE s.status WHEN 'open' THEN s.price_cents WHEN 'sold' THEN s.hammer_cents END END) FILTER (WHERE s.kind <> 'live'), 0)::bigint AS silent_total,
           coalesce(sum(s.hammer_cents) FILTER (WHERE s.kind = 'live' AND s.status = 'sold'), 0)::bigint AS live_total,
           coalesce(sum(s.bid_count), 0)::bigint AS bid_count, count(*) FILTER (WHERE s.status = 'open') AS items_open
    FROM shown s
  )
  SELECT t.items_version, t.items_version + e.version,
    jsonb_build_object('phase', e.phase, 'silent_total_cents', t.silent_total, 'live_total_cents', t.live_total, 'bid_count', t.bid_count,
      'items_open', t.items_open,
      'leaderboard', coalesce((SELECT jsonb_agg(jsonb_build_object('item_id', l.id, 'lot', l.lot, 'title', l.title,
          'price_cents', coalesce(l.hammer_cents, l.price_cents), 'leader_paddle', l.high_paddle_number, 'bid_count', l.bid_count)
          ORDER BY coalesce(l.hammer_cents, l.price_cents) DESC, l.position, l.lot, l.id) FROM leaders l), '[]'::jsonb)),
    auction_now(), auction_clock_rate()
  FROM events e, totals t WHERE e.org_id = p_org AND e.id = p_event
$$;

ALTER FUNCTION event_state_v1(uuid, uuid) OWNER TO engine;
GRANT EXECUTE ON FUNCTION event_state_v1(uuid, uuid) TO app;
