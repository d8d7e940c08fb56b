-- What staff read of the paddle raise, and what of it is billed (rules.md 5). Names are for staff only.
-- Reads: pledges, pledge_checks, appeals, appeal_levels, paddles, guests, tables, users.

-- Pledges as staff see them, oldest first. is_checked: the second clerk has as many of this number and amount; phones come last.
CREATE OR REPLACE FUNCTION pledge_rows_v1(p_org uuid, p_ids uuid[])
RETURNS TABLE (id uuid, level_id uuid, kind text, source text, paddle integer, heard_number integer, name text, "table" text, amount_cents bigint, issue text,
  is_additional boolean, same_as_id uuid, pay_by text, is_called boolean, is_reversed boolean, is_checked boolean, by_name text, session_id uuid, recorded_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH wanted AS MATERIALIZED (SELECT g.*, d.number, d.table_id FROM pledges g LEFT JOIN paddles d ON d.org_id = g.org_id AND d.id = g.paddle_id
    WHERE g.org_id = p_org AND g.id = ANY (p_ids) AND g.kind <> 'reversal'),
  checks AS (SELECT c.level_id, c.paddle_number, c.amount_cents, count(*) AS n FROM pledge_checks c
    WHERE c.org_id = p_org AND c.level_id IN (SELECT w.level_id FROM wanted w) AND c.withdrawn_at IS NULL GROUP BY 1, 2, 3),
  ranked AS (SELECT s.id, s.level_id, coalesce(d.number, s.heard_number, 0) AS number, s.amount_cents, row_number() OVER (
      PARTITION BY s.level_id, coalesce(d.number, s.heard_number, 0), s.amount_cents ORDER BY s.source = 'phone', s.recorded_at, s.id) AS n
    FROM standing_pledges s LEFT JOIN paddles d ON d.org_id = s.org_id AND d.id = s.paddle_id
    WHERE s.org_id = p_org AND s.level_id IN (SELECT w.level_id FROM wanted w WHERE EXISTS (SELECT FROM checks)))
  SELECT w.id, w.level_id, w.kind, w.source, w.number, w.heard_number,
    (SELECT g.name FROM guests g WHERE g.org_id = p_org AND g.paddle_id = w.paddle_id ORDER BY g.created_at, g.id LIMIT 1),
    (SELECT t.name FROM tables t WHERE t.org_id = p_org AND t.id = w.table_id), w.amount_cents, w.issue, w.is_additional, w.same_as_id, w.pay_by,
    w.called_at IS NOT NULL, EXISTS (SELECT FROM pledges r WHERE r.org_id = p_org AND r.reverses_id = w.id),
    EXISTS (SELECT FROM ranked r JOIN checks c ON c.level_id = r.level_id AND c.paddle_number = r.number AND c.amount_cents = r.amount_cents AND r.n <= c.n WHERE r.id = w.id),
    CASE w.source WHEN 'clerk' THEN (SELECT u.name FROM users u WHERE u.id = w.user_id) END, w.session_id, w.recorded_at
  FROM wanted w ORDER BY w.recorded_at, w.id
$$;

-- The levels of an appeal, or one of them, highest first, with what stands between each and its release.
CREATE OR REPLACE FUNCTION desk_levels_v1(p_org uuid, p_appeal uuid, p_level uuid)
RETURNS TABLE (id uuid, amount_cents bigint, count bigint, cents bigint, checks bigint, mismatches jsonb, issues bigint, released_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id, l.amount_cents, s.n, s.cents, (SELECT count(*) FROM pledge_checks c WHERE c.org_id = l.org_id AND c.level_id = l.id AND c.withdrawn_at IS NULL),
    (SELECT coalesce(jsonb_agg(to_jsonb(m)), '[]') FROM level_mismatches_v1(l.org_id, l.id) m), s.issues, l.released_at
  FROM appeal_levels l CROSS JOIN LATERAL (SELECT count(*) AS n, coalesce(sum(x.amount_cents), 0)::bigint AS cents, count(x.issue) AS issues
    FROM standing_pledges x WHERE x.org_id = l.org_id AND x.level_id = l.id) s
  WHERE l.org_id = p_org AND l.appeal_id = p_appeal AND (p_level IS NULL OR l.id = p_level) ORDER BY l.amount_cents DESC
$$;

-- What is billed at checkout: the donor is known, no other way of paying was said, and the level is released; a lead or a match when the appeal is over.
CREATE OR REPLACE FUNCTION billable_pledges_v1(p_org uuid, p_event uuid) RETURNS TABLE (id uuid, paddle_id uuid, appeal_id uuid, amount_cents bigint)
LANGUAGE sql STABLE AS $$
  SELECT s.id, s.paddle_id, s.appeal_id, s.amount_cents
  FROM standing_pledges s JOIN appeals a ON a.org_id = s.org_id AND a.id = s.appeal_id LEFT JOIN appeal_levels l ON l.org_id = s.org_id AND l.id = s.level_id
  WHERE s.org_id = p_org AND s.event_id = p_event AND s.issue IS NULL AND s.paddle_id IS NOT NULL AND coalesce(s.pay_by, 'card') = 'card'
    AND CASE WHEN s.kind = 'pledge' THEN l.released_at IS NOT NULL ELSE a.status = 'closed' END
$$;

-- The same before checkout, which ends every appeal: called leads count already, and so does the match as it stands.
CREATE OR REPLACE FUNCTION pledges_to_bill_v1(p_org uuid, p_event uuid) RETURNS TABLE (paddle_id uuid, amount_cents bigint)
LANGUAGE sql STABLE AS $$
  SELECT b.paddle_id, b.amount_cents FROM billable_pledges_v1(p_org, p_event) b
  UNION ALL
  SELECT s.paddle_id, s.amount_cents FROM standing_pledges s JOIN appeals a ON a.org_id = s.org_id AND a.id = s.appeal_id
  WHERE s.org_id = p_org AND s.event_id = p_event AND s.kind = 'lead' AND a.status <> 'closed' AND coalesce(s.pay_by, 'card') = 'card'
  UNION ALL
  SELECT a.match_paddle_id, matched_cents_v1(a) FROM appeals a
  WHERE a.org_id = p_org AND a.event_id = p_event AND a.status <> 'closed' AND a.match_paddle_id IS NOT NULL AND matched_cents_v1(a) > 0
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['pledge_rows_v1(uuid, uuid[])', 'desk_levels_v1(uuid, uuid, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION billable_pledges_v1(uuid, uuid), pledges_to_bill_v1(uuid, uuid), raise_state_v1(appeals), shown_appeal_v1(uuid, uuid), matched_cents_v1(appeals) TO app;
