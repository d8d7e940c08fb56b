-- A bidder whose lead came back by a change of staff may ask, for five minutes, to be let out of it; staff answer with a void (rules.md 2).
-- Locks: items by id. Writes: step_backs. Reads: sessions, messages, item_changes, bids, paddles, items.

-- Whether the paddle wins as it stands.
CREATE OR REPLACE FUNCTION leads_v1(i items, p_paddle uuid) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT i.status = 'open' AND (i.high_paddle_id IS NOT DISTINCT FROM p_paddle OR (i.kind = 'multi' AND EXISTS (SELECT FROM unnest(i.standing) x WHERE x.paddle_id = p_paddle)))
$$;

-- p: {org, event, paddle, session, epoch, key} of the verified token. Asking again answers the first time's request.
CREATE OR REPLACE FUNCTION ask_step_back_v1(p jsonb, p_item uuid, OUT code text, OUT is_replay boolean, OUT requested_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_paddle uuid := (p->>'paddle')::uuid;
  v_now timestamptz;
  i items;
  c item_changes;
BEGIN
  SELECT x.* INTO i FROM items x WHERE x.org_id = v_org AND x.event_id = (p->>'event')::uuid AND x.id = p_item AND x.status <> 'draft' AND NOT x.is_hidden FOR NO KEY UPDATE;
  v_now := auction_now();
  -- the change that they were told of, unless they have bid again since
  SELECT h.* INTO c FROM item_changes h JOIN messages m ON m.org_id = h.org_id AND m.item_id = h.item_id AND m.about_seq = h.seq
  WHERE h.org_id = v_org AND h.item_id = i.id AND m.kind = 'leading_again' AND m.paddle_id = v_paddle
    AND NOT EXISTS (SELECT FROM bids b WHERE b.org_id = h.org_id AND b.item_id = h.item_id AND b.paddle_id = v_paddle AND b.seq > h.seq)
  ORDER BY h.seq DESC LIMIT 1;
  SELECT x.requested_at INTO requested_at FROM step_backs x WHERE x.org_id = v_org AND x.change_id = c.id AND x.paddle_id = v_paddle;
  is_replay := FOUND;
  code := CASE WHEN NOT EXISTS (SELECT FROM sessions s WHERE s.id = (p->>'session')::uuid AND s.org_id = v_org AND s.paddle_id = v_paddle
      AND s.epoch = (p->>'epoch')::int AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()) THEN 'session_revoked'
    WHEN i.id IS NULL THEN 'item_not_found' WHEN is_replay THEN 'done'
    WHEN c.id IS NULL OR NOT leads_v1(i, v_paddle) THEN 'not_revived'
    WHEN v_now > c.decided_at + interval '5 minutes' THEN 'step_back_over' ELSE 'done' END;
  IF code <> 'done' OR is_replay THEN RETURN; END IF;
  requested_at := v_now;
  INSERT INTO step_backs (org_id, id, event_id, item_id, paddle_id, change_id, requested_at)
    VALUES (v_org, (p->>'key')::uuid, i.event_id, i.id, v_paddle, c.id, v_now);
END $$;

-- Newest first; is_open: they still lead, so a void would let them out.
CREATE OR REPLACE FUNCTION step_backs_v1(p_org uuid, p_event uuid, p_limit integer)
RETURNS TABLE (id uuid, item_id uuid, lot text, title text, paddle_number integer, requested_at timestamptz, is_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.item_id, i.lot, i.title, d.number, s.requested_at, leads_v1(i, s.paddle_id)
  FROM step_backs s JOIN items i ON i.org_id = s.org_id AND i.id = s.item_id JOIN paddles d ON d.org_id = s.org_id AND d.id = s.paddle_id
  WHERE s.org_id = p_org AND s.event_id = p_event ORDER BY s.requested_at DESC, s.id LIMIT p_limit
$$;

ALTER FUNCTION ask_step_back_v1(jsonb, uuid) OWNER TO engine;
ALTER FUNCTION step_backs_v1(uuid, uuid, integer) OWNER TO engine;
GRANT EXECUTE ON FUNCTION ask_step_back_v1(jsonb, uuid), step_backs_v1(uuid, uuid, integer) TO app;
GRANT EXECUTE ON FUNCTION leads_v1(items, uuid) TO engine;
