-- What needs a second person: asking, and the other one's yes or no, which does it (rules.md 2).
-- Locks: items by id (the item, or the held ones of the section), then approvals. Writes: approvals. Reads: users, sessions, items, sections.

-- What an approval is about, under its lock: one item, or the items that a section holds.
CREATE OR REPLACE FUNCTION lock_subject_v1(p_org uuid, p_event uuid, p_action text, p_subject uuid) RETURNS uuid[]
LANGUAGE sql AS $$
  SELECT ARRAY(SELECT x.id FROM items x WHERE x.org_id = p_org AND x.event_id = p_event AND x.status <> 'draft' AND NOT x.is_hidden
    AND CASE p_action WHEN 'close_held' THEN x.section_id = p_subject AND x.held_at IS NOT NULL AND x.status = 'open' ELSE x.id = p_subject END
    ORDER BY x.id FOR NO KEY UPDATE)
$$;

-- Why it cannot be done now, whoever approves; null: it can.
CREATE OR REPLACE FUNCTION subject_refused_v1(p_org uuid, p_event uuid, p_action text, p_subject uuid, p_items uuid[]) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  i items;
BEGIN
  IF p_action = 'close_held' THEN
    RETURN CASE WHEN NOT EXISTS (SELECT FROM sections s WHERE s.org_id = p_org AND s.event_id = p_event AND s.id = p_subject) THEN 'section_unknown'
                WHEN p_items = '{}' THEN 'section_not_held' END;
  END IF;
  SELECT x.* INTO i FROM items x WHERE x.org_id = p_org AND x.id = ANY (p_items);
  RETURN CASE WHEN i.id IS NULL THEN 'item_not_found' WHEN p_action = 'reopen' THEN reopen_refused_v1(i) ELSE revoke_refused_v1(i) END;
END $$;

CREATE OR REPLACE FUNCTION ask_approval_v1(p jsonb, p_action text, p_subject uuid, p_reason text, p_note text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_key uuid := (p->>'key')::uuid;
  v_items uuid[] := lock_subject_v1(v_org, v_event, p_action, p_subject);
  v_user uuid;
BEGIN
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  code := coalesce(code, subject_refused_v1(v_org, v_event, p_action, p_subject, v_items),
    (SELECT 'own_item' FROM unnest(v_items) x WHERE is_own_item_v1(v_org, v_user, x) LIMIT 1));
  IF code IS NOT NULL THEN RETURN; END IF;
  UPDATE approvals a SET verdict = 'expired', decided_at = clock_timestamp()
  WHERE a.org_id = v_org AND a.subject_id = p_subject AND a.action = p_action AND a.verdict IS NULL AND a.expires_at <= clock_timestamp();
  IF EXISTS (SELECT FROM approvals a WHERE a.org_id = v_org AND a.subject_id = p_subject AND a.action = p_action AND a.verdict IS NULL) THEN
    code := 'approval_waiting';
    RETURN;
  END IF;

  code := 'done';
  answer := jsonb_build_object('approval_id', v_key);
  PERFORM write_act_v1(p, v_user, 'ask_' || p_action, p_subject, p_reason, answer, jsonb_build_object('note', p_note));
  INSERT INTO approvals (org_id, id, event_id, action, subject_id, reason, note, asked_by, asked_session)
    VALUES (v_org, v_key, v_event, p_action, p_subject, p_reason, p_note, v_user, (p->>'session')::uuid);
END $$;

-- p_verdict: 'approved', by another than who asked; or 'declined', by anyone who may approve. Neither may have bid on what it is about.
CREATE OR REPLACE FUNCTION decide_approval_v1(p jsonb, p_approval uuid, p_verdict text, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_items uuid[];
  v_user uuid;
  a approvals;
  c item_changes;
BEGIN
  SELECT x.* INTO a FROM approvals x WHERE x.org_id = v_org AND x.event_id = (p->>'event')::uuid AND x.id = p_approval;
  v_items := lock_subject_v1(v_org, a.event_id, a.action, a.subject_id);
  SELECT x.* INTO a FROM approvals x WHERE x.org_id = v_org AND x.id = a.id FOR NO KEY UPDATE;
  SELECT b.code, b.is_replay, b.answer, b.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) b;
  code := coalesce(code, CASE WHEN a.id IS NULL THEN 'approval_unknown' WHEN a.verdict IS NOT NULL THEN 'approval_decided'
    WHEN a.expires_at <= clock_timestamp() THEN 'approval_expired' WHEN p_verdict = 'approved' AND v_user = a.asked_by THEN 'second_person_needed' END);
  IF p_verdict = 'approved' THEN
    code := coalesce(code, (SELECT 'own_item' FROM unnest(v_items) x WHERE is_own_item_v1(v_org, v_user, x) OR is_own_item_v1(v_org, a.asked_by, x) LIMIT 1),
      subject_refused_v1(v_org, a.event_id, a.action, a.subject_id, v_items));
  END IF;
  IF code IS NOT NULL THEN RETURN; END IF;

  code := 'done';
  answer := jsonb_build_object('approval_id', a.id, 'item_ids', CASE p_verdict WHEN 'approved' THEN v_items ELSE '{}' END);
  PERFORM write_act_v1(p, v_user, p_verdict || '_' || a.action, a.id, a.reason, answer, jsonb_build_object('subject_id', a.subject_id, 'asked_by', a.asked_by));
  UPDATE approvals x SET verdict = p_verdict, decided_by = v_user, decided_at = clock_timestamp() WHERE x.org_id = v_org AND x.id = a.id;
  IF p_verdict = 'declined' THEN RETURN; END IF;
  c.act_id := (p->>'key')::uuid; c.approval_id := a.id; c.reason := a.reason; c.note := a.note; c.user_id := a.asked_by; c.second_user_id := v_user;
  CASE a.action
    WHEN 'reopen' THEN PERFORM reopen_item_v1(v_org, a.subject_id, c);
    WHEN 'revoke_award' THEN PERFORM revoke_award_v1(v_org, a.subject_id, c);
    WHEN 'close_held' THEN PERFORM close_held_v1(v_org, a.id, v_items);
  END CASE;
END $$;

-- The event's approvals, newest first; names come from the global table of staff.
CREATE OR REPLACE FUNCTION approvals_v1(p_org uuid, p_event uuid, p_session uuid, p_limit integer, p_only uuid DEFAULT NULL)
RETURNS TABLE (id uuid, action text, subject_id uuid, lot text, title text, section_name text, reason text, note text, asked_by_name text, is_mine boolean, asked_at timestamptz,
               expires_at timestamptz, verdict text, decided_by_name text, decided_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.action, a.subject_id, i.lot, i.title, s.name, a.reason, a.note, u.name, EXISTS (SELECT FROM sessions x WHERE x.id = p_session AND x.user_id = a.asked_by),
    a.asked_at, a.expires_at, CASE WHEN a.verdict IS NULL AND a.expires_at <= clock_timestamp() THEN 'expired' ELSE a.verdict END, w.name, a.decided_at
  FROM approvals a JOIN users u ON u.id = a.asked_by LEFT JOIN users w ON w.id = a.decided_by
  LEFT JOIN items i ON i.org_id = a.org_id AND i.id = a.subject_id LEFT JOIN sections s ON s.org_id = a.org_id AND s.id = a.subject_id
  WHERE a.org_id = p_org AND a.event_id = p_event AND (p_only IS NULL OR a.id = p_only) ORDER BY a.asked_at DESC, a.id LIMIT p_limit
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['ask_approval_v1(jsonb, text, uuid, text, text)', 'decide_approval_v1(jsonb, uuid, text)', 'approvals_v1(uuid, uuid, uuid, integer, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION lock_subject_v1(uuid, uuid, text, uuid), subject_refused_v1(uuid, uuid, text, uuid, uuid[]) TO engine;
