-- What a phone that heard nothing may ask about its own key. Reads: bids, bid_attempts, items, paddles.
CREATE OR REPLACE FUNCTION bid_outcome_v1(p_org uuid, p_event uuid, p_paddle uuid, p_key uuid)
RETURNS TABLE (code text, outcome text, item_id uuid, kind text, amount_cents bigint, detail jsonb, decided_at timestamptz, state jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'accepted', b.outcome, b.item_id, b.kind, b.amount_cents, NULL::jsonb, b.decided_at, item_state_v1(i)
  FROM bids b JOIN items i ON i.org_id = b.org_id AND i.id = b.item_id
  WHERE b.org_id = p_org AND b.event_id = p_event AND b.paddle_id = p_paddle AND b.key = p_key
  UNION ALL
  SELECT a.code, NULL, a.item_id, NULL, NULL, a.detail, a.decided_at, CASE WHEN i.id IS NOT NULL THEN item_state_v1(i) END  -- a voided key names no item
  FROM bid_attempts a JOIN paddles d ON d.org_id = a.org_id AND d.id = a.paddle_id AND d.event_id = p_event
  LEFT JOIN items i ON i.org_id = a.org_id AND i.id = a.item_id
  WHERE a.org_id = p_org AND a.paddle_id = p_paddle AND a.key = p_key
$$;

-- Voids a key that has not been judged, so that a late packet never becomes a bid. Locks: the paddle. Writes: bid_attempts.
CREATE OR REPLACE FUNCTION void_bid_key_v1(p_org uuid, p_event uuid, p_paddle uuid, p_key uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM paddles d WHERE d.org_id = p_org AND d.event_id = p_event AND d.id = p_paddle FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO bid_attempts (org_id, paddle_id, key, code)
    SELECT p_org, p_paddle, p_key, 'key_voided'
    WHERE NOT EXISTS (SELECT FROM bids b WHERE b.org_id = p_org AND b.paddle_id = p_paddle AND b.key = p_key)
    ON CONFLICT DO NOTHING;
END $$;

-- Refused keys are kept for thirty days: as long as a guest may ask why a bid did not count (docs/decisions, 0014).
CREATE OR REPLACE FUNCTION sweep_bid_attempts_v1() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH swept AS (DELETE FROM bid_attempts WHERE decided_at < clock_timestamp() - interval '30 days' RETURNING 1) SELECT count(*) FROM swept
$$;

ALTER FUNCTION bid_outcome_v1(uuid, uuid, uuid, uuid) OWNER TO engine;
ALTER FUNCTION void_bid_key_v1(uuid, uuid, uuid, uuid) OWNER TO engine;
ALTER FUNCTION sweep_bid_attempts_v1() OWNER TO engine;
GRANT EXECUTE ON FUNCTION bid_outcome_v1(uuid, uuid, uuid, uuid), void_bid_key_v1(uuid, uuid, uuid, uuid), sweep_bid_attempts_v1() TO app;
