-- Paddles locked and let go by staff, and whether a guest's name may be on the screens of the room (rules.md 6).
-- Locks: paddles, then the event. Writes: paddles, events, consents, terms_versions, audit_log. Reads: sessions, guests, items.
-- From the moment a lock commits the paddle bids, buys and pledges no more: all of those lock its row first. What it leads stays.

-- Rule 1.9, for paddles: whether the paddle is the user's own or of their household.
CREATE OR REPLACE FUNCTION is_own_paddle_v1(d paddles, p_user uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM guests g JOIN paddles own ON own.org_id = g.org_id AND own.id = g.paddle_id
    WHERE g.org_id = d.org_id AND g.user_id = p_user AND (own.id = d.id OR own.household_id = d.household_id))
$$;

-- On how many items the paddle has the top bid or a place. Sealed bids are not counted: who leads there is nobody's to know.
CREATE OR REPLACE FUNCTION paddle_leads_v1(d paddles) RETURNS integer
LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM items i WHERE i.org_id = d.org_id AND i.event_id = d.event_id AND i.status = 'open' AND NOT i.is_hidden
    AND CASE WHEN i.kind = 'multi' THEN EXISTS (SELECT FROM unnest(i.standing) x WHERE x.paddle_id = d.id)
      ELSE i.kind IN ('single', 'live') AND i.high_paddle_id = d.id END
$$;

CREATE OR REPLACE FUNCTION change_paddle_v1(p jsonb, p_paddle uuid, p_status text, p_reason text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  d paddles;
BEGIN
  SELECT x.* INTO d FROM paddles x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_paddle AND x.status <> 'retired' AND NOT x.is_hidden
  FOR NO KEY UPDATE;
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  code := coalesce(code, CASE WHEN d.id IS NULL THEN 'paddle_unknown'
    WHEN p_status = 'active' AND is_own_paddle_v1(d, v_user) THEN 'own_paddle'
    WHEN d.status = p_status THEN CASE p_status WHEN 'locked' THEN 'paddle_locked_already' ELSE 'paddle_not_locked' END END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('leads', paddle_leads_v1(d));
  PERFORM write_act_v1(p, v_user, CASE p_status WHEN 'locked' THEN 'lock_paddle' ELSE 'unlock_paddle' END, d.id, p_reason, answer,
    jsonb_build_object('paddle_number', d.number));
  UPDATE paddles x SET status = p_status WHERE x.org_id = d.org_id AND x.id = d.id;
  UPDATE events e SET version = e.version + 1 WHERE e.org_id = d.org_id AND e.id = d.event_id;
END $$;

-- A guest's yes or no, as a consent whose id is the key; the newest counts. p: {org, event, session, epoch, paddle, key} of the verified token.
CREATE OR REPLACE FUNCTION show_name_v1(p jsonb, p_is_shown boolean, OUT code text, OUT is_replay boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_key uuid := (p->>'key')::uuid;
  v_body text := 'My name may be shown beside my paddle number on the screens of this event. I can take this back at any time.';
  v_terms uuid;
  s sessions;
  c consents;
BEGIN
  is_replay := false;
  PERFORM 1 FROM paddles d WHERE d.org_id = v_org AND d.id = (p->>'paddle')::uuid FOR NO KEY UPDATE;
  SELECT x.* INTO s FROM sessions x WHERE x.id = (p->>'session')::uuid AND x.org_id = v_org AND x.event_id = v_event AND x.paddle_id = (p->>'paddle')::uuid
    AND x.epoch = (p->>'epoch')::int AND x.revoked_at IS NULL AND x.expires_at > clock_timestamp();
  SELECT x.* INTO c FROM consents x WHERE x.org_id = v_org AND x.id = v_key;
  is_replay := coalesce(c.guest_id = s.guest_id AND c.kind = 'name' AND c.is_given = p_is_shown, false);
  code := CASE WHEN s.id IS NULL THEN 'session_revoked' WHEN is_replay THEN 'done' WHEN c.id IS NOT NULL THEN 'idempotency_key_reused' END;
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  UPDATE events e SET version = e.version + 1 WHERE e.org_id = v_org AND e.id = v_event;   -- under its lock one guest writes the text that none has agreed to yet
  v_terms := (SELECT t.id FROM terms_versions t WHERE t.org_id = v_org AND t.event_id = v_event AND t.kind = 'name' ORDER BY t.published_at DESC, t.id DESC LIMIT 1);
  IF v_terms IS NULL THEN
    v_terms := gen_random_uuid();
    INSERT INTO terms_versions (org_id, id, event_id, kind, body, sha256) VALUES (v_org, v_terms, v_event, 'name', v_body, sha256(convert_to(v_body, 'UTF8')));
  END IF;
  INSERT INTO consents (org_id, id, guest_id, kind, terms_version_id, device, is_given)
    VALUES (v_org, v_key, s.guest_id, 'name', v_terms, coalesce(s.device, ''), p_is_shown);
  INSERT INTO audit_log (org_id, id, event_id, session_id, action, subject_id, detail)
    VALUES (v_org, gen_random_uuid(), v_event, s.id, 'show_name', s.guest_id, jsonb_build_object('is_shown', p_is_shown));
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['change_paddle_v1(jsonb, uuid, text, text)', 'show_name_v1(jsonb, boolean)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION is_own_paddle_v1(paddles, uuid), paddle_leads_v1(paddles) TO engine;
