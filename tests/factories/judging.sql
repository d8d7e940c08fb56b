-- Plays the events of a history on one item, with the database's own judging and closing, and returns what each left behind. For tests only.
CREATE OR REPLACE FUNCTION pg_temp.at_micros(m jsonb) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
  SELECT timestamptz '2026-11-22 20:00+00' + (m #>> '{}')::bigint * interval '1 microsecond'
$$;
CREATE OR REPLACE FUNCTION pg_temp.micros_of(t timestamptz) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN extract(epoch FROM t - timestamptz '2026-11-22 20:00+00') * 1000000;
END $$;
CREATE OR REPLACE FUNCTION pg_temp.told(v bid_verdict[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  b bid_verdict;
  told jsonb := '[]';
BEGIN
  FOREACH b IN ARRAY v LOOP
    told := told || jsonb_build_array(jsonb_build_array(b.code, b.outcome, b.is_raise, b.seq, b.least_cents, b.price_before_cents, b.price_after_cents,
      b.leader_after_id, pg_temp.micros_of(b.closes_at_seen), pg_temp.micros_of(b.closes_at_after), b.version_after));
  END LOOP;
  RETURN told;
END $$;
CREATE OR REPLACE FUNCTION pg_temp.state(i items) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN jsonb_build_array(i.status, i.price_cents, i.high_paddle_id, i.high_paddle_number, i.high_household_id, i.high_bid_id, i.high_commitment_cents,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(x.number, x.amount_cents, x.units)
       ORDER BY CASE i.kind WHEN 'multi' THEN x.n WHEN 'sealed' THEN x.seq ELSE x.number END), '[]')
     FROM unnest(i.standing) WITH ORDINALITY AS x(paddle_id, number, household_id, bid_id, amount_cents, seq, units, n)),
    pg_temp.micros_of(i.closes_at), i.version, i.bid_count, i.extension_count, i.units_taken, i.given_cents, i.last_seq, i.hammer_cents, i.winner_paddle_id,
    i.close_version, pg_temp.micros_of(i.closed_at));
END $$;
CREATE OR REPLACE FUNCTION pg_temp.play(p_item jsonb, p_events jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  i items := jsonb_populate_record(NULL::items, p_item);
  counted bid_candidate[] := '{}';
  c bid_candidate[];
  e jsonb;
  j record;
  v_at timestamptz;
  v_told jsonb;
  v_was items;
  answer jsonb := '[]';
BEGIN
  FOR e IN SELECT x FROM jsonb_array_elements(p_events) x LOOP
    v_told := '[]';
    v_at := pg_temp.at_micros(e->'at');
    IF e->>'do' = 'bids' THEN
      c := ARRAY(SELECT x FROM jsonb_populate_recordset(NULL::bid_candidate, e->'bids') x);
      j := judge_bids_v1(i, c, v_at, false);
      i := j.i;
      v_told := pg_temp.told(j.v);
      FOR k IN 1..cardinality(c) LOOP
        IF (j.v[k]).code = 'accepted' THEN c[k].seq := (j.v[k]).seq; counted := counted || c[k]; END IF;
      END LOOP;
    ELSIF e->>'do' = 'close' THEN
      i := closed_item_v1(i, v_at);
    ELSE
      i.version := i.version + 1;
      i.last_seq := i.last_seq + 1;
      CASE e->>'do'
        WHEN 'pause' THEN i.paused_at := v_at; i.resumes_at := pg_temp.at_micros(e->'resumes');
        WHEN 'extend' THEN i.closes_at := v_at;
        WHEN 'hold' THEN i.held_at := v_at;
        WHEN 'withdraw' THEN i.status := 'withdrawn';
        WHEN 'reopen' THEN
          i.status := 'open'; i.closes_at := v_at; i.hammer_cents := NULL; i.winner_paddle_id := NULL; i.closed_at := NULL;
          IF i.kind = 'sealed' THEN
            i.high_paddle_id := NULL; i.high_paddle_number := NULL; i.high_household_id := NULL; i.high_bid_id := NULL;
            i.high_commitment_cents := NULL; i.price_cents := NULL;
          END IF;
        WHEN 'void' THEN
          v_was := i;
          counted := ARRAY(SELECT x FROM unnest(counted) x WHERE NOT e->'ids' ? x.id::text);
          i.status := 'open'; i.hammer_cents := NULL; i.winner_paddle_id := NULL; i.price_cents := NULL; i.standing := '{}';
          i.high_paddle_id := NULL; i.high_paddle_number := NULL; i.high_household_id := NULL; i.high_bid_id := NULL; i.high_commitment_cents := NULL;
          i.units_taken := 0; i.given_cents := 0; i.bid_count := 0;
          j := judge_bids_v1(i, counted, v_at, true);
          i := j.i;
          IF i.status = 'open' THEN i.closed_at := NULL; END IF;
          IF (i.closes_at, i.version, i.last_seq, i.close_version) IS DISTINCT FROM (v_was.closes_at, v_was.version, v_was.last_seq, v_was.close_version) THEN
            RAISE 'folding a history again moved a close, a version or a number';
          END IF;
      END CASE;
    END IF;
    answer := answer || jsonb_build_array(jsonb_build_array(v_told, pg_temp.state(i)));
  END LOOP;
  RETURN answer;
END $$;
