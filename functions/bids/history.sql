-- What happened to an item as anybody may know it, and to a bidder's own bids as only they may know it.
-- Reads: bids, bid_attempts, item_changes, items, paddles, awards.

-- What the room may know of a bid's amount. Of one that did not lead nothing: with the price after it, it would tell the leader's maximum.
CREATE OR REPLACE FUNCTION public_cents_v1(b bids) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN b.kind IN ('buy_now', 'purchase', 'donation') THEN b.amount_cents * b.units
    WHEN b.kind = 'sealed' THEN NULL
    WHEN b.leader_after_id IS NULL THEN b.amount_cents            -- several winners: every bid is exact
    WHEN b.leader_after_id = b.paddle_id THEN b.price_after_cents END
$$;

-- The public steps of an item before a seq, newest first. Hidden: a leader's own raise, sealed bids until the close, whose a gift is.
CREATE OR REPLACE FUNCTION item_history_v1(p_org uuid, p_event uuid, p_item uuid, p_before integer, p_limit integer)
RETURNS TABLE (seq integer, at timestamptz, what text, is_raise boolean, units integer, paddle_number integer, shown_cents bigint,
               price_before_cents bigint, price_after_cents bigint, leader_before integer, leader_after integer,
               closes_at_before timestamptz, closes_at_after timestamptz, reason text, voided integer, voided_paddles integer[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.seq, s.decided_at, CASE WHEN s.what = 'change' OR s.kind IN ('sealed', 'buy_now', 'purchase', 'donation') THEN s.kind ELSE 'bid' END,
    coalesce(b.is_raise, false), b.units, d.number, public_cents_v1(b), s.price_before_cents, s.price_after_cents, before.number, after.number,
    s.closes_at_before, s.closes_at_after, c.reason, v.n, v.numbers
  FROM items i
  JOIN item_steps s ON s.org_id = i.org_id AND s.item_id = i.id
  LEFT JOIN bids b ON s.what = 'bid' AND b.org_id = s.org_id AND b.id = s.id
  LEFT JOIN item_changes c ON s.what = 'change' AND c.org_id = s.org_id AND c.id = s.id
  LEFT JOIN paddles d ON d.org_id = b.org_id AND d.id = b.paddle_id AND b.kind <> 'donation'
  LEFT JOIN paddles after ON after.org_id = s.org_id AND after.id = s.leader_after_id
  LEFT JOIN paddles before ON before.org_id = c.org_id AND before.id = c.leader_before_id
  LEFT JOIN LATERAL (
    -- a raise that is taken back, like one that is made, is nobody's business; nor is whose sealed bid or gift it was
    SELECT (count(*) FILTER (WHERE NOT x.is_raise))::int AS n,
      array_agg(DISTINCT y.number ORDER BY y.number) FILTER (WHERE NOT x.is_raise AND i.kind NOT IN ('sealed', 'donation')) AS numbers
    FROM bids x JOIN paddles y ON y.org_id = x.org_id AND y.id = x.paddle_id WHERE x.org_id = c.org_id AND x.id = ANY (c.bid_ids)
  ) v ON c.kind = 'void'
  WHERE i.org_id = p_org AND i.event_id = p_event AND i.id = p_item AND i.status <> 'draft' AND NOT i.is_hidden
    AND s.seq < p_before
    AND (s.what = 'change' OR s.kind <> 'sealed' OR i.status IN ('sold', 'unsold'))
    AND (b.id IS NULL OR NOT b.is_raise OR (b.kind <> 'sealed' AND b.price_after_cents IS DISTINCT FROM b.price_before_cents))
  ORDER BY s.seq DESC LIMIT p_limit
$$;

-- A bidder's own bids and refusals before a moment, newest first; each with who took the lead from it, and what became of the item.
-- A refusal is kept with the real time it was swept by and, in its detail, the auction's time it was judged by.
CREATE OR REPLACE FUNCTION own_history_v1(p_org uuid, p_event uuid, p_paddle uuid, p_item uuid, p_before timestamptz, p_before_id uuid, p_limit integer)
RETURNS TABLE (id uuid, at timestamptz, item_id uuid, lot text, title text, item_kind text, item_status text, quantity integer, hammer_cents bigint,
               code text, kind text, amount_cents bigint, units integer, is_raise boolean, leads boolean, leader_after integer,
               price_before_cents bigint, price_after_cents bigint, least_cents bigint, closes_at timestamptz, is_extension boolean, is_entered boolean,
               lost_at timestamptz, lost_to integer, lost_price_cents bigint, lost_by_staff boolean, voided_at timestamptz, void_reason text, void_kind text,
               stands boolean, won_cents bigint, has_won boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, m.at, i.id, i.lot, i.title, i.kind, i.status, i.quantity, i.hammer_cents,
    m.code, m.kind, m.amount_cents, m.units, m.is_raise, m.leader_after_id = p_paddle, after.number,
    m.price_before_cents, m.price_after_cents, m.least_cents, m.closes_at, m.is_extension, m.is_entered,
    lost.decided_at, heir.number, lost.price_after_cents, lost.what = 'change', void.decided_at, void.reason, void.kind,
    EXISTS (SELECT FROM unnest(i.standing) x WHERE x.bid_id = m.id),
    (SELECT sum(a.amount_cents)::bigint FROM awards a WHERE a.org_id = p_org AND a.bid_id = m.id AND a.revoked_at IS NULL),
    EXISTS (SELECT FROM awards a WHERE a.org_id = p_org AND a.item_id = i.id AND a.paddle_id = p_paddle AND a.revoked_at IS NULL)
  FROM (SELECT x.* FROM (
    SELECT b.id, b.decided_at AS at, b.item_id, 'accepted' AS code, b.kind, b.amount_cents, b.units, b.is_raise, b.seq, b.leader_after_id,
      b.price_before_cents, b.price_after_cents, b.least_cents, b.closes_at_after AS closes_at, b.closes_at_after > b.closes_at_seen AS is_extension,
      b.entered_by IS NOT NULL AS is_entered
    FROM bids b WHERE b.org_id = p_org AND b.event_id = p_event AND b.paddle_id = p_paddle AND (p_item IS NULL OR b.item_id = p_item)
    UNION ALL
    SELECT a.key, coalesce((a.detail->>'decided_at')::timestamptz, a.decided_at), a.item_id, a.code, a.kind, a.amount_cents, 1, false, NULL, NULL,
      (a.detail->>'price_cents')::bigint, NULL, (a.detail->>'least_cents')::bigint, (a.detail->>'closes_at')::timestamptz, false, a.entered_by IS NOT NULL
    FROM bid_attempts a WHERE a.org_id = p_org AND a.paddle_id = p_paddle AND a.kind IS NOT NULL AND (p_item IS NULL OR a.item_id = p_item)
  ) x WHERE (x.at, x.id) < (p_before, p_before_id) ORDER BY x.at DESC, x.id DESC LIMIT p_limit) m
  JOIN items i ON i.org_id = p_org AND i.event_id = p_event AND i.id = m.item_id
  LEFT JOIN paddles after ON after.org_id = p_org AND after.id = m.leader_after_id
  LEFT JOIN LATERAL (
    SELECT s.decided_at, s.price_after_cents, s.leader_after_id, s.what FROM item_steps s
    WHERE s.org_id = p_org AND s.item_id = m.item_id AND s.seq > m.seq AND s.leader_after_id IS DISTINCT FROM p_paddle ORDER BY s.seq LIMIT 1
  ) lost ON m.leader_after_id = p_paddle
  LEFT JOIN paddles heir ON heir.org_id = p_org AND heir.id = lost.leader_after_id
  LEFT JOIN LATERAL (
    SELECT c.decided_at, c.reason, c.kind FROM item_changes c WHERE c.org_id = p_org AND c.item_id = m.item_id AND m.id = ANY (c.bid_ids) ORDER BY c.seq LIMIT 1
  ) void ON m.code = 'accepted'
  ORDER BY m.at DESC, m.id DESC
$$;

-- A bidder's items: what they have set that still counts, what stands, and what they have won.
-- Bids that staff took back do not count; an item without another is not among them. Those of a withdrawn item still say what was set.
CREATE OR REPLACE FUNCTION own_bids_v2(p_org uuid, p_event uuid, p_paddle uuid)
RETURNS TABLE (item_id uuid, commitment_cents bigint, is_leading boolean, bids integer, voided integer, units integer, standing_units integer,
               amounts_cents bigint[], given_cents bigint, won_units integer, won_cents bigint, last_kind text, last_bid_at timestamptz, kind text, status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT b.item_id, max(b.amount_cents) FILTER (WHERE b.counts), coalesce(i.high_paddle_id = p_paddle AND i.kind = 'single', false),
    (count(*) FILTER (WHERE b.counts))::int, (count(*) FILTER (WHERE NOT b.counts))::int, coalesce(sum(b.units) FILTER (WHERE b.counts), 0)::int,
    CASE i.kind WHEN 'single' THEN coalesce(i.high_paddle_id = p_paddle, false)::int ELSE coalesce(w.units, 0)::int END,
    array_agg(b.amount_cents ORDER BY b.amount_cents DESC, b.seq) FILTER (WHERE b.counts),
    coalesce(sum(b.amount_cents) FILTER (WHERE b.counts AND b.kind = 'donation'), 0)::bigint, coalesce(a.units, 0)::int, coalesce(a.cents, 0)::bigint,
    (array_agg(b.kind ORDER BY b.seq DESC))[1], max(b.decided_at), i.kind, i.status
  FROM (SELECT x.*, NOT EXISTS (SELECT FROM item_changes c WHERE c.org_id = x.org_id AND c.item_id = x.item_id AND c.kind = 'void'
          AND x.id = ANY (c.bid_ids)) AS counts
        FROM bids x WHERE x.org_id = p_org AND x.event_id = p_event AND x.paddle_id = p_paddle) b
  JOIN items i ON i.org_id = b.org_id AND i.id = b.item_id
  LEFT JOIN LATERAL (SELECT sum(x.units) AS units FROM unnest(i.standing) x WHERE x.paddle_id = p_paddle) w ON true
  LEFT JOIN LATERAL (SELECT sum(x.units) AS units, sum(x.amount_cents) AS cents FROM awards x
                     WHERE x.org_id = i.org_id AND x.item_id = i.id AND x.paddle_id = p_paddle AND x.revoked_at IS NULL) a ON true
  GROUP BY b.item_id, i.kind, i.status, i.high_paddle_id, w.units, a.units, a.cents HAVING bool_or(b.counts)
$$;

ALTER FUNCTION item_history_v1(uuid, uuid, uuid, integer, integer) OWNER TO engine;
ALTER FUNCTION own_history_v1(uuid, uuid, uuid, uuid, timestamptz, uuid, integer) OWNER TO engine;
ALTER FUNCTION own_bids_v2(uuid, uuid, uuid) OWNER TO engine;
GRANT EXECUTE ON FUNCTION public_cents_v1(bids) TO engine;
GRANT EXECUTE ON FUNCTION item_history_v1(uuid, uuid, uuid, integer, integer), own_history_v1(uuid, uuid, uuid, uuid, timestamptz, uuid, integer),
  own_bids_v2(uuid, uuid, uuid) TO app;
