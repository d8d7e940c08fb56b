-- Sessions are global rows that app may not read; these functions are the only way to them.
-- Writes: sessions, guests (failed tries), acceptances, audit_log. Reads: staff_links, users, paddles, events, terms_versions.

-- Who a link belongs to. Guests' links identify only; the last four digits of their own phone bind (rules.md 6). A rehearsal's are good until it ends.
CREATE OR REPLACE FUNCTION find_link_v3(p_link_hash bytea)
RETURNS TABLE (kind text, org_id uuid, event_id uuid, role text, user_id uuid, guest_id uuid, paddle_id uuid, paddle_number integer, name text,
               event_name text, item_word text, currency text, terms_id uuid, terms_body text, is_rehearsal boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'guest', g.org_id, g.event_id, 'donor', NULL::uuid, g.id, g.paddle_id, d.number, g.name,
         e.name, e.item_word, e.currency, t.id, t.body, e.rehearsal_of IS NOT NULL
  FROM guests g JOIN paddles d ON d.org_id = g.org_id AND d.id = g.paddle_id AND d.status <> 'retired' JOIN events e ON e.org_id = g.org_id AND e.id = g.event_id
  LEFT JOIN LATERAL (SELECT v.id, v.body FROM terms_versions v WHERE v.org_id = g.org_id AND v.event_id = g.event_id AND v.kind = 'rules'
                     ORDER BY v.published_at DESC LIMIT 1) t
    ON NOT EXISTS (SELECT FROM acceptances a WHERE a.org_id = g.org_id AND a.guest_id = g.id AND a.terms_version_id = t.id)
  WHERE g.link_hash = p_link_hash
  UNION ALL
  SELECT 'staff', l.org_id, l.event_id, l.role, l.user_id, NULL, NULL, NULL, u.name, e.name, e.item_word, e.currency, NULL, NULL, e.rehearsal_of IS NOT NULL
  FROM staff_links l JOIN events e ON e.org_id = l.org_id AND e.id = l.event_id LEFT JOIN users u ON u.id = l.user_id
  WHERE l.link_hash = p_link_hash AND l.expires_at > clock_timestamp() AND (e.rehearsal_of IS NULL OR e.rehearsal_ends_at > auction_now())
$$;

-- Holds the last four digits against the guest's phone under the row's lock, so that guesses in parallel get no more tries than guesses in turn.
-- From the fifth wrong one on the link rests for five minutes. result is 'bound', 'mismatch' or 'locked'.
CREATE OR REPLACE FUNCTION try_link_phone_v1(p_org uuid, p_guest uuid, p_last4 text)
RETURNS TABLE (result text, attempts_left integer, locked_for_s integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE g guests;
BEGIN
  SELECT * INTO g FROM guests x WHERE x.org_id = p_org AND x.id = p_guest FOR NO KEY UPDATE;
  IF g.link_locked_until > clock_timestamp() THEN
    RETURN QUERY SELECT 'locked', 0, ceil(extract(epoch FROM g.link_locked_until - clock_timestamp()))::integer;
  ELSIF right(g.phone, 4) = p_last4 THEN
    RETURN QUERY SELECT 'bound', 5, 0;
  ELSE
    UPDATE guests x SET
      link_failures = CASE WHEN g.link_failures + 1 >= 5 THEN 0 ELSE g.link_failures + 1 END,
      link_locked_until = CASE WHEN g.link_failures + 1 >= 5 THEN clock_timestamp() + interval '5 minutes' ELSE g.link_locked_until END
    WHERE x.org_id = p_org AND x.id = p_guest;
    RETURN QUERY SELECT 'mismatch', 4 - g.link_failures, 0;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION open_session_v1(p_id uuid, p_org uuid, p_event uuid, p_role text, p_user uuid, p_guest uuid, p_paddle uuid, p_refresh_hash bytea,
                                           p_device text, p_accept_terms uuid, p_lifetime interval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO sessions (id, user_id, org_id, event_id, guest_id, paddle_id, role, refresh_hash, device, expires_at)
    VALUES (p_id, p_user, p_org, p_event, p_guest, p_paddle, p_role, p_refresh_hash, p_device, clock_timestamp() + p_lifetime);
  UPDATE guests SET link_failures = 0, link_locked_until = NULL WHERE org_id = p_org AND id = p_guest;
  IF p_accept_terms IS NOT NULL THEN
    INSERT INTO acceptances (org_id, guest_id, terms_version_id, device) VALUES (p_org, p_guest, p_accept_terms, p_device) ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO audit_log (org_id, id, event_id, session_id, user_id, action, subject_id) VALUES (p_org, gen_random_uuid(), p_event, p_id, p_user, 'session_opened', p_guest);
END $$;

-- Rotates a refresh token. An old one that comes back means that two parties hold it: the session ends.
CREATE OR REPLACE FUNCTION refresh_session_v1(p_old_hash bytea, p_new_hash bytea)
RETURNS TABLE (result text, id uuid, epoch integer, role text, org_id uuid, event_id uuid, guest_id uuid, paddle_id uuid, paddle_number integer, name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE s sessions;
BEGIN
  SELECT * INTO s FROM sessions x WHERE x.refresh_hash = p_old_hash FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    UPDATE sessions x SET revoked_at = clock_timestamp() WHERE p_old_hash = ANY (x.refresh_used_hashes) AND x.revoked_at IS NULL RETURNING x.* INTO s;
    IF FOUND THEN
      INSERT INTO audit_log (org_id, id, event_id, session_id, action) VALUES (s.org_id, gen_random_uuid(), s.event_id, s.id, 'refresh_token_reused');
      RETURN QUERY SELECT 'reused', s.id, s.epoch, s.role, s.org_id, s.event_id, s.guest_id, s.paddle_id, NULL::integer, NULL::text;
    END IF;
    RETURN;
  END IF;
  IF s.revoked_at IS NOT NULL OR s.expires_at <= clock_timestamp() THEN RETURN; END IF;
  -- the last hundred used ones are remembered: a day of rotations
  UPDATE sessions x SET refresh_hash = p_new_hash, refresh_used_hashes = (ARRAY[p_old_hash] || x.refresh_used_hashes)[1:100] WHERE x.id = s.id;
  RETURN QUERY SELECT 'rotated', s.id, s.epoch, s.role, s.org_id, s.event_id, s.guest_id, s.paddle_id, d.number, coalesce(g.name, u.name)
    FROM (SELECT 1) one LEFT JOIN paddles d ON d.org_id = s.org_id AND d.id = s.paddle_id LEFT JOIN guests g ON g.org_id = s.org_id AND g.id = s.guest_id
    LEFT JOIN users u ON u.id = s.user_id;
END $$;

CREATE OR REPLACE FUNCTION revoke_session_v1(p_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE sessions SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE id = p_id
$$;

-- Money operations check the session in their own transaction.
CREATE OR REPLACE FUNCTION session_is_live_v1(p_id uuid, p_epoch integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM sessions s WHERE s.id = p_id AND s.epoch = p_epoch AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp())
$$;

-- The member of staff whose session it is; it stays theirs. No row: not a live session of a person.
CREATE OR REPLACE FUNCTION session_user_v1(p_id uuid, p_epoch integer) RETURNS TABLE (user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.user_id FROM sessions s
  WHERE s.id = p_id AND s.epoch = p_epoch AND s.user_id IS NOT NULL AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
$$;

-- Sessions that ended while a token of theirs may still be alive; each process reads this at most every ten seconds.
CREATE OR REPLACE FUNCTION revoked_sessions_v1() RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM sessions s WHERE s.revoked_at > clock_timestamp() - interval '20 minutes'
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['find_link_v3(bytea)', 'try_link_phone_v1(uuid, uuid, text)',
      'open_session_v1(uuid, uuid, uuid, text, uuid, uuid, uuid, bytea, text, uuid, interval)', 'refresh_session_v1(bytea, bytea)', 'revoke_session_v1(uuid)',
      'session_is_live_v1(uuid, integer)', 'session_user_v1(uuid, integer)', 'revoked_sessions_v1()'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
