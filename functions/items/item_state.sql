-- The public state of an item, in one place: bids answer with it, lists and rooms carry it. Reads: items, item_photos, live_lots, live_offers, live_sales, paddles.
-- Nothing private is in it: no maximum, no reserve amount, no name.

-- The step at a price, from the item's bands.
CREATE OR REPLACE FUNCTION price_step_v1(step_from bigint[], step bigint[], price bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  FOR n IN REVERSE cardinality(step)..2 LOOP
    IF price >= step_from[n] THEN RETURN step[n]; END IF;
  END LOOP;
  RETURN step[1];
END $$;

-- What the room knows of a live lot. No amount of an absentee bidder is in it.
CREATE OR REPLACE FUNCTION live_state_v1(i items) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_object('stage', coalesce(l.stage, CASE i.status WHEN 'sold' THEN 'sold' WHEN 'unsold' THEN 'passed' ELSE 'waiting' END),
    'ask_cents', l.ask_cents, 'step_cents', coalesce(l.step_cents, price_step_v1(i.step_from_cents, i.step_cents, coalesce(i.price_cents, i.starting_cents))),
    'source', l.source, 'is_warned', coalesce(l.is_warned, false), 'phones_open', coalesce(l.phones_open, true),
    'offered_to', (SELECT d.number FROM paddles d WHERE d.org_id = i.org_id AND d.id = l.offered_to),
    'waiting_offers', (SELECT count(*) FROM live_offers o WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.status = 'waiting'),
    'copies_left', i.max_copies - s.n, 'title', i.title, 'value_cents', i.value_cents, 'sales', s.sales)
  FROM (SELECT count(*) AS n, coalesce(jsonb_agg(jsonb_build_object('paddle', d.number, 'amount_cents', v.amount_cents, 'is_confirmed', v.confirmed_at IS NOT NULL)
          ORDER BY v.sold_at, v.id), '[]'::jsonb) AS sales
        FROM live_sales v LEFT JOIN paddles d ON d.org_id = v.org_id AND d.id = v.paddle_id
        WHERE v.org_id = i.org_id AND v.item_id = i.id AND v.kind = 'sale' AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = v.org_id AND r.reverses_id = v.id)) s
  LEFT JOIN live_lots l ON l.org_id = i.org_id AND l.item_id = i.id
$$;

-- In plpgsql, where an expression is prepared once per session: a function in SQL is begun anew at each call.
CREATE OR REPLACE FUNCTION item_state_v1(i items) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  v_state jsonb := jsonb_build_object(
    'id', i.id, 'version', i.version, 'status', i.status, 'kind', i.kind,
    'price_cents', i.price_cents,
    -- what the next bid of somebody who has none must be; of one unit
    'least_cents', CASE WHEN i.status <> 'open' THEN NULL WHEN i.price_cents IS NULL THEN i.starting_cents
                        ELSE i.price_cents + price_step_v1(i.step_from_cents, i.step_cents, i.price_cents) END,
    'step_cents', price_step_v1(i.step_from_cents, i.step_cents, coalesce(i.price_cents, i.starting_cents)),
    'bid_count', i.bid_count, 'leader_paddle', i.high_paddle_number,
    'reserve', CASE WHEN i.reserve_cents IS NULL THEN 'none' WHEN i.price_cents >= i.reserve_cents THEN 'met' ELSE 'not_met' END,
    'opens_at', i.opens_at, 'closes_at', i.closes_at, 'planned_closes_at', i.planned_closes_at, 'paused_at', i.paused_at, 'resumes_at', i.resumes_at,
    'held_at', i.held_at,
    -- a change by staff may have moved the close past what bids could
    'last_possible_close_at', greatest(i.closes_at, least(i.planned_closes_at + make_interval(secs => i.extension_cap_s), i.hard_end_at)),
    'extension_count', i.extension_count, 'hammer_cents', i.hammer_cents);
BEGIN
  CASE i.kind
    WHEN 'single' THEN
      IF i.buy_now_cents IS NULL THEN RETURN v_state; END IF;
      RETURN v_state || jsonb_build_object('buy_now_cents', CASE WHEN has_buy_now_v1(i) THEN i.buy_now_cents END);
    WHEN 'multi' THEN
      RETURN v_state || jsonb_build_object('standing_paddles', coalesce((SELECT jsonb_agg(x.number ORDER BY x.n) FROM unnest(i.standing)
        WITH ORDINALITY AS x(paddle_id, number, household_id, bid_id, amount_cents, seq, units, n)), '[]'::jsonb));
    WHEN 'fixed' THEN RETURN v_state || jsonb_build_object('units_left', i.quantity - i.units_taken);
    WHEN 'donation' THEN RETURN v_state || jsonb_build_object('given_cents', i.given_cents);
    WHEN 'live' THEN RETURN v_state || jsonb_build_object('live', live_state_v1(i));
    ELSE RETURN v_state;
  END CASE;
END $$;

-- Everything about an item that the public may read: its state, and what the catalogue says.
CREATE OR REPLACE FUNCTION item_document_v1(i items) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT item_state_v1(i) || jsonb_build_object(
    'section_id', i.section_id, 'lot', i.lot, 'position', i.position, 'title', i.title, 'description', i.description, 'category', i.category,
    'donor_name', i.donor_name, 'starting_cents', i.starting_cents, 'value_cents', i.value_cents, 'restrictions', i.restrictions,
    'expires_on', i.expires_on, 'age_min', i.age_min, 'delivery', i.delivery,
    'extension_window_s', i.extension_window_s, 'extension_s', i.extension_s, 'extension_cap_s', i.extension_cap_s, 'hard_end_at', i.hard_end_at,
    'quantity', i.quantity, 'per_guest_limit', i.per_guest_limit, 'is_uniform_price', i.is_uniform_price, 'force_multiples', i.force_multiples,
    'steps', (SELECT jsonb_agg(jsonb_build_object('from_cents', f, 'step_cents', t) ORDER BY f) FROM unnest(i.step_from_cents, i.step_cents) AS x(f, t)),
    'who_may_bid', i.who_may_bid, 'card_required', i.card_required, 'remote_exempt', i.remote_exempt,
    'photos', coalesce((SELECT jsonb_agg(jsonb_build_object('blob_name', p.blob_name, 'width', p.width, 'height', p.height, 'alt', p.alt) ORDER BY p.position)
                        FROM item_photos p WHERE p.org_id = i.org_id AND p.item_id = i.id), '[]'::jsonb))
$$;

-- The documents of an event's items (all, or those named). The caller gives the tenant of its verified token.
CREATE OR REPLACE FUNCTION item_documents_v1(p_org uuid, p_event uuid, p_ids uuid[] DEFAULT NULL)
RETURNS TABLE (id uuid, version bigint, document jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.version, item_document_v1(i) FROM items i
  WHERE i.org_id = p_org AND i.event_id = p_event AND i.status <> 'draft' AND NOT i.is_hidden AND (p_ids IS NULL OR i.id = ANY (p_ids))
  ORDER BY i.position, i.lot
$$;

CREATE OR REPLACE FUNCTION item_states_v1(p_org uuid, p_event uuid, p_ids uuid[])
RETURNS TABLE (id uuid, version bigint, state jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.version, item_state_v1(i) FROM items i
  WHERE i.org_id = p_org AND i.event_id = p_event AND i.status <> 'draft' AND NOT i.is_hidden AND i.id = ANY (p_ids) ORDER BY i.id
$$;

ALTER FUNCTION item_documents_v1(uuid, uuid, uuid[]) OWNER TO engine;
ALTER FUNCTION item_states_v1(uuid, uuid, uuid[]) OWNER TO engine;
GRANT EXECUTE ON FUNCTION price_step_v1(bigint[], bigint[], bigint), live_state_v1(items), item_state_v1(items), item_document_v1(items) TO engine;
GRANT EXECUTE ON FUNCTION item_documents_v1(uuid, uuid, uuid[]), item_states_v1(uuid, uuid, uuid[]), price_step_v1(bigint[], bigint[], bigint) TO app;
