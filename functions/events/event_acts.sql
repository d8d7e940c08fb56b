-- What managers do to the event as a whole: its phase, what is said to every screen, what the screens of the room show.
-- Locks: events. Writes: events, announcements. begin_act_v1 and write_act_v1 hold the key and the audit entry.

-- Its readable twin is ALLOWED_TRANSITIONS in rules.py. Into checkout leads a route of its own, which writes the bills.
CREATE OR REPLACE FUNCTION may_move_phase_v1(p_before text, p_after text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT (p_before, p_after) IN (('setup', 'silent'), ('silent', 'setup'), ('silent', 'live'), ('live', 'silent'), ('checkout', 'over'))
$$;

CREATE OR REPLACE FUNCTION set_phase_v1(p jsonb, p_phase text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  e events;
BEGIN
  SELECT x.* INTO e FROM events x WHERE x.org_id = (p->>'org')::uuid AND x.id = (p->>'event')::uuid FOR NO KEY UPDATE;
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  IF code IS NOT NULL THEN RETURN; END IF;
  IF NOT may_move_phase_v1(e.phase, p_phase) THEN
    code := 'phase_not_allowed';
    answer := jsonb_build_object('phase', e.phase);
    RETURN;
  END IF;
  code := 'done';
  answer := jsonb_build_object('phase', p_phase);
  PERFORM write_act_v1(p, v_user, 'set_phase', e.id, NULL, answer, jsonb_build_object('from', e.phase, 'to', p_phase));
  UPDATE events x SET phase = p_phase, version = x.version + 1 WHERE x.org_id = e.org_id AND x.id = e.id;
END $$;

CREATE OR REPLACE FUNCTION set_display_mode_v1(p jsonb, p_mode text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  e events;
BEGIN
  SELECT x.* INTO e FROM events x WHERE x.org_id = (p->>'org')::uuid AND x.id = (p->>'event')::uuid FOR NO KEY UPDATE;
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('mode', p_mode);
  PERFORM write_act_v1(p, v_user, 'set_display_mode', e.id, NULL, answer, jsonb_build_object('from', e.display_mode, 'to', p_mode));
  UPDATE events x SET display_mode = p_mode, version = x.version + 1 WHERE x.org_id = e.org_id AND x.id = e.id;
END $$;

-- The key is the announcement's id.
CREATE OR REPLACE FUNCTION announce_v1(p jsonb, p_text text, p_minutes integer, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_key uuid := (p->>'key')::uuid;
  v_user uuid;
  v_now timestamptz;
  e events;
BEGIN
  SELECT x.* INTO e FROM events x WHERE x.org_id = (p->>'org')::uuid AND x.id = (p->>'event')::uuid FOR NO KEY UPDATE;
  v_now := auction_now();
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('announcement_id', v_key);
  PERFORM write_act_v1(p, v_user, 'announce', v_key, NULL, answer, jsonb_build_object('text', p_text, 'minutes', p_minutes));
  INSERT INTO announcements (org_id, id, event_id, text, announced_by, announced_at, ends_at)
    VALUES (e.org_id, v_key, e.id, p_text, v_user, v_now, v_now + make_interval(mins => p_minutes));
  UPDATE events x SET version = x.version + 1 WHERE x.org_id = e.org_id AND x.id = e.id;
END $$;

-- The one before it is shown again, where its time is not over.
CREATE OR REPLACE FUNCTION withdraw_announcement_v1(p jsonb, p_announcement uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  v_now timestamptz;
  e events;
  n announcements;
BEGIN
  SELECT x.* INTO e FROM events x WHERE x.org_id = (p->>'org')::uuid AND x.id = (p->>'event')::uuid FOR NO KEY UPDATE;
  v_now := auction_now();
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  SELECT x.* INTO n FROM announcements x WHERE x.org_id = e.org_id AND x.event_id = e.id AND x.id = p_announcement;
  code := coalesce(code, CASE WHEN n.id IS NULL THEN 'announcement_unknown' WHEN n.withdrawn_at IS NOT NULL THEN 'announcement_withdrawn' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('announcement_id', n.id);
  PERFORM write_act_v1(p, v_user, 'withdraw_announcement', n.id, NULL, answer, jsonb_build_object('text', n.text));
  UPDATE announcements x SET withdrawn_at = v_now WHERE x.org_id = n.org_id AND x.id = n.id;
  UPDATE events x SET version = x.version + 1 WHERE x.org_id = e.org_id AND x.id = e.id;
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['set_phase_v1(jsonb, text)', 'set_display_mode_v1(jsonb, text)', 'announce_v1(jsonb, text, integer)',
      'withdraw_announcement_v1(jsonb, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION may_move_phase_v1(text, text) TO engine;
