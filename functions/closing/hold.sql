-- The outage hold (rules.md 2): a section whose guests could not bid in the last minutes before a close is held, without winners, until it reopens.
-- Writes: items, item_changes, sections, events. Reads: heartbeats, approvals. Locks: items (by id), then their section, then the event, whose version
-- tells screens to read its sections again.

-- The silence for which an item that is past its close does not close; `until` is null while it lasts. Its readable twin is in rules.py.
CREATE OR REPLACE FUNCTION outage_before_v1(last_at timestamptz, gap_from timestamptz, gap_to timestamptz, after_s integer, closes_at timestamptz, at timestamptz,
                                            OUT since timestamptz, OUT until timestamptz)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_from timestamptz := closes_at - interval '3 minutes';
  v_most interval := make_interval(secs => after_s);
BEGIN
  IF after_s = 0 THEN RETURN; END IF;
  IF least(at, closes_at) - greatest(last_at, v_from) > v_most THEN
    since := last_at;
  ELSIF gap_from IS NOT NULL AND least(gap_to, closes_at) - greatest(gap_from, v_from) > v_most THEN
    since := gap_from; until := gap_to;
  END IF;
END $$;

-- Whether bids could be placed all the time for a minute: what reopens a held section by itself, a minute after it was held at the soonest.
CREATE OR REPLACE FUNCTION is_healthy_v1(last_at timestamptz, gap_to timestamptz, after_s integer, held_at timestamptz, at timestamptz) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN after_s = 0 OR (at - last_at <= make_interval(secs => after_s) AND at - greatest(gap_to, held_at) >= interval '60 seconds');
END $$;

-- How people are told of it; "since" while it lasts.
CREATE OR REPLACE FUNCTION outage_note_v1(since timestamptz, until timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT 'No bid could be placed ' || CASE WHEN until IS NULL THEN 'since ' ELSE 'from ' END || to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
    || coalesce(to_char(until AT TIME ZONE 'UTC', '" to "YYYY-MM-DD HH24:MI:SS'), '') || ' UTC'
$$;

-- The hold for items of a section that are due, if there is reason for one: that of the section, or an outage before the close of any of them.
-- On a scaled clock there is none: heartbeats come in real time.
CREATE OR REPLACE FUNCTION hold_of_v1(p_org uuid, p_section uuid, p_items uuid[], at timestamptz) RETURNS TABLE (held_at timestamptz, since timestamptz, until timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT coalesce(s.held_at, at), CASE WHEN s.held_at IS NULL THEN o.since ELSE s.held_gap_from END, CASE WHEN s.held_at IS NULL THEN o.until ELSE s.held_gap_to END
  FROM sections s JOIN events e ON e.org_id = s.org_id AND e.id = s.event_id JOIN heartbeats h ON h.org_id = s.org_id AND h.event_id = s.event_id
  LEFT JOIN LATERAL (
    SELECT x.since, x.until FROM items i, outage_before_v1(h.last_at, h.gap_from, h.gap_to, e.outage_after_s, i.closes_at, at) x
    WHERE i.org_id = s.org_id AND i.id = ANY (p_items) AND is_due_v1(i, at) AND x.since IS NOT NULL ORDER BY i.closes_at, i.id LIMIT 1
  ) o ON true
  WHERE s.org_id = p_org AND s.id = p_section AND auction_clock_rate() = 1 AND (s.held_at IS NOT NULL OR o.since IS NOT NULL)
$$;

-- Holds what is due of these items of a section instead of closing it, and returns it. Called by close_due_v1, which has locked them.
CREATE OR REPLACE FUNCTION hold_due_v1(p_org uuid, p_section uuid, p_items uuid[], at timestamptz) RETURNS SETOF items
LANGUAGE plpgsql AS $$
DECLARE
  h record;
  i items;
BEGIN
  SELECT * INTO h FROM hold_of_v1(p_org, p_section, p_items, at);
  IF NOT FOUND THEN RETURN; END IF;
  FOR i IN SELECT x.* FROM items x WHERE x.org_id = p_org AND x.id = ANY (p_items) AND is_due_v1(x, at) ORDER BY x.id LOOP
    i.held_at := at; i.last_seq := i.last_seq + 1; i.version := i.version + 1;
    UPDATE items x SET held_at = i.held_at, last_seq = i.last_seq, version = i.version WHERE x.org_id = i.org_id AND x.id = i.id;
    INSERT INTO item_changes (org_id, id, event_id, item_id, seq, kind, reason, note, decided_at, status_before, status_after, price_before_cents,
        price_after_cents, leader_before_id, leader_after_id, closes_at_before, closes_at_after, version_after)
      VALUES (i.org_id, gen_random_uuid(), i.event_id, i.id, i.last_seq, 'hold', 'outage', outage_note_v1(h.since, h.until), at, i.status, i.status, i.price_cents,
        i.price_cents, i.high_paddle_id, i.high_paddle_id, i.closes_at, i.closes_at, i.version);
    RETURN NEXT i;
  END LOOP;
  IF FOUND THEN   -- also where another has just reopened it: an item of its is held
    UPDATE sections s SET held_at = coalesce(s.held_at, h.held_at), held_gap_from = coalesce(s.held_gap_from, h.since), held_gap_to = coalesce(s.held_gap_to, h.until)
    WHERE s.org_id = p_org AND s.id = p_section;
    UPDATE events e SET version = e.version + 1 WHERE e.org_id = p_org AND e.id = (SELECT s.event_id FROM sections s WHERE s.org_id = p_org AND s.id = p_section);
  END IF;
END $$;

-- Ends the hold of one item under the caller's lock: open until `closes`, with the extra time that it had left.
CREATE OR REPLACE FUNCTION released_item_v1(i items, at timestamptz, closes timestamptz, reason text, note text, act uuid, approval uuid, asker uuid, second uuid)
RETURNS items LANGUAGE plpgsql AS $$
DECLARE
  v_shift interval := closes - i.closes_at;
BEGIN
  INSERT INTO item_changes (org_id, id, event_id, item_id, seq, kind, act_id, approval_id, reason, note, user_id, second_user_id, decided_at, status_before,
      status_after, price_before_cents, price_after_cents, leader_before_id, leader_after_id, closes_at_before, closes_at_after, planned_shift, version_after)
    VALUES (i.org_id, gen_random_uuid(), i.event_id, i.id, i.last_seq + 1, 'unhold', act, approval, reason, note, asker, second, at, i.status,
      i.status, i.price_cents, i.price_cents, i.high_paddle_id, i.high_paddle_id, i.closes_at, closes, v_shift, i.version + 1);
  UPDATE items x SET held_at = NULL, closes_at = closes, planned_closes_at = i.planned_closes_at + v_shift, last_seq = i.last_seq + 1, version = i.version + 1
  WHERE x.org_id = i.org_id AND x.id = i.id RETURNING x.* INTO i;
  RETURN i;
END $$;

-- What is held no more leaves no trace on the section. The section's lock comes first, so that an item held meanwhile is seen.
CREATE OR REPLACE FUNCTION clear_hold_v1(p_org uuid, p_section uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM sections s WHERE s.org_id = p_org AND s.id = p_section FOR NO KEY UPDATE;
  UPDATE sections s SET held_at = NULL, held_gap_from = NULL, held_gap_to = NULL WHERE s.org_id = p_org AND s.id = p_section
    AND NOT EXISTS (SELECT FROM items i WHERE i.org_id = s.org_id AND i.section_id = s.id AND i.held_at IS NOT NULL AND i.status = 'open');
  UPDATE events e SET version = e.version + 1 WHERE e.org_id = p_org AND e.id = (SELECT s.event_id FROM sections s WHERE s.org_id = p_org AND s.id = p_section);
END $$;

-- The held items of a section, locked. Once, and nothing is locked later that is held meanwhile: its id may come before one that is locked already.
CREATE OR REPLACE FUNCTION lock_held_v1(p_org uuid, p_section uuid) RETURNS uuid[]
LANGUAGE sql AS $$
  SELECT ARRAY(SELECT x.id FROM items x WHERE x.org_id = p_org AND x.section_id = p_section AND x.held_at IS NOT NULL AND x.status = 'open'
    ORDER BY x.id FOR NO KEY UPDATE)
$$;

-- Reopens these items of a section, with five minutes for all. p_act and p_user: the staff act; null: by itself.
CREATE OR REPLACE FUNCTION unhold_items_v1(p_org uuid, p_section uuid, p_items uuid[], p_act uuid, p_user uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  i items;
  v_now timestamptz := auction_now();
  v_note text := (SELECT outage_note_v1(s.held_gap_from, s.held_gap_to) FROM sections s WHERE s.org_id = p_org AND s.id = p_section);
BEGIN
  FOR i IN SELECT x.* FROM items x WHERE x.org_id = p_org AND x.id = ANY (p_items) ORDER BY x.id LOOP
    PERFORM released_item_v1(i, v_now, greatest(i.closes_at, v_now + interval '5 minutes'), 'outage', coalesce(v_note, ''), p_act, NULL, p_user, NULL);
  END LOOP;
  PERFORM clear_hold_v1(p_org, p_section);
END $$;

-- A section reopens by itself. Returns the items.
CREATE OR REPLACE FUNCTION unhold_section_v1(p_org uuid, p_section uuid) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ids uuid[] := lock_held_v1(p_org, p_section);
BEGIN
  PERFORM unhold_items_v1(p_org, p_section, v_ids, NULL, NULL);
  RETURN QUERY SELECT unnest(v_ids);
END $$;

-- Staff reopen what is held, at once. p is the call, as staff_act.sql has it.
CREATE OR REPLACE FUNCTION unhold_act_v1(p jsonb, p_section uuid, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_ids uuid[];
  v_user uuid;
BEGIN
  v_ids := lock_held_v1(v_org, (SELECT s.id FROM sections s WHERE s.org_id = v_org AND s.event_id = v_event AND s.id = p_section));
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  code := coalesce(code, CASE WHEN NOT EXISTS (SELECT FROM sections s WHERE s.org_id = v_org AND s.event_id = v_event AND s.id = p_section) THEN 'section_unknown'
    WHEN v_ids = '{}' THEN 'section_not_held' END);
  IF code IS NOT NULL THEN RETURN; END IF;
  code := 'done';
  answer := jsonb_build_object('item_ids', v_ids);
  PERFORM write_act_v1(p, v_user, 'unhold', p_section, NULL, answer, jsonb_build_object('items', cardinality(v_ids)));
  PERFORM unhold_items_v1(v_org, p_section, v_ids, (p->>'key')::uuid, v_user);
END $$;

-- Closes these held items as they stand, for an approval by two persons. Called by decide_approval_v1, which has locked them.
CREATE OR REPLACE FUNCTION close_held_v1(p_org uuid, p_approval uuid, p_items uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  a approvals;
  i items;
  v_now timestamptz := auction_now();
BEGIN
  SELECT x.* INTO STRICT a FROM approvals x WHERE x.org_id = p_org AND x.id = p_approval AND x.action = 'close_held' AND x.verdict = 'approved';
  FOR i IN SELECT x.* FROM items x WHERE x.org_id = p_org AND x.id = ANY (p_items) AND x.held_at IS NOT NULL AND x.status = 'open' ORDER BY x.id LOOP
    PERFORM close_item_v1(released_item_v1(i, v_now, i.closes_at, a.reason, a.note, NULL, a.id, a.asked_by, a.decided_by), v_now);
  END LOOP;
  PERFORM clear_hold_v1(p_org, a.subject_id);
END $$;

-- The held sections of every tenant, for reconcile, and whether each may reopen by itself. Names the end of an outage once it is known.
CREATE OR REPLACE FUNCTION held_sections_v1() RETURNS TABLE (org_id uuid, section_id uuid, event_id uuid, is_healthy boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM 1 FROM sections s WHERE s.held_at IS NOT NULL ORDER BY s.id FOR NO KEY UPDATE;
  WITH named AS (
    UPDATE sections s SET held_gap_to = h.gap_to FROM heartbeats h
    WHERE h.org_id = s.org_id AND h.event_id = s.event_id AND s.held_at IS NOT NULL AND h.gap_to > coalesce(s.held_gap_to, s.held_gap_from)
    RETURNING s.event_id
  )
  UPDATE events e SET version = e.version + 1 WHERE e.id IN (SELECT n.event_id FROM named n);
  RETURN QUERY SELECT s.org_id, s.id, s.event_id, auction_clock_rate() <> 1 OR coalesce(is_healthy_v1(h.last_at, h.gap_to, e.outage_after_s, s.held_at, auction_now()), true)
    FROM sections s JOIN events e ON e.org_id = s.org_id AND e.id = s.event_id LEFT JOIN heartbeats h ON h.org_id = s.org_id AND h.event_id = s.event_id
    WHERE s.held_at IS NOT NULL;
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['unhold_section_v1(uuid, uuid)', 'unhold_act_v1(jsonb, uuid)', 'held_sections_v1()'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION outage_before_v1(timestamptz, timestamptz, timestamptz, integer, timestamptz, timestamptz),
  is_healthy_v1(timestamptz, timestamptz, integer, timestamptz, timestamptz), outage_note_v1(timestamptz, timestamptz), hold_of_v1(uuid, uuid, uuid[], timestamptz),
  hold_due_v1(uuid, uuid, uuid[], timestamptz), lock_held_v1(uuid, uuid), unhold_items_v1(uuid, uuid, uuid[], uuid, uuid), released_item_v1(items, timestamptz, timestamptz, text, text, uuid, uuid, uuid, uuid), clear_hold_v1(uuid, uuid),
  close_held_v1(uuid, uuid, uuid[]) TO engine;
