-- Pledges that staff record, take back and name (rules.md 5): one per paddle and level counts, a second one only when it is said to be one.
-- Reads: users, appeal_levels. Writes: pledges. begin_raise_act_v1 locks the paddle, then the appeal.

-- What of a paddle (or of a number nobody knows) counts at a level already, but p_except. code: 'pledge_duplicate' where the same side, clerk or phone, has it;
-- else same_as is what the other side has. is_known: there is one of either; answer tells of the newest.
CREATE OR REPLACE FUNCTION heard_before_v1(l appeal_levels, p_paddle uuid, p_number integer, p_source text, p_except uuid,
  OUT code text, OUT answer jsonb, OUT same_as uuid, OUT is_known boolean)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_source text;
BEGIN
  WITH standing AS (SELECT s.* FROM standing_pledges s WHERE s.org_id = l.org_id AND s.level_id = l.id AND s.id IS DISTINCT FROM p_except
      AND (s.paddle_id = p_paddle OR (p_paddle IS NULL AND s.paddle_id IS NULL AND s.heard_number = p_number))),
  heard AS (SELECT s.source, s.amount_cents, s.user_id, s.recorded_at, s.id FROM standing s
    UNION ALL   -- heard twice: it does not count, but its side has it
    SELECT t.source, t.amount_cents, t.user_id, t.recorded_at, t.id FROM pledges t JOIN standing s ON s.id = t.same_as_id
    WHERE t.org_id = l.org_id AND t.id IS DISTINCT FROM p_except AND NOT EXISTS (SELECT FROM pledges r WHERE r.org_id = t.org_id AND r.reverses_id = t.id))
  SELECT h.source, jsonb_build_object('pledge', jsonb_build_object('amount_cents', h.amount_cents, 'by_name', CASE h.source WHEN 'clerk' THEN u.name END,
      'recorded_at', h.recorded_at, 'level_cents', l.amount_cents)), (SELECT s.id FROM standing s ORDER BY s.recorded_at, s.id LIMIT 1)
  INTO v_source, answer, same_as
  FROM heard h LEFT JOIN users u ON u.id = h.user_id ORDER BY h.source = p_source DESC, h.recorded_at DESC, h.id DESC LIMIT 1;
  is_known := same_as IS NOT NULL;
  IF v_source = p_source THEN code := 'pledge_duplicate'; same_as := NULL; END IF;
END $$;

-- Why a paddle is not simply billed; null: it may pledge.
CREATE OR REPLACE FUNCTION pledge_issue_v1(d paddles) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN d.id IS NULL THEN 'unknown_paddle' WHEN d.status <> 'active' THEN 'locked' WHEN d.admission <> 'checked_in' THEN 'not_checked_in' END
$$;
CREATE OR REPLACE FUNCTION issue_refusal_v1(p_issue text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_issue WHEN 'unknown_paddle' THEN 'paddle_unknown' WHEN 'locked' THEN 'paddle_locked' ELSE p_issue END
$$;

-- An id of the n-th row that one key makes; a repeat makes the same.
CREATE OR REPLACE FUNCTION derived_id_v1(p jsonb, p_what text) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
  SELECT md5((p->>'key') || ' ' || p_what)::uuid
$$;

-- A new pledge of staff at a level, with what is the same for all of them.
CREATE OR REPLACE FUNCTION staff_pledge_v1(p jsonb, l appeal_levels, p_id uuid, p_user uuid, at timestamptz) RETURNS pledges
LANGUAGE plpgsql STABLE AS $$
DECLARE
  g pledges;
BEGIN
  g.org_id := l.org_id; g.id := p_id; g.event_id := l.event_id; g.appeal_id := l.appeal_id; g.level_id := l.id; g.kind := 'pledge'; g.source := 'clerk';
  g.is_additional := false; g.session_id := (p->>'session')::uuid; g.user_id := p_user; g.body_hash := decode(p->>'hash', 'hex'); g.recorded_at := at;
  RETURN g;
END $$;

-- A hand that a clerk saw. b: {paddle_number, amount_cents, hands, is_additional, needs_look_ok, confirmed, pay_by, typed_at}; number 0: so many hands, named later.
CREATE OR REPLACE FUNCTION enter_pledge_v1(p jsonb, p_appeal uuid, p_level uuid, b jsonb, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  h record;
  l appeal_levels;
  g pledges;
  v_number integer := (b->>'paddle_number')::integer;
  v_issue text;
  v_ids uuid[];
BEGIN
  a := begin_raise_act_v1(p, p_appeal, v_number);
  code := a.code; is_replay := a.is_replay; answer := a.answer;
  IF code IS NOT NULL THEN RETURN; END IF;
  SELECT x.* INTO l FROM appeal_levels x WHERE x.org_id = (a.a).org_id AND x.appeal_id = p_appeal AND x.id = p_level;
  g := staff_pledge_v1(p, l, (p->>'key')::uuid, a.user_id, a.at);
  g.amount_cents := coalesce((b->>'amount_cents')::bigint, l.amount_cents); g.paddle_id := (a.d).id; g.pay_by := b->>'pay_by'; g.typed_at := (b->>'typed_at')::timestamptz;
  v_issue := CASE v_number WHEN 0 THEN 'placeholder' ELSE pledge_issue_v1(a.d) END;
  g.issue := v_issue; g.heard_number := CASE WHEN v_issue <> 'placeholder' THEN v_number END;
  code := CASE WHEN l.id IS NULL THEN 'level_unknown' WHEN l.released_at IS NOT NULL THEN 'level_released'
    WHEN g.amount_cents >= 2 * l.amount_cents AND NOT (b->>'confirmed')::boolean THEN 'confirm_required'
    WHEN v_issue <> 'placeholder' AND NOT (b->>'needs_look_ok')::boolean THEN issue_refusal_v1(v_issue) END;
  IF code IS NOT NULL THEN
    answer := CASE code WHEN 'level_released' THEN jsonb_build_object('released_at', l.released_at)
      WHEN 'confirm_required' THEN jsonb_build_object('level_cents', l.amount_cents) ELSE '{}' END;
    RETURN;
  END IF;
  IF v_number > 0 THEN
    h := heard_before_v1(l, g.paddle_id, v_number, 'clerk', NULL);
    g.is_additional := h.is_known AND (b->>'is_additional')::boolean;
    IF NOT g.is_additional THEN
      code := h.code; answer := h.answer; g.same_as_id := h.same_as;
      IF code IS NOT NULL THEN RETURN; END IF;
    END IF;
  END IF;

  code := 'done';
  v_ids := ARRAY(SELECT CASE n WHEN 1 THEN g.id ELSE derived_id_v1(p, n::text) END FROM generate_series(1, (b->>'hands')::integer) n ORDER BY n);
  answer := jsonb_build_object('appeal_id', l.appeal_id, 'pledge_ids', v_ids, 'paddle_ids', array_remove(ARRAY[g.paddle_id], NULL),
    'outcome', CASE WHEN g.same_as_id IS NOT NULL THEN 'same_gift' WHEN g.issue IS NOT NULL THEN 'needs_look' ELSE 'recorded' END);
  PERFORM write_act_v1(p, a.user_id, 'enter_pledge', l.id, NULL, answer, b || jsonb_build_object('amount_cents', g.amount_cents));
  FOREACH g.id IN ARRAY v_ids LOOP
    INSERT INTO pledges SELECT g.*;
  END LOOP;
  PERFORM finish_raise_act_v1(p, l.appeal_id, a.at);
END $$;

-- Promised before the evening; counts once it is called.
CREATE OR REPLACE FUNCTION enter_lead_v1(p jsonb, p_appeal uuid, p_number integer, p_amount bigint, p_pay_by text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  v_key uuid := (p->>'key')::uuid;
BEGIN
  a := begin_raise_act_v1(p, p_appeal, p_number);
  code := coalesce(a.code, CASE pledge_issue_v1(a.d) WHEN 'unknown_paddle' THEN 'paddle_unknown' WHEN 'locked' THEN 'paddle_locked' END);
  is_replay := a.is_replay; answer := a.answer;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('appeal_id', p_appeal, 'pledge_ids', ARRAY[v_key], 'paddle_ids', ARRAY[(a.d).id]);
  PERFORM write_act_v1(p, a.user_id, 'enter_lead', v_key, NULL, answer, jsonb_build_object('paddle_number', p_number, 'amount_cents', p_amount, 'pay_by', p_pay_by));
  INSERT INTO pledges (org_id, id, event_id, appeal_id, kind, source, paddle_id, amount_cents, pay_by, session_id, user_id, body_hash, recorded_at)
    VALUES ((a.a).org_id, v_key, (a.a).event_id, p_appeal, 'lead', 'clerk', (a.d).id, p_amount, p_pay_by, (p->>'session')::uuid, a.user_id, decode(p->>'hash', 'hex'), a.at);
  PERFORM finish_raise_act_v1(p, p_appeal, a.at);
END $$;

-- The pledge of a call, its appeal (and the paddle of p_number) under lock; code null: it was not taken back, and go on.
CREATE OR REPLACE FUNCTION begin_pledge_act_v1(p jsonb, p_pledge uuid, p_number integer, OUT code text, OUT is_replay boolean, OUT answer jsonb,
  OUT user_id uuid, OUT is_manager boolean, OUT d paddles, OUT g pledges, OUT l appeal_levels, OUT at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  a record;
BEGIN
  a := begin_raise_act_v1(p, (SELECT x.appeal_id FROM pledges x WHERE x.org_id = (p->>'org')::uuid AND x.event_id = (p->>'event')::uuid AND x.id = p_pledge
    AND x.kind <> 'reversal'), p_number);
  code := CASE a.code WHEN 'appeal_unknown' THEN 'pledge_unknown' ELSE a.code END;
  is_replay := a.is_replay; answer := a.answer; user_id := a.user_id; is_manager := a.is_manager; d := a.d; at := a.at;
  SELECT x.* INTO g FROM pledges x WHERE x.org_id = (a.a).org_id AND x.id = p_pledge;
  SELECT x.* INTO l FROM appeal_levels x WHERE x.org_id = g.org_id AND x.id = g.level_id;
  code := coalesce(code, CASE WHEN EXISTS (SELECT FROM pledges r WHERE r.org_id = g.org_id AND r.reverses_id = g.id) THEN 'pledge_reversed_already' END);
END $$;

-- Written down once for the acts that change one pledge.
CREATE OR REPLACE FUNCTION write_pledge_act_v1(p jsonb, p_user uuid, p_action text, g pledges, p_now uuid, p_paddles uuid[], p_detail jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  v_answer jsonb := jsonb_build_object('appeal_id', g.appeal_id, 'pledge_ids', ARRAY[p_now], 'paddle_ids', array_remove(p_paddles, NULL));
BEGIN
  PERFORM write_act_v1(p, p_user, p_action, g.id, NULL, v_answer, p_detail || jsonb_build_object('amount_cents', g.amount_cents));
  RETURN v_answer;
END $$;

-- Clerks and auctioneers take back what they entered themselves, managers any; nobody the system's own match.
CREATE OR REPLACE FUNCTION undo_pledge_v1(p jsonb, p_pledge uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  g pledges;
BEGIN
  a := begin_pledge_act_v1(p, p_pledge, NULL);
  g := a.g; is_replay := a.is_replay; answer := a.answer;
  code := coalesce(a.code, CASE WHEN g.kind = 'match' OR NOT (a.is_manager OR g.user_id IS NOT DISTINCT FROM a.user_id) THEN 'not_your_entry'
    WHEN (a.l).released_at IS NOT NULL THEN 'level_released' END);
  IF code = 'level_released' THEN answer := jsonb_build_object('released_at', (a.l).released_at); END IF;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := write_pledge_act_v1(p, a.user_id, 'undo_pledge', g, g.id, ARRAY[g.paddle_id], '{}');
  PERFORM reverse_pledge_v1(p, g, (p->>'key')::uuid, 'clerk', a.user_id, a.at);
  PERFORM finish_raise_act_v1(p, g.appeal_id, a.at);
END $$;

-- Who gave it: the row that needed a look is taken back and stands again with its paddle.
CREATE OR REPLACE FUNCTION name_pledge_v1(p jsonb, p_pledge uuid, p_number integer, p_additional boolean, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  h record;
  d paddles;
  g pledges;
  n pledges;
BEGIN
  a := begin_pledge_act_v1(p, p_pledge, p_number);
  g := a.g; n := g; d := a.d; is_replay := a.is_replay; answer := a.answer;
  code := coalesce(a.code, CASE WHEN g.issue IS NULL THEN 'pledge_has_donor' WHEN (a.l).released_at IS NOT NULL THEN 'level_released' WHEN d.id IS NULL THEN 'paddle_unknown'
    WHEN NOT a.is_manager THEN issue_refusal_v1(pledge_issue_v1(d)) END);
  IF code = 'level_released' THEN answer := jsonb_build_object('released_at', (a.l).released_at); END IF;
  IF code IS NOT NULL THEN RETURN; END IF;
  h := heard_before_v1(a.l, d.id, p_number, g.source, g.id);
  n.is_additional := h.is_known AND p_additional; n.same_as_id := NULL;
  IF NOT n.is_additional THEN
    code := h.code; answer := h.answer; n.same_as_id := h.same_as;
    IF code IS NOT NULL THEN RETURN; END IF;
  END IF;

  code := 'done';
  n.id := (p->>'key')::uuid; n.names_id := g.id; n.paddle_id := d.id; n.issue := NULL; n.user_id := a.user_id; n.session_id := (p->>'session')::uuid;
  n.body_hash := decode(p->>'hash', 'hex'); n.recorded_at := a.at;
  answer := write_pledge_act_v1(p, a.user_id, 'name_pledge', g, n.id, ARRAY[d.id] || CASE WHEN g.paddle_id <> d.id THEN g.paddle_id END, jsonb_build_object('paddle_number', p_number));
  PERFORM reverse_pledge_v1(p, g, derived_id_v1(p, 'reversal'), 'clerk', a.user_id, a.at);
  INSERT INTO pledges SELECT n.*;
  PERFORM finish_raise_act_v1(p, g.appeal_id, a.at);
END $$;

CREATE OR REPLACE FUNCTION set_pay_by_v1(p jsonb, p_pledge uuid, p_pay_by text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  g pledges;
BEGIN
  a := begin_pledge_act_v1(p, p_pledge, NULL);
  g := a.g; code := a.code; is_replay := a.is_replay; answer := a.answer;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := write_pledge_act_v1(p, a.user_id, 'set_pay_by', g, g.id, ARRAY[g.paddle_id], jsonb_build_object('before', g.pay_by, 'pay_by', p_pay_by));
  UPDATE pledges x SET pay_by = p_pay_by WHERE x.org_id = g.org_id AND x.id = g.id;
  PERFORM finish_raise_act_v1(p, g.appeal_id, a.at);
END $$;

CREATE OR REPLACE FUNCTION call_lead_v1(p jsonb, p_pledge uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  g pledges;
BEGIN
  a := begin_pledge_act_v1(p, p_pledge, NULL);
  g := a.g; is_replay := a.is_replay; answer := a.answer;
  code := coalesce(a.code, CASE WHEN g.kind <> 'lead' THEN 'not_a_lead' WHEN g.called_at IS NOT NULL THEN 'lead_called' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := write_pledge_act_v1(p, a.user_id, 'call_lead', g, g.id, ARRAY[g.paddle_id], '{}');
  UPDATE pledges x SET called_at = a.at WHERE x.org_id = g.org_id AND x.id = g.id;
  PERFORM finish_raise_act_v1(p, g.appeal_id, a.at);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['enter_pledge_v1(jsonb, uuid, uuid, jsonb)', 'enter_lead_v1(jsonb, uuid, integer, bigint, text)', 'undo_pledge_v1(jsonb, uuid)',
      'name_pledge_v1(jsonb, uuid, integer, boolean)', 'set_pay_by_v1(jsonb, uuid, text)', 'call_lead_v1(jsonb, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION heard_before_v1(appeal_levels, uuid, integer, text, uuid), pledge_issue_v1(paddles), issue_refusal_v1(text), derived_id_v1(jsonb, text),
  staff_pledge_v1(jsonb, appeal_levels, uuid, uuid, timestamptz), begin_pledge_act_v1(jsonb, uuid, integer),
  write_pledge_act_v1(jsonb, uuid, text, pledges, uuid, uuid[], jsonb) TO engine;
