-- Appeals and their levels: plan, call, close, release (rules.md 5). What every act of the paddle raise begins and ends with.
-- Locks: paddles, events, appeals. Reads: sessions, invoices, invoice_lines. Writes: appeals, appeal_levels, pledges.
-- begin_act_v1 and write_act_v1 give key, replay and audit. Every change raises the appeal's version under its lock, and takes no other lock after it.

-- The paddle of a number and the appeal of a call under their locks, and the time after them; code null: go on.
CREATE OR REPLACE FUNCTION begin_raise_act_v1(p jsonb, p_appeal uuid, p_number integer, OUT code text, OUT is_replay boolean, OUT answer jsonb,
  OUT user_id uuid, OUT is_manager boolean, OUT d paddles, OUT a appeals, OUT at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
BEGIN
  SELECT x.* INTO d FROM paddles x WHERE x.org_id = v_org AND x.event_id = v_event AND x.number = p_number AND x.status <> 'retired' AND NOT x.is_hidden FOR NO KEY UPDATE;
  SELECT x.* INTO a FROM appeals x WHERE x.org_id = v_org AND x.event_id = v_event AND x.id = p_appeal FOR NO KEY UPDATE;
  at := auction_now();
  SELECT b.code, b.is_replay, b.answer, b.user_id INTO code, is_replay, answer, user_id FROM begin_act_v1(p) b;
  IF code IS NOT NULL THEN RETURN; END IF;
  is_manager := (SELECT s.role IN ('owner', 'coordinator') FROM sessions s WHERE s.id = (p->>'session')::uuid);
  code := CASE WHEN a.id IS NULL THEN 'appeal_unknown' WHEN is_in_checkout_v1(v_org, v_event) THEN 'event_in_checkout' END;
END $$;

-- Read after the appeal's lock, which opening checkout waits for: no gift slips in behind the bills.
CREATE OR REPLACE FUNCTION is_in_checkout_v1(p_org uuid, p_event uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM events e WHERE e.org_id = p_org AND e.id = p_event AND e.checkout_opened_at IS NOT NULL)
$$;

-- A pledge taken back, as a new row.
CREATE OR REPLACE FUNCTION reverse_pledge_v1(p jsonb, g pledges, p_id uuid, p_source text, p_user uuid, at timestamptz) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO pledges (org_id, id, event_id, appeal_id, level_id, kind, source, paddle_id, amount_cents, reverses_id, session_id, user_id, body_hash, recorded_at)
  VALUES (g.org_id, p_id, g.event_id, g.appeal_id, g.level_id, 'reversal', p_source, g.paddle_id, g.amount_cents, g.id, (p->>'session')::uuid, p_user,
    decode(p->>'hash', 'hex'), at)
$$;

-- What every change ends with: the version rises, and a closed appeal's match is what the gifts have come to.
CREATE OR REPLACE FUNCTION finish_raise_act_v1(p jsonb, p_appeal uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  a appeals;
  m pledges;
  v_due bigint;
BEGIN
  UPDATE appeals x SET version = x.version + 1 WHERE x.org_id = (p->>'org')::uuid AND x.id = p_appeal RETURNING x.* INTO a;
  v_due := CASE WHEN a.status = 'closed' AND a.match_paddle_id IS NOT NULL THEN matched_cents_v1(a) ELSE 0 END;
  SELECT s.* INTO m FROM standing_pledges s WHERE s.org_id = a.org_id AND s.appeal_id = a.id AND s.kind = 'match';
  IF coalesce(m.amount_cents, 0) = v_due THEN RETURN; END IF;
  IF m.id IS NOT NULL THEN PERFORM reverse_pledge_v1(p, m, gen_random_uuid(), 'system', NULL, at); END IF;
  IF v_due > 0 THEN
    INSERT INTO pledges (org_id, id, event_id, appeal_id, kind, source, paddle_id, amount_cents, pay_by, session_id, body_hash, recorded_at)
      VALUES (a.org_id, gen_random_uuid(), a.event_id, a.id, 'match', 'system', a.match_paddle_id, v_due, m.pay_by, (p->>'session')::uuid, decode(p->>'hash', 'hex'), at);
  END IF;
END $$;

-- The event is locked, so that two calls of one key wait for each other; there is no appeal yet.
CREATE OR REPLACE FUNCTION make_appeal_v1(p jsonb, p_title text, p_goal bigint, p_levels bigint[], p_label text, p_cap bigint, p_number integer,
  OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_key uuid := (p->>'key')::uuid;
  v_paddle uuid;
  v_user uuid;
BEGIN
  SELECT x.id INTO v_paddle FROM paddles x WHERE x.org_id = v_org AND x.event_id = v_event AND x.number = p_number AND x.status <> 'retired' AND NOT x.is_hidden
  FOR NO KEY UPDATE;
  PERFORM FROM events e WHERE e.org_id = v_org AND e.id = v_event FOR NO KEY UPDATE;
  SELECT b.code, b.is_replay, b.answer, b.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) b;
  code := coalesce(code, CASE WHEN is_in_checkout_v1(v_org, v_event) THEN 'event_in_checkout' WHEN p_number IS NOT NULL AND v_paddle IS NULL THEN 'paddle_unknown' END);
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  answer := jsonb_build_object('appeal_id', v_key);
  PERFORM write_act_v1(p, v_user, 'make_appeal', v_key, NULL, answer, jsonb_build_object('title', p_title, 'level_cents', p_levels, 'match_cap_cents', p_cap));
  INSERT INTO appeals (org_id, id, event_id, title, goal_cents, match_label, match_cap_cents, match_paddle_id, made_at)
    VALUES (v_org, v_key, v_event, p_title, p_goal, p_label, p_cap, v_paddle, auction_now());
  INSERT INTO appeal_levels (org_id, id, event_id, appeal_id, amount_cents) SELECT v_org, gen_random_uuid(), v_event, v_key, x FROM unnest(p_levels) x;
END $$;

-- What the auctioneer calls for: a level, an amount (added if it is new), or with neither the end. All appeals of the event are locked, so that one is open at most.
CREATE OR REPLACE FUNCTION call_level_v1(p jsonb, p_appeal uuid, p_level uuid, p_amount bigint, p_max_levels integer, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  b record;
  a appeals;
  l appeal_levels;
  other appeals;
BEGIN
  PERFORM FROM appeals x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid ORDER BY x.id FOR NO KEY UPDATE;
  b := begin_raise_act_v1(p, p_appeal, NULL);
  a := b.a; code := b.code; is_replay := b.is_replay; answer := b.answer;
  IF code IS NOT NULL THEN RETURN; END IF;
  SELECT x.* INTO l FROM appeal_levels x WHERE x.org_id = a.org_id AND x.appeal_id = a.id AND (x.id = p_level OR x.amount_cents = p_amount);
  SELECT x.* INTO other FROM appeals x WHERE x.org_id = a.org_id AND x.event_id = a.event_id AND x.status = 'open' AND x.id <> a.id;
  code := CASE WHEN p_level IS NOT NULL AND l.id IS NULL THEN 'level_unknown' WHEN l.released_at IS NOT NULL THEN 'level_released'
    WHEN (p_level IS NOT NULL OR p_amount IS NOT NULL) AND other.id IS NOT NULL THEN 'appeal_running'
    WHEN p_amount IS NOT NULL AND l.id IS NULL AND (SELECT count(*) FROM appeal_levels x WHERE x.org_id = a.org_id AND x.appeal_id = a.id) >= p_max_levels THEN 'too_many_levels' END;
  IF code IS NOT NULL THEN
    answer := CASE code WHEN 'level_released' THEN jsonb_build_object('released_at', l.released_at)
      WHEN 'appeal_running' THEN jsonb_build_object('appeal_id', other.id, 'title', other.title) ELSE '{}' END;
    RETURN;
  END IF;

  code := 'done';
  answer := jsonb_build_object('appeal_id', a.id);
  IF p_amount IS NOT NULL AND l.id IS NULL THEN
    INSERT INTO appeal_levels (org_id, id, event_id, appeal_id, amount_cents) VALUES (a.org_id, gen_random_uuid(), a.event_id, a.id, p_amount) RETURNING * INTO l;
  END IF;
  PERFORM write_act_v1(p, b.user_id, CASE WHEN l.id IS NULL THEN 'close_appeal' ELSE 'call_level' END, a.id, NULL, answer, jsonb_build_object('level_cents', l.amount_cents));
  UPDATE appeal_levels x SET opened_at = coalesce(x.opened_at, b.at) WHERE x.org_id = a.org_id AND x.id = l.id;
  UPDATE appeals x SET status = CASE WHEN l.id IS NULL THEN 'closed' ELSE 'open' END, level_id = l.id WHERE x.org_id = a.org_id AND x.id = a.id;
  PERFORM finish_raise_act_v1(p, a.id, b.at);
END $$;

-- Opening checkout ends every appeal, like every donation. p: {org, event, session, hash}.
CREATE OR REPLACE FUNCTION close_appeals_v1(p jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a appeals;
BEGIN
  FOR a IN SELECT x.* FROM appeals x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid ORDER BY x.id FOR NO KEY UPDATE LOOP
    CONTINUE WHEN a.status = 'closed';
    UPDATE appeals x SET status = 'closed', level_id = NULL WHERE x.org_id = a.org_id AND x.id = a.id;
    PERFORM finish_raise_act_v1(p, a.id, auction_now());
  END LOOP;
END $$;

-- The level of a call, its appeal under lock, and why nothing can be done with it; code null: go on.
CREATE OR REPLACE FUNCTION begin_level_act_v1(p jsonb, p_level uuid, p_number integer, OUT code text, OUT is_replay boolean, OUT answer jsonb,
  OUT user_id uuid, OUT d paddles, OUT a appeals, OUT l appeal_levels, OUT at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  b record;
BEGIN
  b := begin_raise_act_v1(p, (SELECT x.appeal_id FROM appeal_levels x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_level), p_number);
  code := CASE b.code WHEN 'appeal_unknown' THEN 'level_unknown' ELSE b.code END;
  is_replay := b.is_replay; answer := b.answer; user_id := b.user_id; d := b.d; a := b.a; at := b.at;
  SELECT x.* INTO l FROM appeal_levels x WHERE x.org_id = a.org_id AND x.id = p_level;
END $$;

-- What stands between a level and its release is told; released, it takes no more pledges, even while it is called for.
CREATE OR REPLACE FUNCTION release_level_v1(p jsonb, p_level uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  b record;
  l appeal_levels;
  v_issues integer;
  v_mismatches jsonb;
BEGIN
  b := begin_level_act_v1(p, p_level, NULL);
  l := b.l; code := b.code; is_replay := b.is_replay; answer := b.answer;
  IF code IS NOT NULL THEN RETURN; END IF;
  v_issues := (SELECT count(*) FROM standing_pledges s WHERE s.org_id = l.org_id AND s.level_id = l.id AND s.issue IS NOT NULL);
  v_mismatches := (SELECT coalesce(jsonb_agg(to_jsonb(m)), '[]') FROM level_mismatches_v1(l.org_id, l.id) m);
  code := CASE WHEN l.released_at IS NOT NULL THEN 'level_released' WHEN v_issues > 0 OR v_mismatches <> '[]' THEN 'level_unresolved' END;
  IF code IS NOT NULL THEN
    answer := CASE code WHEN 'level_released' THEN jsonb_build_object('released_at', l.released_at) ELSE jsonb_build_object('issues', v_issues, 'mismatches', v_mismatches) END;
    RETURN;
  END IF;
  code := 'done';
  answer := jsonb_build_object('appeal_id', l.appeal_id, 'level_id', l.id);
  PERFORM write_act_v1(p, b.user_id, 'release_level', l.id, NULL, answer, jsonb_build_object('level_cents', l.amount_cents));
  UPDATE appeal_levels x SET released_at = b.at, released_by = b.user_id WHERE x.org_id = l.org_id AND x.id = l.id;
  PERFORM finish_raise_act_v1(p, l.appeal_id, b.at);
END $$;

CREATE OR REPLACE FUNCTION reopen_level_v1(p jsonb, p_level uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  b record;
  l appeal_levels;
BEGIN
  b := begin_level_act_v1(p, p_level, NULL);
  l := b.l; is_replay := b.is_replay; answer := b.answer;
  code := CASE WHEN b.code IS DISTINCT FROM 'event_in_checkout' AND b.code IS NOT NULL THEN b.code
    WHEN EXISTS (SELECT FROM pledges g JOIN invoice_lines n ON n.org_id = g.org_id AND n.pledge_id = g.id
      JOIN invoices v ON v.org_id = n.org_id AND v.id = n.invoice_id AND v.status <> 'void' WHERE g.org_id = l.org_id AND g.level_id = l.id) THEN 'pledge_billed'
    WHEN b.code IS NOT NULL THEN b.code WHEN l.released_at IS NULL THEN 'level_not_released' END;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('appeal_id', l.appeal_id, 'level_id', l.id);
  PERFORM write_act_v1(p, b.user_id, 'reopen_level', l.id, NULL, answer, jsonb_build_object('level_cents', l.amount_cents));
  UPDATE appeal_levels x SET released_at = NULL, released_by = NULL WHERE x.org_id = l.org_id AND x.id = l.id;
  PERFORM finish_raise_act_v1(p, l.appeal_id, b.at);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['make_appeal_v1(jsonb, text, bigint, bigint[], text, bigint, integer)', 'call_level_v1(jsonb, uuid, uuid, bigint, integer)',
      'close_appeals_v1(jsonb)', 'release_level_v1(jsonb, uuid)', 'reopen_level_v1(jsonb, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION begin_raise_act_v1(jsonb, uuid, integer), is_in_checkout_v1(uuid, uuid), reverse_pledge_v1(jsonb, pledges, uuid, text, uuid, timestamptz),
  finish_raise_act_v1(jsonb, uuid, timestamptz), begin_level_act_v1(jsonb, uuid, integer) TO engine;
