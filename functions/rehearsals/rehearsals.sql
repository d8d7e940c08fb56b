-- A rehearsal is a copy of an event to practise on: the same lots, tables and paddles, and no phone, card, link or bid, so that nothing of it can reach a
-- guest or their money. It is over at rehearsal_ends_at; the copy's rows stay. copy.sql copies; this file starts, ends, lists and tells the simulated bidders
-- what there is to bid on.
-- Locks: events. Writes: events, sessions. Reads: items, live_lots, appeals, appeal_levels, standing_pledges, paddles.

-- p_links: the hash of the sign-in link of every role that the caller hands on. The event's lock keeps a second rehearsal from starting beside this one.
CREATE OR REPLACE FUNCTION start_rehearsal_v1(p jsonb, p_minutes integer, p_bidders integer, p_links jsonb, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_copy uuid := gen_random_uuid();
  v_user uuid;
  v_running uuid;
  v_now timestamptz;
  e events;
BEGIN
  SELECT x.* INTO e FROM events x WHERE x.org_id = (p->>'org')::uuid AND x.id = (p->>'event')::uuid FOR NO KEY UPDATE;
  v_now := auction_now();
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  IF code IS NOT NULL THEN RETURN; END IF;
  IF e.rehearsal_of IS NOT NULL THEN
    code := 'event_is_rehearsal';
    RETURN;
  END IF;
  SELECT r.id INTO v_running FROM events r WHERE r.org_id = e.org_id AND r.rehearsal_of = e.id AND r.rehearsal_ends_at > v_now;
  IF v_running IS NOT NULL THEN
    code := 'rehearsal_running';
    answer := jsonb_build_object('rehearsal_id', v_running);
    RETURN;
  END IF;

  code := 'done';
  answer := jsonb_build_object('rehearsal_id', v_copy, 'roles', (SELECT coalesce(jsonb_agg(k), '[]'::jsonb) FROM jsonb_object_keys(p_links) k));
  PERFORM write_act_v1(p, v_user, 'start_rehearsal', e.id, NULL, answer, jsonb_build_object('minutes', p_minutes, 'bidders', p_bidders));
  PERFORM copy_event_v1(e, v_copy, v_now, v_now + make_interval(mins => p_minutes));
  PERFORM copy_guests_v1(e, v_copy);
  PERFORM copy_items_v1(e, v_copy);
  PERFORM copy_appeals_v1(e, v_copy);
  PERFORM copy_staff_v1(e, v_copy, v_user, p_links);
  PERFORM seat_bidders_v1(e.org_id, v_copy, p_bidders);
END $$;

-- Nothing bids any more, no link lets anybody in, and every seat and screen is signed out: nobody sells a real lot on a stage of the rehearsal. p_keep: the
-- session that ends it, which may ask again.
CREATE OR REPLACE FUNCTION finish_rehearsal_v1(p_org uuid, p_event uuid, p_keep uuid, at timestamptz) RETURNS void
LANGUAGE sql AS $$
  UPDATE events e SET phase = 'over', rehearsal_ends_at = least(e.rehearsal_ends_at, at), version = e.version + 1 WHERE e.org_id = p_org AND e.id = p_event;
  UPDATE sessions s SET revoked_at = clock_timestamp() WHERE s.org_id = p_org AND s.event_id = p_event AND s.id IS DISTINCT FROM p_keep
    AND s.revoked_at IS NULL
$$;

-- From the event or from the copy itself. One that is over stays as it is.
CREATE OR REPLACE FUNCTION end_rehearsal_v1(p jsonb, p_rehearsal uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  v_now timestamptz;
  e events;
BEGIN
  SELECT x.* INTO e FROM events x WHERE x.org_id = (p->>'org')::uuid AND x.id = p_rehearsal AND x.rehearsal_of IS NOT NULL
    AND (p->>'event')::uuid IN (x.id, x.rehearsal_of) FOR NO KEY UPDATE;
  v_now := auction_now();
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  IF code IS NOT NULL THEN RETURN; END IF;
  IF e.id IS NULL THEN
    code := 'rehearsal_unknown';
    RETURN;
  END IF;
  code := 'done';
  answer := jsonb_build_object('rehearsal_id', e.id);
  PERFORM write_act_v1(p, v_user, 'end_rehearsal', e.id, NULL, answer, '{}');
  IF e.rehearsal_ends_at > v_now THEN
    PERFORM finish_rehearsal_v1(e.org_id, e.id, (p->>'session')::uuid, v_now);
  END IF;
END $$;

-- Those of every tenant whose time is up. Returns what it ended.
CREATE OR REPLACE FUNCTION end_overdue_rehearsals_v1() RETURNS TABLE (org_id uuid, event_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  FOR org_id, event_id IN
    SELECT e.org_id, e.id FROM events e WHERE e.rehearsal_of IS NOT NULL AND e.rehearsal_ends_at <= auction_now() AND e.phase <> 'over'
    ORDER BY e.id FOR NO KEY UPDATE SKIP LOCKED
  LOOP
    PERFORM finish_rehearsal_v1(org_id, event_id, NULL, auction_now());
    RETURN NEXT;
  END LOOP;
END $$;

-- Those of every tenant in which somebody may bid at all.
CREATE OR REPLACE FUNCTION running_rehearsals_v1() RETURNS TABLE (org_id uuid, event_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.org_id, e.id FROM events e
  WHERE e.rehearsal_of IS NOT NULL AND e.rehearsal_ends_at > auction_now() AND e.phase IN ('silent', 'live') AND e.stopped_at IS NULL ORDER BY e.id
$$;

-- An event's rehearsals, newest first; of a rehearsal itself that one.
CREATE OR REPLACE FUNCTION rehearsals_v1(p_org uuid, p_event uuid, p_limit integer)
RETURNS TABLE (event_id uuid, started_at timestamptz, ends_at timestamptz, bidders bigint, is_over boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.id, e.created_at, e.rehearsal_ends_at, (SELECT count(*) FROM sessions s WHERE s.org_id = e.org_id AND s.event_id = e.id AND s.role = 'donor'),
    e.rehearsal_ends_at <= auction_now()
  FROM events e WHERE e.org_id = p_org AND e.rehearsal_of IS NOT NULL AND p_event IN (e.rehearsal_of, e.id) ORDER BY e.created_at DESC, e.id LIMIT p_limit
$$;

-- Who bids by themselves: the sessions that only a rehearsal's start can have made, because its guests have neither phone nor link.
CREATE OR REPLACE FUNCTION rehearsal_bidders_v1(p_org uuid, p_event uuid) RETURNS TABLE (session_id uuid, guest_id uuid, paddle_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.guest_id, s.paddle_id FROM sessions s
  JOIN events e ON e.org_id = s.org_id AND e.id = s.event_id AND e.rehearsal_of IS NOT NULL
  JOIN paddles d ON d.org_id = s.org_id AND d.id = s.paddle_id
  WHERE s.org_id = p_org AND s.event_id = p_event AND s.role = 'donor' AND s.revoked_at IS NULL ORDER BY d.number, s.id
$$;

-- What can be bid on now, with the least that is acceptable: of a live lot the ask, while it runs and phones may bid.
CREATE OR REPLACE FUNCTION rehearsal_lots_v1(p_org uuid, p_event uuid)
RETURNS TABLE (id uuid, kind text, starting_cents bigint, least_cents bigint, step_cents bigint, leader_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.kind, i.starting_cents,
    CASE WHEN i.kind = 'live' THEN l.ask_cents WHEN i.price_cents IS NULL THEN i.starting_cents
      ELSE i.price_cents + price_step_v1(i.step_from_cents, i.step_cents, i.price_cents) END,
    price_step_v1(i.step_from_cents, i.step_cents, coalesce(i.price_cents, i.starting_cents)), i.high_paddle_id
  FROM items i LEFT JOIN live_lots l ON l.org_id = i.org_id AND l.item_id = i.id
  WHERE i.org_id = p_org AND i.event_id = p_event AND i.status = 'open' AND NOT i.is_hidden
    AND CASE WHEN i.kind = 'live' THEN l.stage = 'running' AND l.phones_open AND l.offered_to IS NULL
      ELSE i.opens_at <= auction_now() AND i.closes_at > auction_now() AND i.paused_at IS NULL AND i.held_at IS NULL END
  ORDER BY i.position, i.lot
$$;

-- The level that is called for now: how many are called for before it, and how many hands it has.
CREATE OR REPLACE FUNCTION rehearsal_call_v1(p_org uuid, p_event uuid)
RETURNS TABLE (appeal_id uuid, level_id uuid, levels_above bigint, levels bigint, hands bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, l.id, (SELECT count(*) FROM appeal_levels x WHERE x.org_id = a.org_id AND x.appeal_id = a.id AND x.amount_cents > l.amount_cents),
    (SELECT count(*) FROM appeal_levels x WHERE x.org_id = a.org_id AND x.appeal_id = a.id),
    (SELECT count(*) FROM standing_pledges p WHERE p.org_id = a.org_id AND p.level_id = l.id)
  FROM appeals a JOIN appeal_levels l ON l.org_id = a.org_id AND l.id = a.level_id
  WHERE a.org_id = p_org AND a.event_id = p_event AND a.status = 'open'
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['start_rehearsal_v1(jsonb, integer, integer, jsonb)', 'end_rehearsal_v1(jsonb, uuid)', 'end_overdue_rehearsals_v1()',
      'running_rehearsals_v1()', 'rehearsals_v1(uuid, uuid, integer)', 'rehearsal_bidders_v1(uuid, uuid)', 'rehearsal_lots_v1(uuid, uuid)',
      'rehearsal_call_v1(uuid, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION finish_rehearsal_v1(uuid, uuid, uuid, timestamptz) TO engine;
