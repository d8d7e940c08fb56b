-- Screens in the room: one asks for a code, staff type it, the screen collects its session once; then it reports, and staff command or revoke it.
-- Locks: display_pairings, displays. Writes: display_pairings, displays, sessions. Reads: events. open_session_v1 opens the session.
-- app may read displays only; codes and secrets are reached here. Times of screens are real ones, not the auction's.

-- code: 'done', 'too_fast' where p_most wait already, 'code_taken' where another waiting screen shows this code.
CREATE OR REPLACE FUNCTION open_display_pairing_v1(p_id uuid, p_code text, p_secret_hash bytea, p_most integer, p_lifetime interval,
                                                   OUT code text, OUT expires_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('display_pairings'));   -- so that the count holds
  DELETE FROM display_pairings x WHERE x.expires_at <= clock_timestamp();
  IF (SELECT count(*) FROM display_pairings x WHERE x.claimed_at IS NULL) >= p_most THEN
    code := 'too_fast';
    RETURN;
  END IF;
  INSERT INTO display_pairings AS x (id, code, secret_hash, expires_at) VALUES (p_id, p_code, p_secret_hash, clock_timestamp() + p_lifetime)
  ON CONFLICT DO NOTHING RETURNING x.expires_at INTO expires_at;
  code := CASE WHEN expires_at IS NULL THEN 'code_taken' ELSE 'done' END;
END $$;

-- The display, and a session that nobody can refresh before the screen has collected it.
CREATE OR REPLACE FUNCTION pair_display_v1(p jsonb, p_code text, p_name text, p_lifetime interval, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_display uuid := gen_random_uuid();
  v_session uuid := gen_random_uuid();
  v_user uuid;
  w display_pairings;
BEGIN
  SELECT x.* INTO w FROM display_pairings x WHERE x.code = p_code AND x.claimed_at IS NULL AND x.expires_at > clock_timestamp() FOR NO KEY UPDATE;
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  code := coalesce(code, CASE WHEN w.id IS NULL THEN 'code_unknown' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('display_id', v_display);
  PERFORM write_act_v1(p, v_user, 'pair_display', v_display, NULL, answer, jsonb_build_object('name', p_name));
  PERFORM open_session_v1(v_session, v_org, v_event, 'display', NULL, NULL, NULL, NULL, 'display', NULL, p_lifetime);
  INSERT INTO displays (org_id, id, event_id, name, session_id, paired_by) VALUES (v_org, v_display, v_event, p_name, v_session, v_user);
  -- a screen whose time is nearly over still has two minutes to collect
  UPDATE display_pairings x SET org_id = v_org, display_id = v_display, claimed_at = clock_timestamp(),
    expires_at = greatest(x.expires_at, clock_timestamp() + interval '2 minutes')
  WHERE x.id = w.id;
END $$;

-- status: null where there is no such pairing, 'waiting', or once 'paired', with the session that p_refresh_hash refreshes from now on.
CREATE OR REPLACE FUNCTION collect_display_pairing_v1(p_id uuid, p_secret_hash bytea, p_refresh_hash bytea,
                                                      OUT status text, OUT session_id uuid, OUT epoch integer, OUT org_id uuid, OUT event_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  w display_pairings;
BEGIN
  SELECT x.* INTO w FROM display_pairings x WHERE x.id = p_id AND x.secret_hash = p_secret_hash AND x.collected_at IS NULL AND x.expires_at > clock_timestamp()
  FOR NO KEY UPDATE;
  IF w.id IS NULL OR w.claimed_at IS NULL THEN
    status := CASE WHEN w.id IS NOT NULL THEN 'waiting' END;
    RETURN;
  END IF;
  UPDATE sessions s SET refresh_hash = p_refresh_hash FROM displays d
  WHERE d.org_id = w.org_id AND d.id = w.display_id AND d.revoked_at IS NULL AND s.id = d.session_id AND s.revoked_at IS NULL
  RETURNING 'paired', s.id, s.epoch, s.org_id, s.event_id INTO status, session_id, epoch, org_id, event_id;
  UPDATE display_pairings x SET collected_at = clock_timestamp() WHERE x.id = w.id;
END $$;

CREATE OR REPLACE FUNCTION command_display_v1(p jsonb, p_display uuid, p_mode text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  d displays;
BEGIN
  SELECT x.* INTO d FROM displays x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_display FOR NO KEY UPDATE;
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  code := coalesce(code, CASE WHEN d.id IS NULL THEN 'display_unknown' WHEN d.revoked_at IS NOT NULL THEN 'display_revoked' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('display_id', d.id);
  PERFORM write_act_v1(p, v_user, 'command_display', d.id, NULL, answer, jsonb_build_object('mode', p_mode));
  UPDATE displays x SET mode = p_mode WHERE x.org_id = d.org_id AND x.id = d.id;
END $$;

CREATE OR REPLACE FUNCTION revoke_display_v1(p jsonb, p_display uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  d displays;
BEGIN
  SELECT x.* INTO d FROM displays x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_display FOR NO KEY UPDATE;
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  code := coalesce(code, CASE WHEN d.id IS NULL THEN 'display_unknown' WHEN d.revoked_at IS NOT NULL THEN 'display_revoked' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('display_id', d.id);
  PERFORM write_act_v1(p, v_user, 'revoke_display', d.id, NULL, answer, jsonb_build_object('name', d.name));
  UPDATE displays x SET revoked_at = clock_timestamp() WHERE x.org_id = d.org_id AND x.id = d.id;
  PERFORM revoke_session_v1(d.session_id);
END $$;

-- The screen's own word, every few seconds. No row: the session has ended. A screen that a staff link signed in has no display of its own.
CREATE OR REPLACE FUNCTION report_display_v1(p_session uuid, p_epoch integer, p_shows text) RETURNS TABLE (mode text, name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  s sessions;
BEGIN
  SELECT x.* INTO s FROM sessions x WHERE x.id = p_session AND x.epoch = p_epoch AND x.role = 'display' AND x.revoked_at IS NULL AND x.expires_at > clock_timestamp();
  UPDATE displays d SET shows = p_shows, last_seen_at = clock_timestamp() WHERE d.session_id = s.id AND d.revoked_at IS NULL;
  RETURN QUERY SELECT coalesce(d.mode, e.display_mode), coalesce(d.name, 'Display')
    FROM events e LEFT JOIN displays d ON d.session_id = s.id WHERE e.org_id = s.org_id AND e.id = s.event_id;
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['open_display_pairing_v1(uuid, text, bytea, integer, interval)', 'pair_display_v1(jsonb, text, text, interval)',
      'collect_display_pairing_v1(uuid, bytea, bytea)', 'command_display_v1(jsonb, uuid, text)', 'revoke_display_v1(jsonb, uuid)',
      'report_display_v1(uuid, integer, text)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
