-- Judges and writes a batch of bids in one transaction, under row locks, against the database clock (design.md 6, rules.md 1 and 2).
-- Writes: items, bids, bid_attempts, messages. Locks: paddles by id, then items by id. Reads: sessions.
-- Longer than 60 lines because a rule that must run beside the lock stays readable only in one piece. Its readable twin is rules.py.
--
-- p: [{n, id, key, org, event, paddle, session, epoch, item, kind, amount, hash, confirmed}], in order of arrival. No two elements share (paddle, key):
-- the batcher sees to it. Every id but `item` comes from a verified token; a mismatch answers like a missing row.
-- Returns a row per bid (n, code, outcome, replay, detail), and per touched item a row with n null and its public state after the batch.
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
  v_bid bids;
  v_bids bids[] := '{}';
  v_ns int[] := '{}';              -- the n of v_bids[k]
  v_first int;                     -- the item's first place in v_bids
  v_attempts bid_attempts[] := '{}';
  v_messages messages[] := '{}';
  v_leader_before_batch uuid;
  v_old_leader uuid;
  v_old_price bigint;
  v_least bigint;
  v_code text;
  v_detail jsonb;
  r record;
BEGIN
  PERFORM 1 FROM paddles d WHERE d.id = ANY (ARRAY(SELECT (e->>'paddle')::uuid FROM jsonb_array_elements(p) e)) ORDER BY d.id FOR NO KEY UPDATE;
  PERFORM 1 FROM items t WHERE t.id = ANY (ARRAY(SELECT (e->>'item')::uuid FROM jsonb_array_elements(p) e)) ORDER BY t.id FOR NO KEY UPDATE;
  v_now := auction_now();          -- after all locks: a bid that waited is judged by the time it is judged at

  FOR r IN
    SELECT b.*, d.status AS paddle_status, d.admission, d.is_remote, d.has_card, d.number,
           t.id IS NOT NULL AS has_item, s.id IS NOT NULL AND d.id IS NOT NULL AS has_session,
           prior.id AS prior_id, prior.outcome AS prior_outcome, att.code AS att_code, att.detail AS att_detail,
           coalesce(prior.body_hash, att.body_hash) AS prior_hash,
           lag(b.item) OVER w IS DISTINCT FROM b.item AS is_first_of_item, lead(b.item) OVER w IS DISTINCT FROM b.item AS is_last_of_item
    FROM jsonb_to_recordset(p) AS b(n int, id uuid, key uuid, org uuid, event uuid, paddle uuid, session uuid, epoch int, item uuid, kind text,
                                    amount bigint, hash text, confirmed boolean)
    -- OFFSET 0 keeps each a lookup by its key, whatever the planner believes about the sizes of tables at the first bid of the evening
    -- org_id is compared outside: every index holds it, so on an analysed empty table any of them would seem as good as the key's
    LEFT JOIN LATERAL (SELECT x.* FROM paddles x WHERE x.id = b.paddle OFFSET 0) d ON d.org_id = b.org AND d.event_id = b.event AND d.status <> 'retired'
    LEFT JOIN LATERAL (SELECT x.id, x.org_id, x.event_id, x.kind, x.status FROM items x WHERE x.id = b.item OFFSET 0) t
      ON t.org_id = b.org AND t.event_id = b.event AND t.kind = 'single' AND t.status <> 'draft'
    LEFT JOIN LATERAL (SELECT x.* FROM sessions x WHERE x.id = b.session OFFSET 0) s ON s.org_id = b.org AND s.event_id = b.event AND s.paddle_id = b.paddle
      AND s.epoch = b.epoch AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
    LEFT JOIN LATERAL (SELECT x.id, x.org_id, x.outcome, x.body_hash FROM bids x WHERE x.paddle_id = b.paddle AND x.key = b.key OFFSET 0) prior ON prior.org_id = b.org
    LEFT JOIN LATERAL (SELECT x.org_id, x.code, x.detail, x.body_hash FROM bid_attempts x WHERE x.paddle_id = b.paddle AND x.key = b.key OFFSET 0) att
      ON att.org_id = b.org
    WINDOW w AS (ORDER BY b.item, b.n)
    ORDER BY b.item, b.n
  LOOP
    IF r.is_first_of_item THEN
      v_item := NULL;
      v_first := cardinality(v_bids) + 1;
    END IF;
    IF v_item.id IS NULL AND r.has_item THEN
      SELECT t.* INTO v_item FROM items t WHERE t.org_id = r.org AND t.id = r.item;
      v_leader_before_batch := v_item.high_paddle_id;
    END IF;

    <<judge>>
    BEGIN
      n := r.n; item_id := r.item; code := NULL; outcome := NULL; replay := false; detail := NULL; state := NULL;
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
        EXIT judge;
      END IF;

      v_least := CASE WHEN v_item.high_paddle_id IS NULL THEN v_item.starting_cents
                      WHEN v_item.high_paddle_id = r.paddle THEN v_item.high_commitment_cents + 1
                      ELSE v_item.price_cents + price_step_v1(v_item.step_from_cents, v_item.step_cents, v_item.price_cents) END;
      v_detail := NULL;
      v_code := CASE
        WHEN v_item.status <> 'open' OR v_now >= v_item.closes_at THEN CASE WHEN v_item.status = 'withdrawn' THEN 'item_withdrawn' ELSE 'item_closed' END
        WHEN v_now < v_item.opens_at THEN 'item_not_open'
        WHEN v_item.paused_at IS NOT NULL THEN 'item_paused'
        WHEN r.paddle_status = 'locked' THEN 'paddle_locked'
        WHEN NOT (r.is_remote AND v_item.remote_exempt)
          AND array_position(ARRAY['registered', 'ticketed', 'checked_in'], r.admission) < array_position(ARRAY['registered', 'ticketed', 'checked_in'], v_item.who_may_bid)
          THEN 'not_checked_in'
        WHEN v_item.card_required AND NOT r.has_card THEN 'card_required'
        WHEN v_item.high_paddle_id = r.paddle AND r.kind = 'exact' THEN 'already_leading'
        WHEN r.amount < v_least THEN CASE WHEN v_item.high_paddle_id = r.paddle THEN 'max_not_raised' ELSE 'bid_too_low' END
        WHEN r.amount / 5 >= v_least AND NOT coalesce(r.confirmed, false) THEN 'confirm_required'
      END;
      IF v_code IS NOT NULL THEN
        v_detail := jsonb_build_object('decided_at', v_now, 'price_cents', v_item.price_cents, 'closes_at', v_item.closes_at)
          || CASE WHEN v_item.high_paddle_id = r.paddle THEN '{}'::jsonb ELSE jsonb_build_object('least_cents', v_least) END;
        v_attempts := v_attempts || ROW(r.org, r.paddle, r.key, r.item, decode(r.hash, 'hex'), v_code, v_detail, clock_timestamp())::bid_attempts;
        n := r.n; item_id := r.item; code := v_code; detail := v_detail;
        RETURN NEXT;
        EXIT judge;
      END IF;

      -- accepted: rules.md 1, 1-4
      v_old_leader := v_item.high_paddle_id;
      v_old_price := v_item.price_cents;
      v_bid := NULL;
      v_bid.is_raise := coalesce(v_old_leader = r.paddle, false);
      v_bid.outcome := 'leading';
      IF v_old_leader IS NULL THEN
        v_item.price_cents := CASE r.kind WHEN 'exact' THEN r.amount ELSE v_item.starting_cents END;
      ELSIF v_bid.is_raise THEN
        NULL;  -- the price stays; only a newly met reserve moves it, below
      ELSIF r.amount <= v_item.high_commitment_cents THEN
        v_bid.outcome := CASE WHEN r.amount = v_item.high_commitment_cents THEN 'tied_earlier' ELSE 'outbid' END;
        v_item.price_cents := greatest(v_item.price_cents,
          least(v_item.high_commitment_cents, r.amount + price_step_v1(v_item.step_from_cents, v_item.step_cents, r.amount)));
      ELSE
        v_item.price_cents := greatest(v_item.price_cents, CASE r.kind WHEN 'exact' THEN r.amount END,
          least(r.amount, v_item.high_commitment_cents + price_step_v1(v_item.step_from_cents, v_item.step_cents, v_item.high_commitment_cents)));
      END IF;
      IF v_bid.outcome = 'leading' THEN
        v_item.high_paddle_id := r.paddle;
        v_item.high_paddle_number := r.number;
        v_item.high_bid_id := r.id;
        v_item.high_commitment_cents := r.amount;
        IF v_item.reserve_cents <= r.amount THEN v_item.price_cents := greatest(v_item.price_cents, v_item.reserve_cents); END IF;
      END IF;

      v_bid.closes_at_seen := v_item.closes_at;
      IF v_item.price_cents IS DISTINCT FROM v_old_price OR v_item.high_paddle_id IS DISTINCT FROM v_old_leader THEN
        v_item.version := v_item.version + 1;
        IF NOT v_bid.is_raise AND v_item.extension_s > 0 AND v_item.closes_at - v_now <= make_interval(secs => v_item.extension_window_s) THEN
          v_item.closes_at := greatest(v_item.closes_at, least(v_now + make_interval(secs => v_item.extension_s),
            v_item.planned_closes_at + make_interval(secs => v_item.extension_cap_s), v_item.hard_end_at));
          IF v_item.closes_at > v_bid.closes_at_seen THEN v_item.extension_count := v_item.extension_count + 1; END IF;
        END IF;
      ELSIF NOT v_bid.is_raise THEN
        v_item.version := v_item.version + 1;  -- a tie at the price: only the count of bids changes
      END IF;
      v_item.bid_count := v_item.bid_count + (NOT v_bid.is_raise)::int;
      v_item.last_seq := v_item.last_seq + 1;
      v_item.value_frozen_at := coalesce(v_item.value_frozen_at, v_now);

      v_bid.org_id := r.org; v_bid.id := r.id; v_bid.event_id := r.event; v_bid.item_id := r.item; v_bid.paddle_id := r.paddle;
      v_bid.key := r.key; v_bid.body_hash := decode(r.hash, 'hex'); v_bid.seq := v_item.last_seq; v_bid.kind := r.kind; v_bid.amount_cents := r.amount;
      v_bid.units := 1; v_bid.least_cents := v_least; v_bid.price_before_cents := v_old_price; v_bid.price_after_cents := v_item.price_cents;
      v_bid.leader_after_id := v_item.high_paddle_id; v_bid.decided_at := v_now; v_bid.opens_at_seen := v_item.opens_at;
      v_bid.closes_at_after := v_item.closes_at; v_bid.version_after := v_item.version; v_bid.session_id := r.session;
      v_bids := v_bids || v_bid;
      v_ns := v_ns || r.n;
    END judge;

    IF r.is_last_of_item AND v_item.id IS NOT NULL THEN
      IF cardinality(v_bids) >= v_first THEN
        UPDATE items SET price_cents = v_item.price_cents, high_paddle_id = v_item.high_paddle_id, high_paddle_number = v_item.high_paddle_number,
          high_bid_id = v_item.high_bid_id, high_commitment_cents = v_item.high_commitment_cents, bid_count = v_item.bid_count, last_seq = v_item.last_seq,
          version = v_item.version, closes_at = v_item.closes_at, extension_count = v_item.extension_count, value_frozen_at = v_item.value_frozen_at
        WHERE org_id = v_item.org_id AND id = v_item.id;
      END IF;
      FOR k IN v_first..cardinality(v_bids) LOOP
        -- whoever led within the batch and no longer does at its end is told so in the answer, and needs no text
        IF v_bids[k].outcome = 'leading' AND v_bids[k].paddle_id <> v_item.high_paddle_id THEN v_bids[k].outcome := 'outbid'; END IF;
        n := v_ns[k]; item_id := v_item.id; code := 'accepted'; outcome := v_bids[k].outcome; replay := false; detail := NULL; state := NULL;
        RETURN NEXT;
      END LOOP;
      IF v_leader_before_batch <> v_item.high_paddle_id THEN
        -- told once per batch; the displacing bid's id serves as the message's, so that a repeat cannot make a second one
        v_messages := v_messages || ROW(v_item.org_id, v_item.high_bid_id, v_item.event_id, v_leader_before_batch, 'outbid', v_item.id, v_item.last_seq, NULL,
          v_item.price_cents, 'pending', NULL, NULL, 0, clock_timestamp(), clock_timestamp())::messages;
      END IF;
      n := NULL; item_id := v_item.id; code := NULL; outcome := NULL; replay := false; detail := NULL; state := item_state_v1(v_item);
      RETURN NEXT;
    END IF;
  END LOOP;

  INSERT INTO bids SELECT * FROM unnest(v_bids);
  INSERT INTO bid_attempts SELECT * FROM unnest(v_attempts);
  INSERT INTO messages SELECT m.* FROM unnest(v_messages) m
    -- a text that still waits says the price of the moment it leaves; a second one would only cost money
    WHERE NOT EXISTS (SELECT FROM messages x WHERE x.item_id = m.item_id AND x.paddle_id = m.paddle_id AND x.kind = 'outbid' AND x.status = 'pending');
  IF v_bids = '{}' THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;  -- a lost refusal is judged again
END $$;
ALTER FUNCTION place_bids_v1(jsonb) OWNER TO engine;
GRANT EXECUTE ON FUNCTION place_bids_v1(jsonb) TO app;
