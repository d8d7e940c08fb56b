-- What the canary of an event that can be held (hold.sql) bids with: an item, a paddle, a guest and a session of its own, all hidden.
-- Writes: paddles, guests, items, sessions, heartbeats, bid_attempts. Reads: events, sections.

-- The id of one of the canary's rows: derived, so that two processes make the same one.
CREATE OR REPLACE FUNCTION canary_id_v1(p_event uuid, what text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT md5(p_event || ' canary ' || what)::uuid
$$;

-- Makes what is missing, and prolongs the session. The session comes last: while it is good for an hour, the rest is there.
-- The item starts at two cents, so that a bid of one cent is judged by all the rules and refused; its paddle has the number that no guest can have.
CREATE OR REPLACE FUNCTION ensure_canary_v1(p_org uuid, p_event uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_paddle uuid := canary_id_v1(p_event, 'paddle');
  v_guest uuid := canary_id_v1(p_event, 'guest');
  v_session uuid := canary_id_v1(p_event, 'session');
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = v_session AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() + interval '1 hour') THEN RETURN; END IF;
  INSERT INTO paddles (org_id, id, event_id, number, is_hidden, admission, is_remote) VALUES (p_org, v_paddle, p_event, 0, true, 'checked_in', true)
    ON CONFLICT DO NOTHING;
  INSERT INTO guests (org_id, id, event_id, paddle_id, kind, name) VALUES (p_org, v_guest, p_event, v_paddle, 'remote', 'Canary') ON CONFLICT DO NOTHING;
  INSERT INTO items (org_id, id, event_id, section_id, lot, title, is_hidden, card_required, opens_at, closes_at, planned_closes_at, step_cents, starting_cents)
    SELECT p_org, canary_id_v1(p_event, 'item'), p_event, s.id, '~canary', 'Canary', true, false, '2000-01-01', '2200-01-01', '2200-01-01', '{1}', 2
    FROM sections s WHERE s.org_id = p_org AND s.event_id = p_event ORDER BY s.id LIMIT 1
    ON CONFLICT DO NOTHING;
  INSERT INTO heartbeats (org_id, event_id, last_at) VALUES (p_org, p_event, auction_now()) ON CONFLICT DO NOTHING;
  INSERT INTO sessions (id, org_id, event_id, guest_id, paddle_id, role, device, expires_at)
    VALUES (v_session, p_org, p_event, v_guest, v_paddle, 'donor', 'canary', clock_timestamp() + interval '1 day')
    ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, revoked_at = NULL;
END $$;

-- The canaries that must be heard now: of events that can be held and have an item that closes within the hour. A close looks back three minutes only, and
-- an item's close only moves later; a pause leaves its close where it was. On a scaled clock nothing is held, and nobody listens.
CREATE OR REPLACE FUNCTION canaries_v1() RETURNS TABLE (org_id uuid, event_id uuid, item_id uuid, guest_id uuid, paddle_id uuid, session_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF auction_clock_rate() <> 1 THEN RETURN; END IF;
  FOR org_id, event_id IN
    SELECT e.org_id, e.id FROM events e WHERE e.outage_after_s > 0 AND e.phase IN ('silent', 'live')
      AND EXISTS (SELECT FROM items i WHERE i.org_id = e.org_id AND i.event_id = e.id AND i.kind NOT IN ('live', 'donation') AND NOT i.is_hidden
                  AND i.status = 'open' AND i.closes_at < auction_now() + interval '1 hour')
    ORDER BY e.id
  LOOP
    PERFORM ensure_canary_v1(org_id, event_id);
    item_id := canary_id_v1(event_id, 'item'); guest_id := canary_id_v1(event_id, 'guest');
    paddle_id := canary_id_v1(event_id, 'paddle'); session_id := canary_id_v1(event_id, 'session');
    RETURN NEXT;
  END LOOP;
END $$;

-- A canary's refused bids tell nobody anything once they are answered; only guests' are kept for questions.
CREATE OR REPLACE FUNCTION sweep_canary_attempts_v1() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH swept AS (DELETE FROM bid_attempts a USING paddles d WHERE d.is_hidden AND a.paddle_id = d.id AND a.org_id = d.org_id
                 AND a.decided_at < clock_timestamp() - interval '10 minutes' RETURNING 1)
  SELECT count(*) FROM swept
$$;

ALTER FUNCTION canaries_v1() OWNER TO engine;
ALTER FUNCTION sweep_canary_attempts_v1() OWNER TO engine;
GRANT EXECUTE ON FUNCTION canaries_v1(), sweep_canary_attempts_v1() TO app;
GRANT EXECUTE ON FUNCTION canary_id_v1(uuid, text), ensure_canary_v1(uuid, uuid) TO engine;
