-- Pausing and resuming (rules.md 2): the clocks of what runs stop, and go on at a time that was announced.
-- Locks: items by id, then their sections by id, then the event. Writes: sections, events. save_change_v1 writes the items.
-- Without a section the show is stopped as a whole: events.stopped_at holds what has no clock, live lots and gifts, until it is resumed. paused_item_v1 and resumed_item_v1 have a readable twin in functions/closing/rules.py.

-- An item past its close is over; one whose end of pause is announced can be paused again.
CREATE OR REPLACE FUNCTION may_pause_v1(i items, at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT closes_by_itself_v1(i) AND i.closes_at > at
$$;

-- In the announced seconds before a resume the clock stands still already: it goes on standing from where it was to start.
CREATE OR REPLACE FUNCTION paused_item_v1(i items, at timestamptz) RETURNS items
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  i.paused_at := CASE WHEN i.paused_at IS NOT NULL AND i.resumes_at > at THEN i.resumes_at ELSE at END;
  i.resumes_at := NULL;
  RETURN i;
END $$;

-- Everything that was ahead moves by the time paused; every item has two minutes at least. The hard end stays, and only limits extra time.
CREATE OR REPLACE FUNCTION resumed_item_v1(i items, p_resumes timestamptz) RETURNS items
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_shift interval := greatest(p_resumes - i.paused_at, interval '0');
BEGIN
  IF i.opens_at > i.paused_at THEN i.opens_at := i.opens_at + v_shift; END IF;
  i.planned_closes_at := i.planned_closes_at + v_shift;
  i.closes_at := greatest(i.closes_at + v_shift, p_resumes + interval '2 minutes');
  i.resumes_at := p_resumes;
  RETURN i;
END $$;

-- p_section null: the whole show. p_in_s null: pause; else resume in so many seconds. One function, because both lock and write alike.
CREATE OR REPLACE FUNCTION pause_or_resume_v2(p jsonb, p_section uuid, p_in_s integer, OUT code text, OUT is_replay boolean, OUT answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_org uuid := (p->>'org')::uuid;
  v_event uuid := (p->>'event')::uuid;
  v_action text := CASE WHEN p_in_s IS NULL THEN 'pause' ELSE 'resume' END;
  v_user uuid;
  v_now timestamptz;
  v_resumes timestamptz;
  v_stopped timestamptz;
  v_ids uuid[];
  i items;
  c item_changes;
BEGIN
  v_ids := ARRAY(SELECT x.id FROM items x WHERE x.org_id = v_org AND x.event_id = v_event AND (p_section IS NULL OR x.section_id = p_section)
    AND x.status = 'open' AND x.kind NOT IN ('live', 'donation') AND NOT x.is_hidden ORDER BY x.id FOR NO KEY UPDATE);
  PERFORM 1 FROM sections s WHERE s.org_id = v_org AND s.id IN (SELECT x.section_id FROM items x WHERE x.id = ANY (v_ids)) ORDER BY s.id FOR NO KEY UPDATE;
  SELECT e.stopped_at INTO v_stopped FROM events e WHERE e.org_id = v_org AND e.id = v_event FOR NO KEY UPDATE;
  v_now := auction_now();
  v_resumes := v_now + make_interval(secs => p_in_s);
  SELECT a.code, a.is_replay, a.answer, a.user_id INTO code, is_replay, answer, v_user FROM begin_act_v1(p) a;
  IF code IS NOT NULL THEN RETURN; END IF;
  IF p_section IS NOT NULL AND NOT EXISTS (SELECT FROM sections s WHERE s.org_id = v_org AND s.event_id = v_event AND s.id = p_section) THEN
    code := 'section_unknown';
    RETURN;
  END IF;
  v_ids := ARRAY(SELECT x.id FROM items x WHERE x.id = ANY (v_ids)
    AND CASE v_action WHEN 'pause' THEN may_pause_v1(x, v_now) ELSE x.paused_at IS NOT NULL AND x.resumes_at IS NULL END ORDER BY x.id);
  IF v_ids = '{}' AND (p_section IS NOT NULL OR (v_stopped IS NOT NULL) = (v_action = 'pause')) THEN
    code := 'nothing_to_' || v_action;
    RETURN;
  END IF;

  code := 'done';
  answer := jsonb_build_object('item_ids', v_ids, 'resumes_at', v_resumes);
  PERFORM write_act_v1(p, v_user, v_action, coalesce(p_section, v_event), NULL, answer, jsonb_build_object('items', cardinality(v_ids), 'resumes_at', v_resumes));
  c.kind := v_action; c.act_id := (p->>'key')::uuid; c.user_id := v_user; c.decided_at := v_now;
  FOR i IN SELECT x.* FROM items x WHERE x.id = ANY (v_ids) AND x.org_id = v_org ORDER BY x.id LOOP
    PERFORM save_change_v1(i, CASE v_action WHEN 'pause' THEN paused_item_v1(i, v_now) ELSE resumed_item_v1(i, v_resumes) END, c);
  END LOOP;
  -- for display; the event's version tells screens to read its sections again
  UPDATE sections s SET paused_at = CASE v_action WHEN 'pause' THEN v_now ELSE coalesce(s.paused_at, v_now) END, resumes_at = v_resumes
  WHERE s.org_id = v_org AND s.id IN (SELECT x.section_id FROM items x WHERE x.id = ANY (v_ids));
  -- what has no clock goes on when staff say so; clocks go on at the announced time
  UPDATE events e SET version = e.version + 1,
    stopped_at = CASE WHEN p_section IS NOT NULL THEN e.stopped_at WHEN v_action = 'pause' THEN coalesce(e.stopped_at, v_now) END
  WHERE e.org_id = v_org AND e.id = v_event;
END $$;

ALTER FUNCTION pause_or_resume_v2(jsonb, uuid, integer) OWNER TO engine;
GRANT EXECUTE ON FUNCTION pause_or_resume_v2(jsonb, uuid, integer) TO app;
GRANT EXECUTE ON FUNCTION may_pause_v1(items, timestamptz), paused_item_v1(items, timestamptz), resumed_item_v1(items, timestamptz) TO engine;
