-- The least a durable bid can cost: one call per batch, one row lock per item, one insert, one update. Only the bare limit uses it.
CREATE SCHEMA bare;

CREATE TABLE bare.items (
  id uuid PRIMARY KEY,
  price_cents bigint NOT NULL,
  step_cents bigint NOT NULL,
  leader_id text,
  bid_count int NOT NULL DEFAULT 0,
  version bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE bare.bids (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_id uuid NOT NULL REFERENCES bare.items,
  bidder_id text NOT NULL,
  amount_cents bigint NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Bids of one item, in order of arrival; answers which were accepted and the item after the batch.
CREATE FUNCTION bare.place_bids(p_item uuid, p_bidders text[], p_amounts bigint[])
RETURNS TABLE (accepted boolean[], price bigint, item_version bigint, bids int) LANGUAGE plpgsql AS $$
DECLARE
  v_item bare.items;
  v_bidders text[] := '{}';
  v_amounts bigint[] := '{}';
BEGIN
  SELECT * INTO STRICT v_item FROM bare.items WHERE id = p_item FOR NO KEY UPDATE;
  accepted := '{}';
  FOR k IN 1..cardinality(p_amounts) LOOP
    accepted[k] := p_amounts[k] >= v_item.price_cents + v_item.step_cents;
    IF accepted[k] THEN
      v_item.price_cents := p_amounts[k];
      v_item.leader_id := p_bidders[k];
      v_bidders := v_bidders || p_bidders[k];
      v_amounts := v_amounts || p_amounts[k];
    END IF;
  END LOOP;
  IF v_amounts <> '{}' THEN
    v_item.version := v_item.version + cardinality(v_amounts);
    v_item.bid_count := v_item.bid_count + cardinality(v_amounts);
    INSERT INTO bare.bids (item_id, bidder_id, amount_cents) SELECT p_item, * FROM unnest(v_bidders, v_amounts);
    UPDATE bare.items SET price_cents = v_item.price_cents, leader_id = v_item.leader_id, bid_count = v_item.bid_count, version = v_item.version
      WHERE id = p_item;
  END IF;
  price := v_item.price_cents; item_version := v_item.version; bids := v_item.bid_count;
  RETURN NEXT;
END $$;
