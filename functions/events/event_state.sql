-- The small state of an event that travels whole: phase, totals, leaderboard, paddle raise, announcement. Longer than 60 lines because it is one flat document.
-- Reads: events, items, awards, paddles, tables, guests, consents, announcements, appeals, appeal_levels, standing_pledges, live_sales.
-- items_version is the sum of the items' versions, so that a client can add up its own copies; state_version rises whenever the state may have changed.

-- The part of state_version that items do not carry.
CREATE OR REPLACE FUNCTION event_version_v1(e events) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT e.version + (SELECT coalesce(sum(a.version), 0) FROM appeals a WHERE a.org_id = e.org_id AND a.event_id = e.id)::bigint
$$;

-- A paddle's name for screens, where its first guest has agreed; null: the number is all that is shown.
CREATE OR REPLACE FUNCTION shown_name_v1(p_org uuid, p_paddle uuid) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (SELECT c.is_given FROM consents c WHERE c.org_id = p_org AND c.guest_id = g.id AND c.kind = 'name' ORDER BY c.given_at DESC, c.id DESC LIMIT 1)
    THEN g.name END
  FROM guests g WHERE g.org_id = p_org AND g.paddle_id = p_paddle ORDER BY g.created_at, g.id LIMIT 1
$$;

-- What each paddle leads at, has bought and has pledged. Sealed bids are nobody's to see; a maximum never counts, only the price.
CREATE OR REPLACE FUNCTION paddle_totals_v1(p_org uuid, p_event uuid) RETURNS TABLE (paddle_id uuid, total_cents bigint)
LANGUAGE sql STABLE AS $$
  SELECT x.paddle_id, sum(x.cents)::bigint FROM (
    SELECT i.high_paddle_id AS paddle_id, i.price_cents AS cents FROM items i
    WHERE i.org_id = p_org AND i.event_id = p_event AND i.status = 'open' AND NOT i.is_hidden AND i.kind IN ('single', 'live') AND i.high_paddle_id IS NOT NULL
    UNION ALL
    SELECT s.paddle_id, CASE WHEN i.is_uniform_price THEN coalesce(i.price_cents, i.starting_cents) ELSE s.amount_cents END FROM items i, unnest(i.standing) s
    WHERE i.org_id = p_org AND i.event_id = p_event AND i.status = 'open' AND NOT i.is_hidden AND i.kind = 'multi'
    UNION ALL
    SELECT a.paddle_id, a.amount_cents FROM awards a WHERE a.org_id = p_org AND a.event_id = p_event AND a.revoked_at IS NULL
    UNION ALL
    SELECT p.paddle_id, p.amount_cents FROM standing_pledges p WHERE p.org_id = p_org AND p.event_id = p_event AND p.issue IS NULL AND p.paddle_id IS NOT NULL
  ) x GROUP BY x.paddle_id
$$;

-- The sum of a lot's sales that stand, those whose paddle is not known yet included; they are in the room's total and in no bill.
CREATE OR REPLACE FUNCTION live_sold_cents_v1(p_org uuid, p_event uuid) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(s.amount_cents), 0)::bigint FROM live_sales s WHERE s.org_id = p_org AND s.event_id = p_event AND s.kind = 'sale'
    AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id)
$$;

-- The match doubles what was given, up to its cap; its own pledge is not doubled.
CREATE OR REPLACE FUNCTION matched_cents_v1(a appeals) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT least(coalesce(a.match_cap_cents, 0), coalesce((SELECT sum(p.amount_cents) FROM standing_pledges p
    WHERE p.org_id = a.org_id AND p.appeal_id = a.id AND p.kind <> 'match'), 0))::bigint
$$;

CREATE OR REPLACE FUNCTION raise_state_v1(a appeals) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  WITH standing AS MATERIALIZED (SELECT p.* FROM standing_pledges p WHERE p.org_id = a.org_id AND p.appeal_id = a.id AND p.kind <> 'match')
  SELECT jsonb_build_object('appeal_id', a.id, 'title', a.title, 'version', a.version, 'status', a.status, 'goal_cents', a.goal_cents, 'level_id', a.level_id,
    'level_cents', (SELECT l.amount_cents FROM appeal_levels l WHERE l.org_id = a.org_id AND l.id = a.level_id),
    'levels', coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'amount_cents', l.amount_cents, 'count', coalesce(s.n, 0), 'cents', coalesce(s.cents, 0),
        'is_released', l.released_at IS NOT NULL) ORDER BY l.amount_cents DESC)
      FROM appeal_levels l LEFT JOIN (SELECT p.level_id, count(*) AS n, sum(p.amount_cents)::bigint AS cents FROM standing p GROUP BY p.level_id) s ON s.level_id = l.id
      WHERE l.org_id = a.org_id AND l.appeal_id = a.id), '[]'::jsonb),
    'pledged_cents', coalesce((SELECT sum(p.amount_cents) FROM standing p), 0)::bigint, 'matched_cents', matched_cents_v1(a),
    'match_label', a.match_label, 'match_cap_cents', a.match_cap_cents, 'pledge_count', (SELECT count(*) FROM standing),
    'unknown_count', (SELECT count(*) FROM standing p WHERE p.issue IN ('placeholder', 'unknown_paddle')),
    'last_paddles', coalesce((SELECT jsonb_agg(x.number ORDER BY x.heard_at DESC, x.id DESC) FROM (   -- a lead is heard when it is called
      SELECT d.number, coalesce(p.called_at, p.recorded_at) AS heard_at, p.id FROM standing p JOIN paddles d ON d.org_id = p.org_id AND d.id = p.paddle_id WHERE p.issue IS NULL
      ORDER BY heard_at DESC, p.id DESC LIMIT 6) x), '[]'::jsonb))
$$;

-- The newest appeal that is open, else the newest one.
CREATE OR REPLACE FUNCTION shown_appeal_v1(p_org uuid, p_event uuid) RETURNS SETOF appeals
LANGUAGE sql STABLE AS $$
  SELECT a.* FROM appeals a WHERE a.org_id = p_org AND a.event_id = p_event ORDER BY a.status = 'open' DESC, a.made_at DESC, a.id DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION event_state_v2(p_org uuid, p_event uuid)
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
           coalesce(sum(s.bid_count), 0)::bigint AS bid_count, count(*) FILTER (WHERE s.status = 'open') AS items_open
    FROM shown s
  ),
  by_paddle AS MATERIALIZED (SELECT t.paddle_id, t.total_cents, d.number, d.table_id FROM paddle_totals_v1(p_org, p_event) t
    JOIN paddles d ON d.org_id = p_org AND d.id = t.paddle_id AND NOT d.is_hidden),
  top AS (SELECT * FROM by_paddle b ORDER BY b.total_cents DESC, b.number LIMIT 10),
  by_table AS (SELECT s.name, sum(b.total_cents)::bigint AS cents FROM by_paddle b JOIN tables s ON s.org_id = p_org AND s.id = b.table_id
    GROUP BY s.id, s.name ORDER BY 2 DESC, s.name LIMIT 10)
  SELECT t.items_version, t.items_version + event_version_v1(e),
    jsonb_build_object('phase', e.phase, 'silent_total_cents', t.silent_total, 'live_total_cents', live_sold_cents_v1(p_org, p_event), 'bid_count', t.bid_count,
      'items_open', t.items_open,
      'leaderboard', coalesce((SELECT jsonb_agg(jsonb_build_object('item_id', l.id, 'lot', l.lot, 'title', l.title,
          'price_cents', coalesce(l.hammer_cents, l.price_cents), 'leader_paddle', l.high_paddle_number, 'bid_count', l.bid_count)
          ORDER BY coalesce(l.hammer_cents, l.price_cents) DESC, l.position, l.lot, l.id) FROM leaders l), '[]'::jsonb),
      'top_bidders', coalesce((SELECT jsonb_agg(jsonb_build_object('paddle', b.number, 'name', shown_name_v1(p_org, b.paddle_id), 'total_cents', b.total_cents)
          ORDER BY b.total_cents DESC, b.number) FROM top b), '[]'::jsonb),
      'top_tables', coalesce((SELECT jsonb_agg(jsonb_build_object('table', b.name, 'total_cents', b.cents) ORDER BY b.cents DESC, b.name) FROM by_table b), '[]'::jsonb),
      'stopped_at', e.stopped_at, 'display_mode', e.display_mode,
      'announcement', (SELECT jsonb_build_object('id', n.id, 'text', n.text, 'announced_at', n.announced_at, 'ends_at', n.ends_at) FROM announcements n
          WHERE n.org_id = p_org AND n.event_id = p_event AND n.withdrawn_at IS NULL AND n.ends_at > auction_now() ORDER BY n.announced_at DESC, n.id DESC LIMIT 1),
      'paddle_raise', (SELECT raise_state_v1(a) FROM shown_appeal_v1(p_org, p_event) a)),
    auction_now(), auction_clock_rate()
  FROM events e, totals t WHERE e.org_id = p_org AND e.id = p_event
$$;

ALTER FUNCTION event_state_v2(uuid, uuid) OWNER TO engine;
GRANT EXECUTE ON FUNCTION event_state_v2(uuid, uuid) TO app;
GRANT EXECUTE ON FUNCTION event_version_v1(events), shown_name_v1(uuid, uuid), paddle_totals_v1(uuid, uuid), live_sold_cents_v1(uuid, uuid), matched_cents_v1(appeals),
  raise_state_v1(appeals), shown_appeal_v1(uuid, uuid) TO engine;
GRANT EXECUTE ON FUNCTION shown_name_v1(uuid, uuid) TO app;
