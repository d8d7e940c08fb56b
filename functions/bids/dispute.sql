-- Everything that happened to an item, for staff who must answer "I bid in time".
-- Longer than 60 lines because it is one list: a SELECT for each kind of thing that can happen to an item.
-- Reads: items, bids, bid_attempts, item_changes, offers, messages, approvals, awards, live_sales, item_terms, paddles, guests, users, sessions.

-- Whether a session may see what bidders kept secret: the owner, of an item that has closed, and of an event where neither they nor their
-- household bid. Else why not: 'open', 'role' or 'own_side'. No row: no such item.
CREATE OR REPLACE FUNCTION dispute_access_v1(p_org uuid, p_event uuid, p_item uuid, p_session uuid, p_epoch integer) RETURNS TABLE (access text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN i.status NOT IN ('sold', 'unsold') THEN 'open'
    WHEN s.role IS DISTINCT FROM 'owner' THEN 'role'
    WHEN EXISTS (
      SELECT FROM guests g JOIN paddles own ON own.org_id = g.org_id AND own.id = g.paddle_id
      JOIN paddles d ON d.org_id = own.org_id AND d.event_id = own.event_id AND (d.id = own.id OR d.household_id = own.household_id)
      JOIN bids b ON b.org_id = d.org_id AND b.paddle_id = d.id
      WHERE g.org_id = p_org AND g.event_id = p_event AND g.user_id = s.user_id) THEN 'own_side'
    ELSE 'shown' END
  FROM items i
  LEFT JOIN sessions s ON s.id = p_session AND s.epoch = p_epoch AND s.org_id = i.org_id AND s.event_id = i.event_id
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
  WHERE i.org_id = p_org AND i.event_id = p_event AND i.id = p_item AND i.status <> 'draft' AND NOT i.is_hidden
$$;

-- In order of time. amount_cents is null unless the session may see it or the room does; so is what only beside an amount would be a secret, a tie. bid_id: while the bid counts.
-- A refusal's time is the auction's, by which it was judged.
CREATE OR REPLACE FUNCTION item_dispute_v1(p_org uuid, p_event uuid, p_item uuid, p_session uuid, p_epoch integer, p_limit integer)
RETURNS TABLE (at timestamptz, seq integer, source text, kind text, outcome text, paddle_number integer, amount_cents bigint, units integer, is_raise boolean,
               price_before_cents bigint, price_after_cents bigint, least_cents bigint, leader_after integer, closes_at_before timestamptz,
               closes_at_after timestamptz, reason text, note text, bid_seqs integer[], actor text, second_actor text, device text, terms_version integer, bid_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH item AS (SELECT i.* FROM items i JOIN dispute_access_v1(p_org, p_event, p_item, p_session, p_epoch) ON true WHERE i.org_id = p_org AND i.id = p_item),
  may AS (SELECT a.access = 'shown' AS see FROM dispute_access_v1(p_org, p_event, p_item, p_session, p_epoch) a)
  SELECT e.at, e.seq, e.source, e.kind, e.outcome, d.number, e.amount_cents, e.units, e.is_raise, e.price_before_cents, e.price_after_cents, e.least_cents,
    l.number, e.closes_at_before, e.closes_at_after, e.reason, e.note, e.bid_seqs, u.name, u2.name, s.device, e.terms_version, e.bid_id
  FROM (
    SELECT b.decided_at AS at, b.seq, 'bid' AS source, b.kind, CASE WHEN b.outcome = 'tied_earlier' AND NOT may.see THEN 'outbid' ELSE b.outcome END AS outcome,
      b.paddle_id, CASE WHEN may.see THEN b.amount_cents * b.units WHEN b.kind <> 'max' THEN public_cents_v1(b) END AS amount_cents, b.units, b.is_raise, b.price_before_cents,
      b.price_after_cents, NULL::bigint AS least_cents, b.leader_after_id, b.closes_at_seen AS closes_at_before, b.closes_at_after, b.entry_reason AS reason,
      NULL::text AS note, NULL::integer[] AS bid_seqs, b.entered_by AS user_id, NULL::uuid AS second_id, b.session_id, b.terms_version,
      (SELECT k.id FROM counted_bids k WHERE k.org_id = b.org_id AND k.id = b.id) AS bid_id
    FROM item i JOIN bids b ON b.org_id = i.org_id AND b.item_id = i.id, may
    UNION ALL
    SELECT coalesce((a.detail->>'decided_at')::timestamptz, a.decided_at), NULL, 'refusal', a.kind, a.code, a.paddle_id, CASE WHEN may.see THEN a.amount_cents END,
      NULL, NULL, (a.detail->>'price_cents')::bigint, NULL, (a.detail->>'least_cents')::bigint, NULL, (a.detail->>'closes_at')::timestamptz, NULL, NULL,
      NULL, NULL, a.entered_by, NULL, NULL, NULL, NULL
    FROM item i JOIN bid_attempts a ON a.org_id = i.org_id AND a.item_id = i.id, may
    UNION ALL
    SELECT c.decided_at, c.seq, 'change', c.kind, c.status_after, NULL, NULL, NULL, NULL, c.price_before_cents, c.price_after_cents, NULL, c.leader_after_id,
      c.closes_at_before, c.closes_at_after, c.reason, c.note,
      ARRAY(SELECT b.seq FROM bids b WHERE b.org_id = c.org_id AND b.id = ANY (c.bid_ids) ORDER BY b.seq), c.user_id, c.second_user_id, NULL, NULL, NULL
    FROM item i JOIN item_changes c ON c.org_id = i.org_id AND c.item_id = i.id
    UNION ALL
    SELECT x.at, NULL, 'offer', x.kind, NULL, o.paddle_id, o.amount_cents, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CASE x.kind WHEN 'made' THEN o.deadline END,
      NULL, NULL, NULL, CASE x.kind WHEN 'made' THEN o.made_by END, NULL, NULL, NULL, NULL
    FROM item i JOIN offers o ON o.org_id = i.org_id AND o.item_id = i.id, LATERAL (VALUES (o.made_at, 'made'), (o.answered_at, o.status)) x(at, kind)
    WHERE x.at IS NOT NULL
    UNION ALL
    SELECT x.at, NULL, 'approval', x.kind, p.action, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, p.reason, p.note, NULL, x.by, NULL, NULL, NULL, NULL
    FROM item i JOIN approvals p ON p.org_id = i.org_id AND p.subject_id = i.id,
      LATERAL (VALUES (p.asked_at, 'asked', p.asked_by), (p.decided_at, p.verdict, p.decided_by)) x(at, kind, by) WHERE x.at IS NOT NULL
    UNION ALL
    SELECT x.at, NULL, 'award', x.kind, NULL, a.paddle_id, a.amount_cents, a.units, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
      ARRAY(SELECT b.seq FROM bids b WHERE b.org_id = a.org_id AND b.id = a.bid_id), NULL, NULL, NULL, NULL, NULL
    FROM item i JOIN awards a ON a.org_id = i.org_id AND a.item_id = i.id, LATERAL (VALUES (a.awarded_at, 'awarded'), (a.revoked_at, 'revoked')) x(at, kind)
    WHERE x.at IS NOT NULL
    UNION ALL
    SELECT i.closed_at, i.last_seq, 'close', i.kind, i.status, NULL, NULL, NULL, NULL, NULL, i.hammer_cents, NULL, i.winner_paddle_id, NULL, i.closes_at, NULL, NULL,
      NULL, NULL, NULL, NULL, NULL, NULL FROM item i WHERE i.closed_at IS NOT NULL
    UNION ALL
    SELECT x.at, NULL, 'message', m.kind, x.status, m.paddle_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, m.failure_code, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM item i JOIN messages m ON m.org_id = i.org_id AND m.item_id = i.id,
      LATERAL (VALUES (m.created_at, 'written'), (CASE WHEN m.status <> 'pending' THEN m.updated_at END, m.status)) x(at, status) WHERE x.at IS NOT NULL
    UNION ALL
    SELECT v.sold_at, NULL, 'live_sale', CASE WHEN v.reverses_id IS NULL THEN 'sold' ELSE 'reversed' END, NULL, v.paddle_id, v.amount_cents, NULL, NULL, NULL, NULL,
      NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, v.entered_by, NULL, NULL
    FROM item i JOIN live_sales v ON v.org_id = i.org_id AND v.item_id = i.id
    UNION ALL
    SELECT t.until, NULL, 'terms', 'changed', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, t.version + 1, NULL
    FROM item i JOIN item_terms t ON t.org_id = i.org_id AND t.item_id = i.id
  ) e
  LEFT JOIN paddles d ON d.org_id = p_org AND d.id = e.paddle_id
  LEFT JOIN paddles l ON l.org_id = p_org AND l.id = e.leader_after_id
  LEFT JOIN sessions s ON s.id = e.session_id
  LEFT JOIN users u ON u.id = coalesce(e.user_id, CASE WHEN e.source = 'live_sale' THEN s.user_id END)
  LEFT JOIN users u2 ON u2.id = e.second_id
  ORDER BY e.at, e.seq NULLS LAST, array_position(ARRAY['bid', 'refusal', 'change', 'close', 'award', 'live_sale'], e.source) NULLS LAST, d.number, e.kind, e.outcome
  LIMIT p_limit
$$;

ALTER FUNCTION dispute_access_v1(uuid, uuid, uuid, uuid, integer) OWNER TO engine;
ALTER FUNCTION item_dispute_v1(uuid, uuid, uuid, uuid, integer, integer) OWNER TO engine;
GRANT EXECUTE ON FUNCTION dispute_access_v1(uuid, uuid, uuid, uuid, integer), item_dispute_v1(uuid, uuid, uuid, uuid, integer, integer) TO app;
