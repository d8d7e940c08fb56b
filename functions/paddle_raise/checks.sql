-- The second clerk: what they saw is compared with what is recorded, never added, until somebody settles a difference (rules.md 5).
-- Reads: paddles, appeal_levels. Writes: pledge_checks, pledges. begin_level_act_v1 locks the paddle, then the appeal.

-- Whether a pledge came from its donor's own phone, by itself or as the same gift heard twice: it needs no second clerk.
CREATE OR REPLACE FUNCTION is_own_gift_v1(p_org uuid, p_pledge uuid, p_source text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT p_source = 'phone' OR EXISTS (SELECT FROM pledges t WHERE t.org_id = p_org AND t.same_as_id = p_pledge AND t.source = 'phone'
    AND NOT EXISTS (SELECT FROM pledges r WHERE r.org_id = t.org_id AND r.reverses_id = t.id))
$$;

-- How often each (number, amount) is recorded and checked at a level. A gift from a phone may have been seen by the second clerk or not.
CREATE OR REPLACE FUNCTION level_counts_v1(p_org uuid, p_level uuid) RETURNS TABLE (paddle_number integer, amount_cents bigint, clerks integer, phones integer, checked integer)
LANGUAGE sql STABLE AS $$
  SELECT x.number, x.cents, (count(*) FILTER (WHERE x.what = 'clerk'))::int, (count(*) FILTER (WHERE x.what = 'phone'))::int, (count(*) FILTER (WHERE x.what = 'check'))::int
  FROM (SELECT coalesce(d.number, s.heard_number, 0) AS number, s.amount_cents AS cents,
          CASE WHEN is_own_gift_v1(s.org_id, s.id, s.source) THEN 'phone' ELSE 'clerk' END AS what
        FROM standing_pledges s LEFT JOIN paddles d ON d.org_id = s.org_id AND d.id = s.paddle_id WHERE s.org_id = p_org AND s.level_id = p_level
        UNION ALL
        SELECT c.paddle_number, c.amount_cents, 'check' FROM pledge_checks c WHERE c.org_id = p_org AND c.level_id = p_level AND c.withdrawn_at IS NULL) x
  GROUP BY x.number, x.cents
$$;

-- Where the two clerks differ; nothing where nobody compares.
CREATE OR REPLACE FUNCTION level_mismatches_v1(p_org uuid, p_level uuid) RETURNS TABLE (paddle_number integer, amount_cents bigint, recorded integer, checked integer)
LANGUAGE sql STABLE AS $$
  SELECT n.paddle_number, n.amount_cents, n.clerks + n.phones, n.checked FROM level_counts_v1(p_org, p_level) n
  WHERE n.checked NOT BETWEEN n.clerks AND n.clerks + n.phones
    AND EXISTS (SELECT FROM pledge_checks c WHERE c.org_id = p_org AND c.level_id = p_level AND c.withdrawn_at IS NULL)
  ORDER BY n.paddle_number, n.amount_cents
$$;

CREATE OR REPLACE FUNCTION check_pledge_v1(p jsonb, p_appeal uuid, p_level uuid, p_number integer, p_amount bigint, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  l appeal_levels;
BEGIN
  a := begin_level_act_v1(p, p_level, NULL);
  l := a.l; is_replay := a.is_replay; answer := a.answer;
  code := coalesce(a.code, CASE WHEN l.appeal_id <> p_appeal THEN 'level_unknown' WHEN l.released_at IS NOT NULL THEN 'level_released' END);
  IF code = 'level_released' THEN answer := jsonb_build_object('released_at', l.released_at); END IF;
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('appeal_id', l.appeal_id, 'level_id', l.id, 'check_id', p->>'key');
  PERFORM write_act_v1(p, a.user_id, 'check_pledge', l.id, NULL, answer, jsonb_build_object('paddle_number', p_number, 'amount_cents', coalesce(p_amount, l.amount_cents)));
  PERFORM insert_checks_v1(p, l, p_number, coalesce(p_amount, l.amount_cents), ARRAY[(p->>'key')::uuid], a.user_id, a.at);
  PERFORM finish_raise_act_v1(p, l.appeal_id, a.at);
END $$;

CREATE OR REPLACE FUNCTION insert_checks_v1(p jsonb, l appeal_levels, p_number integer, p_amount bigint, p_ids uuid[], p_user uuid, at timestamptz) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO pledge_checks (org_id, id, event_id, level_id, paddle_number, amount_cents, session_id, user_id, body_hash, checked_at)
  SELECT l.org_id, x, l.event_id, l.id, p_number, p_amount, (p->>'session')::uuid, p_user, decode(p->>'hash', 'hex'), at FROM unnest(p_ids) x
$$;

-- What is recorded is right: the second clerk's list is made to say the same.
CREATE OR REPLACE FUNCTION keep_recorded_v1(p jsonb, l appeal_levels, n record, p_user uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM insert_checks_v1(p, l, n.paddle_number, n.amount_cents, ARRAY(SELECT derived_id_v1(p, x::text) FROM generate_series(n.checked + 1, n.clerks) x), p_user, at);
  UPDATE pledge_checks c SET withdrawn_at = at WHERE c.org_id = l.org_id AND c.id IN (
    SELECT x.id FROM pledge_checks x WHERE x.org_id = l.org_id AND x.level_id = l.id AND x.paddle_number = n.paddle_number AND x.amount_cents = n.amount_cents
      AND x.withdrawn_at IS NULL ORDER BY x.checked_at DESC, x.id DESC LIMIT greatest(n.checked - n.clerks - n.phones, 0));
END $$;

-- What the second clerk does not have is taken back, the newest first. Gifts from phones are their donors' own. Returns the paddles.
CREATE OR REPLACE FUNCTION remove_surplus_v1(p jsonb, l appeal_levels, n record, p_user uuid, at timestamptz) RETURNS uuid[]
LANGUAGE plpgsql AS $$
DECLARE
  g pledges;
  v_paddles uuid[] := '{}';
BEGIN
  FOR g IN SELECT s.* FROM standing_pledges s LEFT JOIN paddles d ON d.org_id = s.org_id AND d.id = s.paddle_id
      WHERE s.org_id = l.org_id AND s.level_id = l.id AND NOT is_own_gift_v1(s.org_id, s.id, s.source) AND coalesce(d.number, s.heard_number, 0) = n.paddle_number AND s.amount_cents = n.amount_cents
      ORDER BY s.recorded_at DESC, s.id DESC LIMIT n.clerks - n.checked LOOP
    PERFORM reverse_pledge_v1(p, g, derived_id_v1(p, g.id::text), 'clerk', p_user, at);
    v_paddles := v_paddles || g.paddle_id;
  END LOOP;
  RETURN array_remove(v_paddles, NULL);
END $$;

-- The second clerk is right: what they saw and nobody recorded is recorded; two hands of one paddle at one amount are two gifts.
CREATE OR REPLACE FUNCTION add_missing_v1(p jsonb, l appeal_levels, n record, d paddles, is_known boolean, p_user uuid, at timestamptz) RETURNS uuid[]
LANGUAGE plpgsql AS $$
DECLARE
  g pledges;
BEGIN
  FOR i IN 1 .. n.checked - n.clerks - n.phones LOOP
    g := staff_pledge_v1(p, l, derived_id_v1(p, i::text), p_user, at);
    g.amount_cents := n.amount_cents; g.paddle_id := d.id;
    g.issue := CASE n.paddle_number WHEN 0 THEN 'placeholder' ELSE pledge_issue_v1(d) END;
    g.heard_number := CASE WHEN g.issue <> 'placeholder' THEN n.paddle_number END;
    g.is_additional := n.paddle_number > 0 AND (is_known OR i > 1);
    INSERT INTO pledges SELECT g.*;
  END LOOP;
  RETURN array_remove(ARRAY[d.id], NULL);
END $$;

-- p_decision: keep what is recorded, remove what the second clerk does not have, or add what only they have.
CREATE OR REPLACE FUNCTION settle_check_v1(p jsonb, p_level uuid, p_number integer, p_amount bigint, p_decision text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  h record;
  l appeal_levels;
  n record;
  v_paddles uuid[] := '{}';
BEGIN
  a := begin_level_act_v1(p, p_level, p_number);
  l := a.l; is_replay := a.is_replay; answer := a.answer;
  SELECT x.* INTO n FROM level_counts_v1(l.org_id, l.id) x WHERE x.paddle_number = p_number AND x.amount_cents = p_amount;
  code := coalesce(a.code, CASE WHEN l.released_at IS NOT NULL THEN 'level_released'
    WHEN CASE p_decision WHEN 'keep' THEN n.checked NOT BETWEEN n.clerks AND n.clerks + n.phones WHEN 'remove' THEN n.checked < n.clerks
      ELSE n.checked > n.clerks + n.phones END IS NOT TRUE THEN 'nothing_to_settle' END);
  IF code = 'level_released' THEN answer := jsonb_build_object('released_at', l.released_at); END IF;
  IF code IS NOT NULL THEN RETURN; END IF;
  h := heard_before_v1(l, (a.d).id, p_number, 'clerk', NULL);
  -- another amount of this paddle is recorded: one of the two is wrong, and must be removed first
  IF p_decision = 'add' AND p_number > 0 AND h.is_known AND n.clerks + n.phones = 0 THEN
    code := 'pledge_duplicate';
    answer := h.answer;
    RETURN;
  END IF;

  code := 'done';
  IF p_decision = 'remove' THEN v_paddles := remove_surplus_v1(p, l, n, a.user_id, a.at);
  ELSIF p_decision = 'add' THEN v_paddles := add_missing_v1(p, l, n, a.d, h.is_known, a.user_id, a.at);
  ELSE PERFORM keep_recorded_v1(p, l, n, a.user_id, a.at);
  END IF;
  answer := jsonb_build_object('appeal_id', l.appeal_id, 'level_id', l.id, 'paddle_ids', v_paddles);
  PERFORM write_act_v1(p, a.user_id, 'settle_check', l.id, NULL, answer,
    jsonb_build_object('decision', p_decision, 'paddle_number', p_number, 'amount_cents', p_amount, 'recorded', n.clerks + n.phones, 'checked', n.checked));
  PERFORM finish_raise_act_v1(p, l.appeal_id, a.at);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['check_pledge_v1(jsonb, uuid, uuid, integer, bigint)', 'settle_check_v1(jsonb, uuid, integer, bigint, text)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION is_own_gift_v1(uuid, uuid, text), level_counts_v1(uuid, uuid), level_mismatches_v1(uuid, uuid),
  insert_checks_v1(jsonb, appeal_levels, integer, bigint, uuid[], uuid, timestamptz), keep_recorded_v1(jsonb, appeal_levels, record, uuid, timestamptz),
  remove_surplus_v1(jsonb, appeal_levels, record, uuid, timestamptz), add_missing_v1(jsonb, appeal_levels, record, paddles, boolean, uuid, timestamptz) TO engine;
