-- Gifts from a guest's own phone (rules.md 5): while the appeal is open, at the level of their amount, else at the one that is called for; the same gift
-- from a clerk counts once.
-- Locks: paddles, appeals. Reads: sessions, events, appeal_levels. Writes: pledges, audit_log.

-- The paddle, the appeal and the level of a phone's call under their locks, and what its key has done before; code null: go on.
CREATE OR REPLACE FUNCTION begin_own_pledge_v1(p jsonb, p_appeal uuid, OUT code text, OUT is_replay boolean, OUT d paddles, OUT a appeals, OUT l appeal_levels, OUT at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  e events;
  before pledges;
BEGIN
  SELECT x.* INTO d FROM paddles x WHERE x.org_id = v_org AND x.event_id = (p->>'event')::uuid AND x.id = (p->>'paddle')::uuid FOR NO KEY UPDATE;
  SELECT x.* INTO a FROM appeals x WHERE x.org_id = v_org AND x.event_id = d.event_id AND x.id = p_appeal FOR NO KEY UPDATE;
  at := auction_now();
  SELECT x.* INTO l FROM appeal_levels x WHERE x.org_id = v_org AND x.id = a.level_id;
  SELECT x.* INTO before FROM pledges x WHERE x.org_id = v_org AND x.id = (p->>'key')::uuid;
  SELECT x.* INTO e FROM events x WHERE x.org_id = v_org AND x.id = d.event_id;
  is_replay := coalesce(before.paddle_id = d.id AND before.body_hash = decode(p->>'hash', 'hex'), false);
  code := CASE WHEN NOT EXISTS (SELECT FROM sessions s WHERE s.id = (p->>'session')::uuid AND s.org_id = v_org AND s.paddle_id = d.id
      AND s.epoch = (p->>'epoch')::int AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()) THEN 'session_revoked'
    WHEN is_replay THEN 'done' WHEN before.id IS NOT NULL THEN 'idempotency_key_reused'
    WHEN a.id IS NULL THEN 'appeal_unknown' WHEN e.checkout_opened_at IS NOT NULL THEN 'event_in_checkout' WHEN e.stopped_at IS NOT NULL THEN 'show_stopped' END;
END $$;

-- The level that a gift belongs to: exactly the amount of another one is that one's, called or not, so that a clerk's entry there is known to be the same.
CREATE OR REPLACE FUNCTION level_of_gift_v1(l appeal_levels, p_amount bigint) RETURNS appeal_levels
LANGUAGE sql STABLE AS $$
  SELECT x.* FROM appeal_levels x WHERE x.org_id = l.org_id AND x.appeal_id = l.appeal_id AND (x.id = l.id OR (x.amount_cents = p_amount AND x.released_at IS NULL))
  ORDER BY x.id = l.id LIMIT 1
$$;

-- Whether a gift from a phone stands: its level has closed. One that was given at a level of the past stands once a further level is called.
CREATE OR REPLACE FUNCTION is_gift_final_v1(a appeals, g pledges) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT a.status <> 'open' OR l.released_at IS NOT NULL OR (l.id IS DISTINCT FROM a.level_id AND l.opened_at IS NOT NULL
    AND EXISTS (SELECT FROM appeal_levels n WHERE n.org_id = l.org_id AND n.appeal_id = l.appeal_id AND n.opened_at >= g.recorded_at))
  FROM appeal_levels l WHERE l.org_id = g.org_id AND l.id = g.level_id
$$;

CREATE OR REPLACE FUNCTION audit_own_pledge_v1(p jsonb, p_action text, g pledges) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO audit_log (org_id, id, event_id, session_id, action, subject_id, detail)
  VALUES (g.org_id, gen_random_uuid(), g.event_id, (p->>'session')::uuid, p_action, g.id, jsonb_build_object('amount_cents', g.amount_cents))
$$;

-- b: {amount_cents, is_second, confirmed, pay_by}. p: {org, event, paddle, session, epoch, key} of the verified token, and the hash of the body.
CREATE OR REPLACE FUNCTION pledge_own_v1(p jsonb, p_appeal uuid, p_level uuid, b jsonb, p_least bigint, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  o record;
  h record;
  l appeal_levels;
  g pledges;
BEGIN
  o := begin_own_pledge_v1(p, p_appeal);
  l := o.l; code := o.code; is_replay := o.is_replay;
  IF code = 'done' THEN
    answer := (SELECT jsonb_build_object('pledge_id', x.id, 'outcome', CASE WHEN x.same_as_id IS NULL THEN 'recorded' ELSE 'same_gift' END)
      FROM pledges x WHERE x.org_id = (p->>'org')::uuid AND x.id = (p->>'key')::uuid);
  END IF;
  IF code IS NOT NULL THEN RETURN; END IF;
  g := staff_pledge_v1(p, l, (p->>'key')::uuid, NULL, o.at);
  g.source := 'phone'; g.paddle_id := (o.d).id; g.amount_cents := coalesce((b->>'amount_cents')::bigint, l.amount_cents); g.pay_by := b->>'pay_by';
  g.issue := CASE WHEN (o.d).admission <> 'checked_in' THEN 'not_checked_in' END;
  code := CASE WHEN (o.a).status <> 'open' THEN 'appeal_closed' WHEN l.id IS DISTINCT FROM p_level THEN 'level_not_called' WHEN l.released_at IS NOT NULL THEN 'level_released'
    WHEN (o.d).status <> 'active' THEN 'paddle_locked' WHEN g.amount_cents < p_least THEN 'pledge_too_small'
    WHEN g.amount_cents >= 2 * l.amount_cents AND NOT (b->>'confirmed')::boolean THEN 'confirm_required' END;
  IF code IS NOT NULL THEN
    answer := CASE code WHEN 'level_released' THEN jsonb_build_object('released_at', l.released_at) WHEN 'pledge_too_small' THEN jsonb_build_object('least_cents', p_least)
      WHEN 'level_not_called' THEN jsonb_build_object('level_id', l.id, 'level_cents', l.amount_cents)
      WHEN 'confirm_required' THEN jsonb_build_object('level_cents', l.amount_cents) ELSE '{}' END;
    RETURN;
  END IF;
  l := level_of_gift_v1(l, g.amount_cents); g.level_id := l.id;
  h := heard_before_v1(l, g.paddle_id, NULL, 'phone', NULL);
  g.is_additional := h.is_known AND (b->>'is_second')::boolean;
  IF NOT g.is_additional THEN
    code := h.code; answer := h.answer; g.same_as_id := h.same_as;
    IF code IS NOT NULL THEN RETURN; END IF;
  END IF;

  code := 'done';
  answer := jsonb_build_object('pledge_id', g.id, 'outcome', CASE WHEN g.same_as_id IS NULL THEN 'recorded' ELSE 'same_gift' END);
  INSERT INTO pledges SELECT g.*;
  PERFORM audit_own_pledge_v1(p, 'own_pledge', g);
  PERFORM finish_raise_act_v1(p, l.appeal_id, o.at);
END $$;

-- Once the auctioneer has gone on, the gift stands, and staff are asked.
CREATE OR REPLACE FUNCTION undo_own_pledge_v1(p jsonb, p_pledge uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  o record;
  g pledges;
BEGIN
  SELECT x.* INTO g FROM pledges x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_pledge AND x.paddle_id = (p->>'paddle')::uuid
    AND x.source = 'phone' AND x.kind = 'pledge';
  o := begin_own_pledge_v1(p, g.appeal_id);
  is_replay := o.is_replay; answer := jsonb_build_object('pledge_id', g.id);
  code := CASE WHEN o.code = 'appeal_unknown' THEN 'pledge_unknown' WHEN o.code IS NOT NULL THEN o.code
    WHEN EXISTS (SELECT FROM pledges r WHERE r.org_id = g.org_id AND r.reverses_id = g.id) THEN 'pledge_reversed_already'
    WHEN is_gift_final_v1(o.a, g) THEN 'level_over' END;
  IF code IS NOT NULL THEN
    answer := CASE code WHEN 'done' THEN answer ELSE '{}' END;
    RETURN;
  END IF;
  code := 'done';
  PERFORM reverse_pledge_v1(p, g, (p->>'key')::uuid, 'phone', NULL, o.at);
  PERFORM audit_own_pledge_v1(p, 'own_pledge_undone', g);
  PERFORM finish_raise_act_v1(p, g.appeal_id, o.at);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['pledge_own_v1(jsonb, uuid, uuid, jsonb, bigint)', 'undo_own_pledge_v1(jsonb, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION begin_own_pledge_v1(jsonb, uuid), audit_own_pledge_v1(jsonb, text, pledges), level_of_gift_v1(appeal_levels, bigint), is_gift_final_v1(appeals, pledges) TO engine;
GRANT EXECUTE ON FUNCTION is_gift_final_v1(appeals, pledges) TO app;
