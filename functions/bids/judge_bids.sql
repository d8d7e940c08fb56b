-- The rules of rules.md 1 to 3 as one pure function: it reads no table and no clock, so that it can be called on any state that is passed in.
-- place_bids.sql calls it under the locks, a void folds what remains with it, and a property test holds it equal to its readable twin, rules.py.
-- Longer than 60 lines because a rule that must run beside the lock stays readable only in one piece.

-- The close after a bid at `at` that changed leader or price: later by the extension, never past cap or hard end, never earlier (rules.md 2).
CREATE OR REPLACE FUNCTION extended_close_v1(i items, at timestamptz) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF i.extension_s = 0 OR i.closes_at - at > make_interval(secs => i.extension_window_s) THEN RETURN i.closes_at; END IF;
  RETURN greatest(i.closes_at, least(at + make_interval(secs => i.extension_s), i.planned_closes_at + make_interval(secs => i.extension_cap_s), i.hard_end_at));
END $$;

-- Whether the button is there: gone at the first bid or, where set, when the price reaches its share.
CREATE OR REPLACE FUNCTION has_buy_now_v1(i items) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN i.buy_now_cents IS NOT NULL AND i.status = 'open' AND CASE WHEN i.buy_now_until_pct IS NULL THEN i.high_paddle_id IS NULL
    ELSE i.price_cents IS NULL OR i.price_cents * 100 < i.buy_now_cents * i.buy_now_until_pct END;
END $$;

-- Folds candidates over an item, in order. is_history: they were accepted once, and are folded again after a void: nothing is refused and no close moves.
CREATE OR REPLACE FUNCTION judge_bids_v1(INOUT i items, c bid_candidate[], at timestamptz, is_history boolean, OUT v bid_verdict[])
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  r bid_candidate;
  b bid_verdict;
  v_is_paused boolean := i.paused_at IS NOT NULL AND (i.resumes_at IS NULL OR at < i.resumes_at);
  v_base bigint;                   -- the price that a step is taken from
  v_step bigint;
  v_leads boolean;
  v_old_leader uuid;
  v_own int;                       -- the guest's own entry in i.standing: multi: their lowest one
  v_held int;                      -- how many units the guest holds
  v_n int;
BEGIN
  v := '{}';
  FOREACH r IN ARRAY c LOOP
    b := NULL;
    b.is_raise := false;
    v_leads := false;
    v_old_leader := i.high_paddle_id;
    b.price_before_cents := i.price_cents;
    b.closes_at_seen := i.closes_at;

    -- the least acceptable bid
    CASE i.kind
      WHEN 'single' THEN
        v_leads := coalesce(i.high_paddle_id = r.paddle_id, false);
        v_base := coalesce(i.price_cents, i.starting_cents);
        v_step := price_step_v1(i.step_from_cents, i.step_cents, v_base);
        b.least_cents := CASE WHEN i.high_paddle_id IS NULL THEN v_base
                              WHEN NOT v_leads THEN v_base + v_step
                              WHEN i.force_multiples THEN v_base + ((i.high_commitment_cents - v_base) / v_step + 1) * v_step
                              ELSE i.high_commitment_cents + 1 END;
      WHEN 'multi' THEN
        v_own := NULL; v_held := 0; v_n := cardinality(i.standing);
        FOR k IN 1..v_n LOOP
          IF (i.standing[k]).paddle_id = r.paddle_id THEN v_own := k; v_held := v_held + 1; END IF;
        END LOOP;
        IF i.per_guest_limit IS NULL OR v_held < i.per_guest_limit THEN v_own := NULL; END IF;   -- else the bid raises the lowest of their own
        v_base := CASE WHEN v_own IS NOT NULL THEN (i.standing[v_own]).amount_cents WHEN v_n < i.quantity THEN i.starting_cents ELSE (i.standing[v_n]).amount_cents END;
        v_step := price_step_v1(i.step_from_cents, i.step_cents, v_base);
        b.least_cents := v_base + CASE WHEN v_own IS NULL AND v_n < i.quantity THEN 0 ELSE v_step END;
      ELSE   -- sealed, fixed, donation: at most one entry of the guest
        v_own := NULL; v_held := 0;
        FOR k IN 1..cardinality(i.standing) LOOP
          IF (i.standing[k]).paddle_id = r.paddle_id THEN v_own := k; v_held := (i.standing[k]).units; EXIT; END IF;
        END LOOP;
        v_step := price_step_v1(i.step_from_cents, i.step_cents, i.starting_cents);
        b.least_cents := CASE WHEN i.kind <> 'sealed' OR v_own IS NULL THEN i.starting_cents
                              WHEN i.force_multiples THEN i.starting_cents + (((i.standing[v_own]).amount_cents - i.starting_cents) / v_step + 1) * v_step
                              ELSE (i.standing[v_own]).amount_cents + 1 END;
    END CASE;

    IF NOT is_history THEN
      b.code := CASE
        WHEN i.kind = 'live' THEN 'item_is_live'
        WHEN i.status = 'withdrawn' THEN 'item_withdrawn'
        WHEN i.status <> 'open' THEN 'item_closed'
        WHEN i.held_at IS NOT NULL THEN 'item_held'
        WHEN v_is_paused THEN 'item_paused'
        WHEN at >= i.closes_at AND i.kind <> 'donation' THEN 'item_closed'
        WHEN at < i.opens_at THEN 'item_not_open'
        WHEN r.paddle_status = 'locked' THEN 'paddle_locked'
        WHEN NOT (r.is_remote AND i.remote_exempt)
          AND array_position(ARRAY['registered', 'ticketed', 'checked_in'], r.admission) < array_position(ARRAY['registered', 'ticketed', 'checked_in'], i.who_may_bid)
          THEN 'not_checked_in'
        WHEN i.card_required AND NOT r.has_card THEN 'card_required'
        WHEN NOT CASE i.kind WHEN 'single' THEN r.kind IN ('max', 'exact', 'buy_now') WHEN 'multi' THEN r.kind = 'exact' WHEN 'sealed' THEN r.kind = 'sealed'
                             WHEN 'fixed' THEN r.kind = 'purchase' ELSE r.kind = 'donation' END THEN 'bid_kind_not_allowed'
        WHEN r.kind = 'buy_now' THEN CASE WHEN NOT has_buy_now_v1(i) THEN 'buy_now_gone' WHEN r.amount_cents <> i.buy_now_cents THEN 'price_changed' END
        WHEN r.kind = 'purchase' THEN CASE
          WHEN r.amount_cents <> i.starting_cents THEN 'price_changed'
          WHEN i.units_taken + r.units > i.quantity THEN 'not_enough_left'
          WHEN v_held + r.units > i.per_guest_limit THEN 'limit_per_guest' END
        WHEN v_leads AND r.kind = 'exact' THEN 'already_leading'
        WHEN r.amount_cents < b.least_cents THEN CASE WHEN v_leads OR (i.kind = 'sealed' AND v_own IS NOT NULL) THEN 'max_not_raised' ELSE 'bid_too_low' END
        WHEN r.kind = 'donation' THEN NULL
        WHEN i.force_multiples AND (r.amount_cents - b.least_cents) % v_step <> 0 THEN 'not_on_step'
        WHEN NOT coalesce(r.household_ok, false) AND CASE i.kind
            WHEN 'single' THEN i.high_household_id = r.household_id AND NOT v_leads
            WHEN 'multi' THEN v_own IS NULL AND v_n >= i.quantity AND (i.standing[v_n]).household_id = r.household_id AND (i.standing[v_n]).paddle_id <> r.paddle_id
            END THEN 'household_leads'
        WHEN r.amount_cents / 5 >= b.least_cents AND NOT coalesce(r.confirmed, false) THEN 'confirm_required'
      END;
      IF b.code IS NOT NULL THEN
        IF v_leads OR i.kind = 'live' OR (i.kind = 'sealed' AND v_own IS NOT NULL) THEN b.least_cents := NULL; END IF;
        v := v || b;
        CONTINUE;
      END IF;
    END IF;

    b.code := 'accepted';
    b.seq := coalesce(r.seq, i.last_seq + 1);
    CASE r.kind
      WHEN 'sealed' THEN
        b.outcome := 'sealed';
        b.is_raise := v_own IS NOT NULL;
        i.standing[coalesce(v_own, cardinality(i.standing) + 1)] := ROW(r.paddle_id, r.number, r.household_id, r.id, r.amount_cents, b.seq, 1)::standing_bid;
      WHEN 'purchase' THEN
        b.outcome := 'bought';
        i.standing[coalesce(v_own, cardinality(i.standing) + 1)] := ROW(r.paddle_id, r.number, r.household_id, r.id, r.amount_cents, b.seq, v_held + r.units)::standing_bid;
        i.units_taken := i.units_taken + r.units;
        IF i.units_taken = i.quantity THEN i.status := 'sold'; END IF;
      WHEN 'donation' THEN
        b.outcome := 'given';
        i.given_cents := i.given_cents + r.amount_cents;
      WHEN 'buy_now' THEN
        b.outcome := 'bought';
        b.least_cents := r.amount_cents;   -- the asking price, which may lie below a step above the price, or below a maximum
        i.status := 'sold';
        i.price_cents := r.amount_cents; i.high_commitment_cents := r.amount_cents; i.hammer_cents := r.amount_cents;
        i.high_paddle_id := r.paddle_id; i.high_paddle_number := r.number; i.high_household_id := r.household_id; i.high_bid_id := r.id;
        i.winner_paddle_id := r.paddle_id;
      ELSE
        IF i.kind = 'multi' THEN
          b.outcome := 'standing';
          IF v_own IS NOT NULL THEN i.standing := i.standing[:v_own - 1] || i.standing[v_own + 1:];
          ELSIF v_n >= i.quantity THEN i.standing := i.standing[:v_n - 1]; END IF;
          v_n := cardinality(i.standing);
          WHILE v_n > 0 AND (i.standing[v_n]).amount_cents < r.amount_cents LOOP v_n := v_n - 1; END LOOP;   -- behind those of the same amount
          i.standing := i.standing[:v_n] || ROW(r.paddle_id, r.number, r.household_id, r.id, r.amount_cents, b.seq, 1)::standing_bid || i.standing[v_n + 1:];
          IF cardinality(i.standing) = i.quantity THEN i.price_cents := (i.standing[i.quantity]).amount_cents; END IF;
        ELSE
          b.outcome := 'leading';
          IF i.high_paddle_id IS NULL THEN
            i.price_cents := CASE r.kind WHEN 'exact' THEN r.amount_cents ELSE i.starting_cents END;
          ELSIF v_leads THEN
            b.is_raise := true;    -- the price stays; only a newly met reserve moves it, below
          ELSIF r.amount_cents <= i.high_commitment_cents THEN
            b.outcome := CASE WHEN r.amount_cents = i.high_commitment_cents THEN 'tied_earlier' ELSE 'outbid' END;
            i.price_cents := greatest(i.price_cents,
              least(i.high_commitment_cents, r.amount_cents + price_step_v1(i.step_from_cents, i.step_cents, r.amount_cents)));
          ELSE
            i.price_cents := greatest(i.price_cents, CASE r.kind WHEN 'exact' THEN r.amount_cents END,
              least(r.amount_cents, i.high_commitment_cents + price_step_v1(i.step_from_cents, i.step_cents, i.high_commitment_cents)));
          END IF;
          IF b.outcome = 'leading' THEN
            i.high_paddle_id := r.paddle_id; i.high_paddle_number := r.number; i.high_household_id := r.household_id; i.high_bid_id := r.id;
            i.high_commitment_cents := greatest(r.amount_cents, CASE WHEN v_leads THEN i.high_commitment_cents END);
            IF i.reserve_cents <= i.high_commitment_cents THEN i.price_cents := greatest(i.price_cents, i.reserve_cents); END IF;
          END IF;
        END IF;
        IF NOT b.is_raise AND NOT is_history
          AND (i.price_cents IS DISTINCT FROM b.price_before_cents OR i.high_paddle_id IS DISTINCT FROM v_old_leader OR (i.kind = 'multi' AND v_own IS NULL)) THEN
          i.closes_at := extended_close_v1(i, at);
          IF i.closes_at > b.closes_at_seen THEN i.extension_count := i.extension_count + 1; END IF;
        END IF;
    END CASE;

    i.bid_count := i.bid_count + (NOT b.is_raise)::int;
    IF NOT is_history THEN
      -- one more for each change that the public may see; a leader's own raise is none, unless it met the reserve
      i.version := i.version + (NOT b.is_raise OR i.price_cents IS DISTINCT FROM b.price_before_cents)::int;
      i.last_seq := b.seq;
      i.value_frozen_at := coalesce(i.value_frozen_at, at);
      IF i.status = 'sold' THEN i.closed_at := at; i.close_version := i.close_version + 1; END IF;
    END IF;
    b.price_after_cents := i.price_cents;
    b.leader_after_id := i.high_paddle_id;
    b.closes_at_after := i.closes_at;
    b.version_after := i.version;
    v := v || b;
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION extended_close_v1(items, timestamptz), has_buy_now_v1(items), judge_bids_v1(items, bid_candidate[], timestamptz, boolean) TO engine;
