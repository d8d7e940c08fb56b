-- Writes a batch of bids in one transaction, under row locks, against the database clock (design.md 6). judge_bids.sql holds the rules.
-- Writes: items, bids, bid_attempts, awards, messages, heartbeats. Locks: paddles by id, then items by id. Reads: sessions, events.
-- Longer than 60 lines because what happens under one set of locks stays readable only in one piece.
--
-- p: [{n, id, key, org, event, paddle, session, epoch, item, kind, amount, hash, units?, confirmed?, household_ok?, by?, why?}], in order of arrival.
-- No two elements share (paddle, key): the batcher sees to it. Every id but `item` comes from a verified token; a mismatch answers like a missing row.
-- `by` is the member of staff who typed the bid for a guest, from the token of their own session; only then may `paddle` be another's.
-- Returns a row per bid (n, code, outcome, replay, detail; item_id null: there is no such item for this bidder), and per touched item a row with n null and its public state after the batch.
-- code is 'accepted' or the stable code of the refusal.
CREATE OR REPLACE FUNCTION place_bids_v1(p jsonb)
RETURNS TABLE (n int, item_id uuid, code text, outcome text, replay boolean, detail jsonb, state jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
-- One plan, by index, from the first bid of the evening on: planned on an empty table it would read all bids for every batch.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz;
  v_item items;
  v_before items;                  -- the item as the batch found it
  v_cands bid_candidate[];
  v_verdicts bid_verdict[];
  v_items items[] := '{}';
  v_bids bids[] := '{}';
  v_attempts bid_attempts[] := '{}';
  v_awards awards[] := '{}';
  v_messages messages[] := '{}';
  v_events uuid[] := '{}';
  b bid_verdict;
  c bid_candidate;
  j record;
  r record;
BEGIN
  PERFORM 1 FROM paddles d WHERE d.id = ANY (ARRAY(SELECT (e->>'paddle')::uuid FROM jsonb_array_elements(p) e)) ORDER BY d.id FOR NO KEY UPDATE;
  PERFORM 1 FROM items t WHERE t.id = ANY (ARRAY(SELECT (e->>'item')::uuid FROM jsonb_array_elements(p) e)) ORDER BY t.id FOR NO KEY UPDATE;
  v_now := auction_now();          -- after all locks: a bid that waited is judged by the time it is judged at

  FOR r IN
    SELECT b.*, d.status AS paddle_status, d.admission, d.is_remote, d.has_card, d.number, d.household_id,
           t.id IS NOT NULL AS has_item, s.id IS NOT NULL AND d.id IS NOT NULL AS has_session,
           prior.id AS prior_id, prior.outcome AS prior_outcome, att.code AS att_code, att.detail AS att_detail,
           coalesce(prior.body_hash, att.body_hash) AS prior_hash,
           lag(t.id) OVER w IS DISTINCT FROM t.id AS is_first_of_item, lead(t.id) OVER w IS DISTINCT FROM t.id AS is_last_of_item
    FROM jsonb_to_recordset(p) AS b(n int, id uuid, key uuid, org uuid, event uuid, paddle uuid, session uuid, epoch int, item uuid, kind text,
                                    amount bigint, units int, hash text, confirmed boolean, household_ok boolean, "by" uuid, why text)
    -- OFFSET 0 keeps each a lookup by its key, whatever the planner believes about the sizes of tables at the first bid of the evening
    -- org_id is compared outside: every index holds it, so on an analysed empty table any of them would seem as good as the key's
    LEFT JOIN LATERAL (SELECT x.* FROM paddles x WHERE x.id = b.paddle OFFSET 0) d ON d.org_id = b.org AND d.event_id = b.event AND d.status <> 'retired'
    LEFT JOIN LATERAL (SELECT x.id, x.org_id, x.event_id, x.status, x.is_hidden FROM items x WHERE x.id = b.item OFFSET 0) t
      ON t.org_id = b.org AND t.event_id = b.event AND t.status <> 'draft' AND t.is_hidden = d.is_hidden   -- the canary and its item know only each other
    LEFT JOIN LATERAL (SELECT x.* FROM sessions x WHERE x.id = b.session OFFSET 0) s ON s.org_id = b.org AND s.event_id = b.event
      AND (s.paddle_id = b.paddle OR (s.user_id = b."by" AND s.role IN ('owner', 'coordinator', 'clerk')))
      AND s.epoch = b.epoch AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
    LEFT JOIN LATERAL (SELECT x.id, x.org_id, x.outcome, x.body_hash FROM bids x WHERE x.paddle_id = b.paddle AND x.key = b.key OFFSET 0) prior ON prior.org_id = b.org
    LEFT JOIN LATERAL (SELECT x.org_id, x.code, x.detail, x.body_hash FROM bid_attempts x WHERE x.paddle_id = b.paddle AND x.key = b.key OFFSET 0) att
      ON att.org_id = b.org
    -- by t.id: whom the item is missing to may have named it between two bids of guests who see it
    WINDOW w AS (ORDER BY t.id, b.n)
    ORDER BY t.id, b.n
  LOOP
    IF r.is_first_of_item THEN
      v_cands := '{}';
    END IF;

    n := r.n; item_id := CASE WHEN r.has_item THEN r.item END; code := NULL; outcome := NULL; replay := false; detail := NULL; state := NULL;
    IF NOT r.has_session THEN
      code := 'session_revoked';
    ELSIF NOT r.has_item THEN
      code := 'item_not_found';
    ELSIF r.att_code = 'key_voided' THEN
      code := 'key_voided';
    ELSIF (r.prior_id IS NOT NULL OR r.att_code IS NOT NULL) AND r.prior_hash IS DISTINCT FROM decode(r.hash, 'hex') THEN
      code := 'idempotency_key_reused';
    ELSIF r.prior_id IS NOT NULL OR r.att_code IS NOT NULL THEN   -- a key that was seen before answers what it answered before
      code := coalesce(r.att_code, 'accepted'); outcome := r.prior_outcome; replay := true; detail := r.att_detail;
    END IF;
    IF code IS NOT NULL THEN
      RETURN NEXT;
    ELSE
      v_cands := v_cands || ROW(r.n, r.id, r.key, r.paddle, r.number, r.household_id, r.paddle_status, r.admission, r.is_remote, r.has_card,
        r.kind, r.amount, coalesce(r.units, 1), decode(r.hash, 'hex'), r.confirmed, r.household_ok, r.session, r."by", r.why, NULL)::bid_candidate;
    END IF;
    CONTINUE WHEN NOT r.is_last_of_item OR NOT r.has_item;

    SELECT t.* INTO v_before FROM items t WHERE t.org_id = r.org AND t.id = r.item;
    j := judge_bids_v1(v_before, v_cands, v_now, false);
    v_item := j.i;
    v_verdicts := j.v;
    FOR k IN 1..cardinality(v_verdicts) LOOP
      b := v_verdicts[k]; c := v_cands[k];
      n := c.n; item_id := v_item.id; code := b.code; outcome := NULL; replay := false; detail := NULL; state := NULL;
      IF b.code <> 'accepted' THEN
        detail := jsonb_build_object('decided_at', v_now, 'price_cents', b.price_before_cents, 'closes_at', b.closes_at_seen)
          || CASE WHEN b.least_cents IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('least_cents', b.least_cents) END;
        v_attempts := v_attempts || ROW(v_item.org_id, c.paddle_id, c.key, v_item.id, c.body_hash, b.code, detail, c.kind, c.amount_cents, c.entered_by,
          clock_timestamp())::bid_attempts;
      ELSE
        -- whoever led within the batch and no longer does at its end is told so in the answer, and needs no text
        outcome := CASE WHEN b.outcome = 'leading' AND c.paddle_id <> v_item.high_paddle_id
                          OR b.outcome = 'standing' AND NOT EXISTS (SELECT FROM unnest(v_item.standing) x WHERE x.paddle_id = c.paddle_id) THEN 'outbid'
                        ELSE b.outcome END;
        v_bids := v_bids || ROW(v_item.org_id, c.id, v_item.event_id, v_item.id, c.paddle_id, c.key, c.body_hash, b.seq, c.kind, c.amount_cents, c.units, b.is_raise,
          outcome, b.least_cents, b.price_before_cents, b.price_after_cents, b.leader_after_id, v_now, v_item.opens_at, b.closes_at_seen, b.closes_at_after,
          b.version_after, c.session_id, v_item.terms_version, c.entered_by, c.entry_reason)::bids;
        IF b.outcome IN ('bought', 'given') THEN
          v_awards := v_awards || ROW(v_item.org_id, c.id, v_item.event_id, v_item.id, c.paddle_id, c.id, NULL, NULL, c.units, c.units * c.amount_cents,
            v_item.close_version, v_now, NULL)::awards;
        END IF;
      END IF;
      RETURN NEXT;
    END LOOP;

    IF v_item.last_seq > v_before.last_seq THEN
      v_items := v_items || v_item;
      IF v_before.high_paddle_id <> v_item.high_paddle_id THEN
        -- told once per batch; the displacing bid's id serves as the message's, so that a repeat cannot make a second one
        v_messages := v_messages || ROW(v_item.org_id, v_item.high_bid_id, v_item.event_id, v_before.high_paddle_id, 'outbid', v_item.id, v_item.last_seq, NULL,
          v_item.price_cents, 'pending', NULL, NULL, 0, clock_timestamp(), clock_timestamp())::messages;
      END IF;
      IF v_item.kind = 'multi' THEN
        v_messages := v_messages || ARRAY(
          SELECT ROW(v_item.org_id, gen_random_uuid(), v_item.event_id, x.paddle_id, 'outbid', v_item.id, v_item.last_seq, NULL, v_item.price_cents,
            'pending', NULL, NULL, 0, clock_timestamp(), clock_timestamp())::messages
          FROM unnest(v_before.standing) x GROUP BY x.paddle_id
          HAVING count(*) > (SELECT count(*) FROM unnest(v_item.standing) y WHERE y.paddle_id = x.paddle_id));
      END IF;
      IF v_item.winner_paddle_id IS NOT NULL THEN   -- bought now
        v_messages := v_messages || ROW(v_item.org_id, gen_random_uuid(), v_item.event_id, v_item.winner_paddle_id, 'won', v_item.id, v_item.close_version, NULL,
          v_item.hammer_cents, 'pending', NULL, NULL, 0, clock_timestamp(), clock_timestamp())::messages;
      END IF;
    END IF;
    IF NOT v_item.event_id = ANY (v_events) THEN v_events := v_events || v_item.event_id; END IF;
    n := NULL; item_id := v_item.id; code := NULL; outcome := NULL; replay := false; detail := NULL; state := item_state_v1(v_item);
    RETURN NEXT;
  END LOOP;

  -- One statement for all items: each execution of it parses every check of the table anew, which costs more than the update.
  UPDATE items t SET price_cents = x.price_cents, high_paddle_id = x.high_paddle_id, high_paddle_number = x.high_paddle_number,
    high_household_id = x.high_household_id, high_bid_id = x.high_bid_id, high_commitment_cents = x.high_commitment_cents, standing = x.standing,
    bid_count = x.bid_count, last_seq = x.last_seq, version = x.version, closes_at = x.closes_at, extension_count = x.extension_count,
    value_frozen_at = x.value_frozen_at, units_taken = x.units_taken, given_cents = x.given_cents, status = x.status, hammer_cents = x.hammer_cents,
    winner_paddle_id = x.winner_paddle_id, closed_at = x.closed_at, close_version = x.close_version
  FROM unnest(v_items) x WHERE t.org_id = x.org_id AND t.id = x.id;
  INSERT INTO bids SELECT * FROM unnest(v_bids);
  IF v_attempts <> '{}' THEN INSERT INTO bid_attempts SELECT * FROM unnest(v_attempts); END IF;
  IF v_awards <> '{}' THEN INSERT INTO awards SELECT * FROM unnest(v_awards); END IF;
  IF v_messages <> '{}' THEN
    INSERT INTO messages SELECT m.* FROM unnest(v_messages) m
    -- a text that still waits says the price of the moment it leaves; a second one would only cost money
    -- OFFSET 0 keeps it a lookup: planned on an empty table, an anti join would read all waiting texts for every text
    WHERE m.kind <> 'outbid'
      OR NOT EXISTS (SELECT FROM messages x WHERE x.item_id = m.item_id AND x.paddle_id = m.paddle_id AND x.kind = 'outbid' AND x.status = 'pending' OFFSET 0);
  END IF;
  -- that bids can be placed is what keeps a section from being held (rules.md 2); a row that another batch stamps at this moment is left to it
  UPDATE heartbeats h SET last_at = v_now, gap_to = CASE WHEN x.is_gap THEN v_now ELSE h.gap_to END,
    gap_from = CASE WHEN NOT x.is_gap THEN h.gap_from WHEN h.gap_to > h.last_at - interval '3 minutes' THEN h.gap_from ELSE h.last_at END
  FROM (SELECT y.org_id, y.event_id, e.outage_after_s > 0 AND v_now - y.last_at > make_interval(secs => e.outage_after_s) AS is_gap
        FROM heartbeats y JOIN events e ON e.org_id = y.org_id AND e.id = y.event_id
        WHERE y.event_id = ANY (v_events) AND y.last_at < v_now - interval '2 seconds' FOR NO KEY UPDATE OF y SKIP LOCKED) x
  WHERE h.org_id = x.org_id AND h.event_id = x.event_id;
  -- a lost refusal is judged again; but a heartbeat says that commits reach the disk, so it waits for its own
  IF v_bids = '{}' AND NOT FOUND THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;
END $$;
ALTER FUNCTION place_bids_v1(jsonb) OWNER TO engine;
GRANT EXECUTE ON FUNCTION place_bids_v1(jsonb) TO app;
