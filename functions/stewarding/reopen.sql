-- Reopening a closed item, and revoking its award; only decide_approval_v1 calls these, with two persons in c and the item locked.
-- Reads: events, sections, bids. Writes: awards, offers, messages, and the item by save_change_v1.

CREATE OR REPLACE FUNCTION award_refused_v1(i items) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN i.kind = 'live' THEN 'item_is_live' WHEN i.kind = 'donation' THEN 'act_not_for_kind' WHEN i.status = 'withdrawn' THEN 'item_withdrawn'
    WHEN i.status = 'open' THEN 'item_still_open' WHEN is_released_v1(i) THEN 'item_released' WHEN is_billed_v1(i) THEN 'award_billed' END
$$;

-- Why it cannot be reopened. After checkout was opened nothing more is billed, so nothing more can be won.
CREATE OR REPLACE FUNCTION reopen_refused_v1(i items) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(award_refused_v1(i), (SELECT 'event_in_checkout' FROM events e WHERE e.org_id = i.org_id AND e.id = i.event_id AND e.checkout_opened_at IS NOT NULL))
$$;

-- Why its award cannot be revoked. Of several winners each has one, and a reopening with a void takes out the one that is meant.
CREATE OR REPLACE FUNCTION revoke_refused_v1(i items) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(award_refused_v1(i), CASE WHEN i.kind NOT IN ('single', 'sealed') THEN 'act_not_for_kind' WHEN i.status <> 'sold' THEN 'item_not_sold' END)
$$;

-- Leader and maxima stand; five minutes at least, with extra time as at any close; paused where its section is. Everybody who bid is told.
CREATE OR REPLACE FUNCTION reopen_item_v1(p_org uuid, p_item uuid, c item_changes) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  b items;
  i items;
BEGIN
  SELECT x.* INTO b FROM items x WHERE x.org_id = p_org AND x.id = p_item;
  c.kind := 'reopen'; c.decided_at := auction_now();
  i := refolded_item_v1(b, '{}', c.decided_at);
  i.status := 'open'; i.hammer_cents := NULL; i.winner_paddle_id := NULL; i.closed_at := NULL;
  SELECT CASE WHEN s.resumes_at IS NULL OR s.resumes_at > c.decided_at THEN c.decided_at END,
         CASE WHEN s.resumes_at > c.decided_at THEN s.resumes_at END INTO i.paused_at, i.resumes_at
  FROM sections s WHERE s.org_id = p_org AND s.id = b.section_id AND s.paused_at IS NOT NULL;
  i.closes_at := greatest(b.closes_at, at_least_five_minutes_v1(i, c.decided_at));
  IF i.closes_at > b.closes_at THEN i.planned_closes_at := i.closes_at; END IF;
  c := save_change_v1(b, i, c);
  -- what was bought or given stands, like every other bid
  UPDATE awards w SET revoked_at = c.decided_at WHERE w.org_id = p_org AND w.item_id = p_item AND w.revoked_at IS NULL AND i.kind <> 'fixed';
  UPDATE offers o SET status = 'withdrawn', answered_at = c.decided_at WHERE o.org_id = p_org AND o.item_id = p_item AND o.status = 'waiting';
  INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, about_seq, amount_cents)
    SELECT p_org, gen_random_uuid(), i.event_id, x.paddle_id,
      CASE WHEN b.kind = 'single' AND x.paddle_id = i.high_paddle_id AND b.winner_paddle_id IS DISTINCT FROM x.paddle_id THEN 'leading_again' ELSE 'reopened' END,
      i.id, c.seq, i.price_cents
    FROM (SELECT w.paddle_id FROM awards w WHERE w.org_id = p_org AND w.item_id = p_item AND w.revoked_at = c.decided_at
          UNION SELECT k.paddle_id FROM counted_bids k WHERE k.org_id = p_org AND k.item_id = p_item) x;
END $$;

-- The winner's bids count no more, and the item is not sold. Whoever is next gets an offer, not the item.
CREATE OR REPLACE FUNCTION revoke_award_v1(p_org uuid, p_item uuid, c item_changes) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  b items;
  i items;
BEGIN
  SELECT x.* INTO b FROM items x WHERE x.org_id = p_org AND x.id = p_item;
  c.kind := 'revoke_award'; c.decided_at := auction_now();
  c.bid_ids := ARRAY(SELECT x.id FROM counted_bids x WHERE x.org_id = p_org AND x.item_id = p_item AND x.paddle_id = b.winner_paddle_id ORDER BY x.seq);
  i := refolded_item_v1(b, c.bid_ids, c.decided_at);
  i.status := 'unsold'; i.hammer_cents := NULL; i.winner_paddle_id := NULL;
  c := save_change_v1(b, i, c);
  UPDATE awards w SET revoked_at = c.decided_at WHERE w.org_id = p_org AND w.item_id = p_item AND w.revoked_at IS NULL;
END $$;

GRANT EXECUTE ON FUNCTION award_refused_v1(items), reopen_refused_v1(items), revoke_refused_v1(items), reopen_item_v1(uuid, uuid, item_changes),
  revoke_award_v1(uuid, uuid, item_changes) TO engine;
