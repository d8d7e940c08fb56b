-- Named queries; each must return no row. Read by invariants.py, run after every test that touches the database and by operators.

-- I1 A single-winner item has exactly one leader if it has a bid that counts, else none
SELECT i.id FROM items i LEFT JOIN LATERAL (SELECT count(*) AS n FROM counted_bids b WHERE b.org_id = i.org_id AND b.item_id = i.id) c ON true
WHERE i.kind = 'single' AND (c.n > 0) <> (i.high_paddle_id IS NOT NULL)

-- I2 The leader has the highest commitment; of equal ones the earlier
SELECT i.id FROM items i JOIN LATERAL (SELECT b.paddle_id, b.amount_cents FROM counted_bids b WHERE b.org_id = i.org_id AND b.item_id = i.id
  ORDER BY b.amount_cents DESC, b.seq LIMIT 1) top ON true
WHERE i.kind = 'single' AND (top.paddle_id <> i.high_paddle_id OR top.amount_cents <> i.high_commitment_cents)
  AND NOT EXISTS (SELECT FROM counted_bids b WHERE b.org_id = i.org_id AND b.item_id = i.id AND b.kind = 'buy_now')

-- I2b A sealed item is won by the highest bid; of equal ones the earlier
SELECT i.id FROM items i JOIN LATERAL (SELECT b.paddle_id, b.amount_cents FROM counted_bids b WHERE b.org_id = i.org_id AND b.item_id = i.id
  ORDER BY b.amount_cents DESC, b.seq LIMIT 1) top ON true
WHERE i.kind = 'sealed' AND i.status = 'sold' AND i.winner_paddle_id = i.high_paddle_id AND (top.paddle_id <> i.winner_paddle_id OR top.amount_cents <> i.hammer_cents)

-- I2c An item that was bought at once belongs to its buyer, at the asking price, until staff change it
SELECT i.id FROM items i JOIN counted_bids b ON b.org_id = i.org_id AND b.item_id = i.id AND b.kind = 'buy_now' AND b.seq = i.last_seq
WHERE i.status <> 'sold' OR i.winner_paddle_id <> b.paddle_id OR i.hammer_cents <> b.amount_cents OR i.hammer_cents <> i.buy_now_cents

-- I3 Several winners: never more than there are units, each standing bid is one that counts, in order
SELECT i.id FROM items i, unnest(i.standing) WITH ORDINALITY AS x(paddle_id, number, household_id, bid_id, amount_cents, seq, units, n)
WHERE i.kind = 'multi' AND (x.n > i.quantity
  OR NOT EXISTS (SELECT FROM counted_bids b WHERE b.id = x.bid_id AND b.org_id = i.org_id AND b.paddle_id = x.paddle_id AND b.amount_cents = x.amount_cents AND b.seq = x.seq)
  OR EXISTS (SELECT FROM unnest(i.standing) WITH ORDINALITY AS y(paddle_id, number, household_id, bid_id, amount_cents, seq, units, n)
             WHERE y.n = x.n + 1 AND (y.amount_cents, -y.seq) >= (x.amount_cents, -x.seq)))

-- I3b Several winners: whoever does not stand is not above the lowest that does, unless their limit kept them there
SELECT b.id FROM items i JOIN counted_bids b ON b.org_id = i.org_id AND b.item_id = i.id
WHERE i.kind = 'multi' AND cardinality(i.standing) > 0
  AND NOT EXISTS (SELECT FROM unnest(i.standing) x WHERE x.bid_id = b.id)
  AND (cardinality(i.standing) < i.quantity OR (b.amount_cents, -b.seq) > ((i.standing[cardinality(i.standing)]).amount_cents, -(i.standing[cardinality(i.standing)]).seq))
  AND coalesce((SELECT count(*) FROM unnest(i.standing) x WHERE x.paddle_id = b.paddle_id) < i.per_guest_limit, true)

-- I3c No guest holds more units than the limit
SELECT i.id FROM items i, unnest(i.standing) x WHERE i.kind IN ('multi', 'fixed') GROUP BY i.id, i.per_guest_limit, x.paddle_id HAVING sum(x.units) > i.per_guest_limit

-- I4 Every accepted bid was decided while its item took bids; a donation has no close
SELECT b.id FROM bids b WHERE NOT (b.opens_at_seen <= b.decided_at AND (b.decided_at < b.closes_at_seen OR b.kind = 'donation'))

-- I5 Every accepted bid came while its item was open, neither paused nor held, as the changes before it left it
SELECT b.id FROM bids b JOIN LATERAL (SELECT
    (SELECT c.kind FROM item_changes c WHERE c.item_id = b.item_id AND c.org_id = b.org_id AND c.seq < b.seq AND c.kind IN ('pause', 'resume', 'reopen') ORDER BY c.seq DESC LIMIT 1) AS paused,
    (SELECT c.kind FROM item_changes c WHERE c.item_id = b.item_id AND c.org_id = b.org_id AND c.seq < b.seq AND c.kind IN ('hold', 'unhold') ORDER BY c.seq DESC LIMIT 1) AS held,
    (SELECT c.status_after FROM item_changes c WHERE c.item_id = b.item_id AND c.org_id = b.org_id AND c.seq < b.seq ORDER BY c.seq DESC LIMIT 1) AS status) x ON true
WHERE x.paused = 'pause' OR x.held = 'hold' OR x.status <> 'open'

-- I6 No bid is below the least acceptable amount it was judged by
SELECT b.id FROM bids b WHERE b.amount_cents < b.least_cents

-- I7 The price never falls along an item's steps, except where staff changed it; each step begins where the last one ended
SELECT x.id FROM (SELECT s.*, lag(s.price_after_cents) OVER (PARTITION BY s.org_id, s.item_id ORDER BY s.seq) AS before FROM item_steps s) x
WHERE x.what = 'bid' AND x.price_after_cents < x.before OR x.price_before_cents IS DISTINCT FROM x.before

-- I8 Stored price, leader and count equal what the last step left
SELECT i.id FROM items i JOIN LATERAL (SELECT x.price_after_cents, x.leader_after_id, x.seq FROM item_steps x WHERE x.org_id = i.org_id AND x.item_id = i.id
  ORDER BY x.seq DESC LIMIT 1) last ON true
WHERE i.kind IN ('single', 'multi') AND (last.price_after_cents IS DISTINCT FROM i.price_cents OR last.leader_after_id IS DISTINCT FROM i.high_paddle_id
  OR last.seq <> i.last_seq)

-- I8b The count of bids is that of the bids that count, without raises that only their owner sees
SELECT i.id FROM items i WHERE i.kind IN ('multi', 'fixed', 'donation') AND i.bid_count <> (SELECT count(*) FROM counted_bids b WHERE b.org_id = i.org_id AND b.item_id = i.id)
  OR i.kind = 'sealed' AND i.bid_count <> (SELECT count(DISTINCT b.paddle_id) FROM counted_bids b WHERE b.org_id = i.org_id AND b.item_id = i.id)

-- I9 The price never passes the leader's commitment, nor the hammer price what its winner promised
SELECT i.id FROM items i WHERE i.kind = 'single' AND i.price_cents > i.high_commitment_cents
  OR i.kind IN ('single', 'sealed') AND i.status = 'sold' AND i.hammer_cents > (SELECT max(b.amount_cents) FROM bids b WHERE b.org_id = i.org_id AND b.item_id = i.id AND b.paddle_id = i.winner_paddle_id)

-- I10 A leader's own raise moves no close, and the price only to the reserve
SELECT b.id FROM bids b JOIN items i ON i.org_id = b.org_id AND i.id = b.item_id
WHERE b.is_raise AND (b.closes_at_after <> b.closes_at_seen
  OR (b.price_after_cents IS DISTINCT FROM b.price_before_cents AND b.price_after_cents IS DISTINCT FROM i.reserve_cents))

-- I11 The numbers of an item's bids and changes have no gap, and their times do not fall
SELECT x.id FROM (SELECT s.*, row_number() OVER w AS rank, lag(s.decided_at) OVER w AS before FROM item_steps s WINDOW w AS (PARTITION BY s.org_id, s.item_id ORDER BY s.seq)) x
WHERE x.seq <> x.rank OR x.decided_at < x.before

-- I12 A key names one bid or one refusal, not both
SELECT b.id FROM bids b JOIN bid_attempts a ON a.org_id = b.org_id AND a.paddle_id = b.paddle_id AND a.key = b.key

-- I16 An item's close only moves later, within its cap unless staff moved it, and by as many bids as it says
SELECT i.id FROM items i WHERE i.closes_at < i.planned_closes_at
  OR i.closes_at > greatest(i.planned_closes_at + make_interval(secs => i.extension_cap_s),
    (SELECT max(c.closes_at_after) FROM item_changes c WHERE c.org_id = i.org_id AND c.item_id = i.id))
  OR i.extension_count <> (SELECT count(*) FROM bids b WHERE b.org_id = i.org_id AND b.item_id = i.id AND b.closes_at_after > b.closes_at_seen)

-- I17 A sold item has a winner and a hammer price from its last step, unless an offer was accepted
SELECT i.id FROM items i WHERE i.kind IN ('single', 'sealed') AND i.status = 'sold' AND (i.winner_paddle_id <> i.high_paddle_id OR i.hammer_cents <> i.price_cents)
  AND NOT EXISTS (SELECT FROM offers o WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.status = 'accepted' AND o.paddle_id = i.winner_paddle_id AND o.amount_cents = i.hammer_cents)

-- I17b What is awarded is what was sold: the winner at the hammer price, each standing bid, each purchase and gift; and nothing of an item that is not sold
SELECT i.id FROM items i LEFT JOIN LATERAL (SELECT count(*) AS n, coalesce(sum(a.amount_cents), 0)::bigint AS total, sum(a.units) AS units FROM awards a
  WHERE a.org_id = i.org_id AND a.item_id = i.id AND a.revoked_at IS NULL) a ON true
WHERE i.kind <> 'live' AND CASE WHEN i.kind IN ('single', 'sealed') THEN (a.n, a.total) <> CASE WHEN i.status = 'sold' THEN (1::bigint, i.hammer_cents) ELSE (0::bigint, 0::bigint) END
  WHEN i.kind = 'multi' THEN (a.n, a.total) <> CASE WHEN i.status = 'sold' THEN (SELECT (count(*), sum(CASE WHEN i.is_uniform_price THEN i.hammer_cents ELSE x.amount_cents END)::bigint)
      FROM unnest(i.standing) x) ELSE (0::bigint, 0::bigint) END
  WHEN i.kind = 'fixed' THEN (coalesce(a.units, 0), a.total) <> (i.units_taken::bigint, i.units_taken * i.starting_cents)
  ELSE a.total <> i.given_cents END

-- I17c An award that was not revoked comes from a bid that counts
SELECT a.id FROM awards a WHERE a.revoked_at IS NULL AND a.bid_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM counted_bids b WHERE b.org_id = a.org_id AND b.id = a.bid_id AND b.item_id = a.item_id AND b.paddle_id = a.paddle_id)

-- I17d Nothing comes of an offer but by its yes, before its deadline: then one award, at the price that was asked
SELECT o.id FROM offers o WHERE (o.status = 'accepted') <> (1 = (SELECT count(*) FROM awards a WHERE a.org_id = o.org_id AND a.offer_id = o.id
    AND a.item_id = o.item_id AND a.paddle_id = o.paddle_id AND a.amount_cents = o.amount_cents))
  OR o.status IN ('accepted', 'declined') AND (o.answered_at >= o.deadline OR o.answer_key IS NULL)
UNION ALL
SELECT a.id FROM awards a JOIN offers o ON o.org_id = a.org_id AND o.id = a.offer_id WHERE o.status <> 'accepted'

-- I17e A bid is voided once at most, by a later change of its own item; what two persons must do names an approval of both
SELECT c.id FROM item_changes c, unnest(c.bid_ids) v(id) WHERE NOT EXISTS (SELECT FROM bids b WHERE b.id = v.id AND b.org_id = c.org_id AND b.item_id = c.item_id AND b.seq < c.seq)
  OR 1 < (SELECT count(*) FROM item_changes d WHERE d.org_id = c.org_id AND d.item_id = c.item_id AND v.id = ANY (d.bid_ids))
UNION ALL
SELECT c.id FROM item_changes c LEFT JOIN approvals a ON a.org_id = c.org_id AND a.id = c.approval_id
WHERE c.kind IN ('reopen', 'revoke_award') AND (a.verdict IS DISTINCT FROM 'approved' OR a.asked_by <> c.user_id OR a.decided_by <> c.second_user_id OR a.action <> c.kind)

-- I18 Nothing is sold below its reserve
SELECT i.id FROM items i WHERE i.kind = 'single' AND i.status = 'sold' AND i.hammer_cents < i.reserve_cents

-- I19 Units bought are the purchases that count, and never more than there were; an item that was bought at once took no bid afterwards
SELECT i.id FROM items i WHERE i.kind = 'fixed'
  AND (i.units_taken > i.quantity OR i.units_taken <> (SELECT coalesce(sum(b.units), 0) FROM counted_bids b WHERE b.org_id = i.org_id AND b.item_id = i.id))
UNION ALL
SELECT b.item_id FROM bids b WHERE b.kind = 'buy_now'
  AND EXISTS (SELECT FROM counted_bids later WHERE later.org_id = b.org_id AND later.item_id = b.item_id AND later.seq > b.seq)
  AND NOT EXISTS (SELECT FROM item_changes c WHERE c.org_id = b.org_id AND c.item_id = b.item_id AND c.seq > b.seq AND c.kind IN ('reopen', 'void'))

-- I19b A live item is sold exactly while a sale of it stands; what it shows is the last one's
SELECT i.id FROM items i LEFT JOIN LATERAL (SELECT s.* FROM live_sales s WHERE s.org_id = i.org_id AND s.item_id = i.id AND s.kind = 'sale'
  AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id) ORDER BY s.copy DESC, s.sold_at DESC, s.id DESC LIMIT 1) s ON true
WHERE i.kind = 'live' AND ((i.status = 'sold') <> (s.id IS NOT NULL)
  OR i.status = 'sold' AND (i.live_sale_id, i.hammer_cents) IS DISTINCT FROM (s.id, s.amount_cents)
  OR i.status = 'sold' AND i.winner_paddle_id IS DISTINCT FROM CASE WHEN s.issue IS NULL THEN s.paddle_id END)

-- I19c A lot is sold no more often than its donor gives, one sale a copy
SELECT i.id FROM items i JOIN live_sales s ON s.org_id = i.org_id AND s.item_id = i.id AND s.kind = 'sale'
  AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id)
GROUP BY i.id, i.max_copies HAVING count(*) > i.max_copies OR count(DISTINCT s.copy) < count(*)

-- I20 A bid that staff typed came from their own session, for somebody else's paddle
SELECT b.id FROM bids b WHERE b.entered_by IS NOT NULL
  AND (NOT EXISTS (SELECT FROM sessions s WHERE s.id = b.session_id AND s.org_id = b.org_id AND s.user_id = b.entered_by AND s.role IN ('owner', 'coordinator', 'clerk'))
    OR EXISTS (SELECT FROM guests g WHERE g.org_id = b.org_id AND g.paddle_id = b.paddle_id AND g.user_id = b.entered_by))

-- I21 Every row of a tenant's table is under row-level security
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'schema_migrations' AND NOT c.relrowsecurity

-- I21b Only the tables named here have no org_id
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname NOT IN ('schema_migrations', 'organizations', 'users')
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped)

-- I22 A number belongs to one live paddle of an event
SELECT d.event_id, d.number FROM paddles d WHERE d.status <> 'retired' GROUP BY d.org_id, d.event_id, d.number HAVING count(*) > 1

-- I23 No sale that is billed was made to a paddle that was locked or retired; one that was waits for somebody to look
SELECT s.id FROM live_sales s JOIN awards a ON a.org_id = s.org_id AND a.live_sale_id = s.id AND a.revoked_at IS NULL WHERE s.issue IS NOT NULL

-- I25 A live sale is billed exactly while it stands, its paddle is known, and no other station differs
SELECT s.id FROM live_sales s WHERE s.kind = 'sale' AND (NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id) AND s.issue IS NULL
    AND NOT EXISTS (SELECT FROM live_sales c WHERE c.org_id = s.org_id AND c.claim_on_id = s.id AND c.claim_settled_at IS NULL))
  <> (1 = (SELECT count(*) FROM awards a WHERE a.org_id = s.org_id AND a.live_sale_id = s.id AND a.revoked_at IS NULL AND a.item_id = s.item_id
      AND a.paddle_id = s.paddle_id AND a.amount_cents = s.amount_cents AND a.units = 1))

-- I25b Two stations differ about a sale once at most at a time, and about a sale that stands
SELECT c.claim_on_id FROM live_sales c WHERE c.kind = 'claim' AND c.claim_settled_at IS NULL GROUP BY c.org_id, c.claim_on_id
HAVING count(*) > 1 OR EXISTS (SELECT FROM live_sales r WHERE r.org_id = c.org_id AND r.reverses_id = c.claim_on_id)

-- I25c What the stage knows of a lot is what the last thing left that was said about it; the numbers of what was said have no gap
SELECT l.item_id FROM live_lots l JOIN items i ON i.org_id = l.org_id AND i.id = l.item_id
JOIN LATERAL (SELECT e.* FROM live_entries e WHERE e.org_id = l.org_id AND e.item_id = l.item_id ORDER BY e.seq DESC LIMIT 1) e ON true
WHERE (l.stage, l.ask_cents, l.step_cents, l.source, l.is_warned, l.phones_open, l.offered_to)
    IS DISTINCT FROM (e.stage_after, e.ask_after_cents, e.step_after_cents, e.source_after, e.is_warned_after, e.phones_open_after, e.offered_after_id)
  OR l.last_seq <> e.seq OR l.last_seq <> (SELECT count(*) FROM live_entries x WHERE x.org_id = l.org_id AND x.item_id = l.item_id)
  OR i.status NOT IN ('withdrawn', 'draft') AND l.stage IS DISTINCT FROM CASE WHEN i.status = 'sold' THEN 'sold' WHEN i.status = 'unsold' THEN 'passed'
    ELSE CASE l.stage WHEN 'running' THEN 'running' ELSE 'waiting' END END

-- I25d A phone's bid that was taken is one thing said on stage, at its amount; what was only undone stays taken
SELECT o.id FROM live_offers o WHERE (o.status = 'taken') <> (1 = (SELECT count(*) FROM live_entries e WHERE e.org_id = o.org_id AND e.offer_id = o.id
  AND e.kind = 'take_offer' AND e.amount_cents = o.amount_cents AND e.paddle_id = o.paddle_id))

-- I26 At most one pledge of a paddle stands at a level, unless it was said to be another gift
SELECT p.level_id, p.paddle_id FROM standing_pledges p WHERE p.level_id IS NOT NULL AND p.paddle_id IS NOT NULL AND NOT p.is_additional
GROUP BY p.org_id, p.level_id, p.paddle_id HAVING count(*) > 1

-- I26b What needs a look is on no bill: hands without a name, unknown, locked and not checked-in paddles
SELECT l.id FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void' JOIN pledges p ON p.org_id = l.org_id AND p.id = l.pledge_id
WHERE p.issue IS NOT NULL OR p.paddle_id IS NULL

-- I26c A pledge is taken back once, by a row of its own appeal and amount; what was named was taken back
SELECT r.id FROM pledges r JOIN pledges p ON p.org_id = r.org_id AND p.id = r.reverses_id
WHERE (r.appeal_id, r.amount_cents, r.level_id) IS DISTINCT FROM (p.appeal_id, p.amount_cents, p.level_id) OR p.kind = 'reversal'
UNION ALL
SELECT n.id FROM pledges n WHERE n.names_id IS NOT NULL AND NOT EXISTS (SELECT FROM pledges r WHERE r.org_id = n.org_id AND r.reverses_id = n.names_id)

-- I26d The match of a closed appeal is a pledge of who pays for it, of what the gifts have come to; of an open one there is none
SELECT a.id FROM appeals a WHERE CASE WHEN a.status = 'closed' AND a.match_paddle_id IS NOT NULL THEN matched_cents_v1(a) ELSE 0 END
  <> (SELECT coalesce(sum(p.amount_cents), 0) FROM standing_pledges p WHERE p.org_id = a.org_id AND p.appeal_id = a.id AND p.kind = 'match')

-- I27 No amount is a floating-point number
SELECT a.attrelid::regclass, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT a.attisdropped AND a.atttypid IN ('real'::regtype, 'double precision'::regtype, 'numeric'::regtype, 'money'::regtype)

-- I28 An invoice's lines add up to its total
SELECT v.id FROM invoices v WHERE v.status <> 'void' AND v.total_cents <> (SELECT coalesce(sum(l.amount_cents), 0) FROM invoice_lines l WHERE l.org_id = v.org_id AND l.invoice_id = v.id)

-- I28b Every line has the price of what was awarded
SELECT l.id FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void' JOIN awards a ON a.org_id = l.org_id AND a.id = l.award_id
WHERE l.amount_cents > 0 AND (l.amount_cents <> a.amount_cents OR a.revoked_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM invoice_lines c WHERE c.org_id = l.org_id AND c.corrects_id = l.id AND c.amount_cents = -l.amount_cents)
    AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = a.org_id AND r.reverses_id = a.live_sale_id AND r.refund_due_cents = l.amount_cents))

-- I29 Each award of an event in checkout is on exactly one live invoice line
SELECT a.id FROM awards a JOIN events e ON e.org_id = a.org_id AND e.id = a.event_id
WHERE e.checkout_opened_at IS NOT NULL AND a.revoked_at IS NULL AND a.awarded_at < (SELECT max(v.created_at) FROM invoices v WHERE v.org_id = a.org_id AND v.event_id = a.event_id)
  AND 1 <> (SELECT count(*) FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
            WHERE l.org_id = a.org_id AND l.award_id = a.id)

-- I29b No award is on two live invoice lines
SELECT l.award_id FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
WHERE l.award_id IS NOT NULL GROUP BY l.org_id, l.award_id HAVING count(*) > 1

-- I28c Every line of a pledge has its amount, and is for its own paddle
SELECT l.id FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void' JOIN pledges p ON p.org_id = l.org_id AND p.id = l.pledge_id
WHERE l.corrects_id IS NULL AND (l.amount_cents <> p.amount_cents OR v.paddle_id IS DISTINCT FROM p.paddle_id OR l.tax_class <> 'donation')

-- I29c Each pledge that is billed is on exactly one live invoice line; only those are that stand, of released levels, and are to be paid by card
SELECT b.id FROM events e CROSS JOIN LATERAL billable_pledges_v1(e.org_id, e.id) b WHERE e.checkout_opened_at IS NOT NULL
  AND 1 <> (SELECT count(*) FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
            WHERE l.org_id = e.org_id AND l.pledge_id = b.id AND l.corrects_id IS NULL)
UNION ALL
SELECT l.pledge_id FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
WHERE l.pledge_id IS NOT NULL AND l.corrects_id IS NULL AND NOT EXISTS (SELECT FROM billable_pledges_v1(l.org_id, v.event_id) b WHERE b.id = l.pledge_id)

-- I30 What was captured for an invoice is what the invoice says, and never more than its total
SELECT v.id FROM invoices v JOIN LATERAL (SELECT coalesce(sum(c.captured_cents), 0) AS captured FROM charges c WHERE c.org_id = v.org_id AND c.invoice_id = v.id) c ON true
WHERE c.captured > v.total_cents OR v.paid_cents <> c.captured

-- I30b An invoice has at most one open charge
SELECT c.invoice_id FROM charges c WHERE c.status IN ('pending', 'created', 'confirming', 'unknown') GROUP BY c.org_id, c.invoice_id HAVING count(*) > 1

-- I31 Every attempt that may have moved money has its provider id
SELECT c.id FROM charges c WHERE c.status IN ('created', 'confirming', 'succeeded', 'needs_action') AND c.provider_id IS NULL

-- I36 No charge without stored consent, and none above its cap unless the payer tapped
SELECT c.id FROM charges c JOIN payment_methods m ON m.org_id = c.org_id AND m.id = c.payment_method_id JOIN consents k ON k.org_id = m.org_id AND k.id = m.consent_id
WHERE c.amount_cents > k.cap_cents AND NOT c.payer_present

-- I36c A pledge above 5,000 is charged by its donor's own tap only
SELECT c.id FROM charges c JOIN invoice_lines l ON l.org_id = c.org_id AND l.invoice_id = c.invoice_id AND l.pledge_id IS NOT NULL
WHERE l.amount_cents > 500000 AND NOT c.payer_present

-- I36b Nothing is charged before checkout was opened and the bill was sent
SELECT c.id FROM charges c JOIN invoices v ON v.org_id = c.org_id AND v.id = c.invoice_id JOIN events e ON e.org_id = v.org_id AND e.id = v.event_id
WHERE e.checkout_opened_at IS NULL OR v.billed_at IS NULL OR c.created_at < v.billed_at

-- I36c Nothing of a rehearsal is billed, charged or texted
SELECT v.id FROM invoices v JOIN events e ON e.org_id = v.org_id AND e.id = v.event_id WHERE e.rehearsal_of IS NOT NULL
UNION ALL
SELECT m.id FROM payment_methods m JOIN events e ON e.org_id = m.org_id AND e.id = m.event_id WHERE e.rehearsal_of IS NOT NULL
UNION ALL
SELECT c.id FROM charges c JOIN payment_methods m ON m.org_id = c.org_id AND m.id = c.payment_method_id JOIN events e ON e.org_id = m.org_id AND e.id = m.event_id
WHERE e.rehearsal_of IS NOT NULL
UNION ALL
SELECT m.id FROM messages m JOIN events e ON e.org_id = m.org_id AND e.id = m.event_id WHERE e.rehearsal_of IS NOT NULL AND m.status NOT IN ('pending', 'skipped')

-- I37 A receipt says what its charge captured
SELECT r.id FROM receipts r JOIN charges c ON c.org_id = r.org_id AND c.id = r.charge_id WHERE r.amount_cents <> c.captured_cents

-- I39 Each winner of a silent item was told once of each of its closes
SELECT a.item_id, a.paddle_id FROM awards a JOIN items i ON i.org_id = a.org_id AND i.id = a.item_id
WHERE i.kind IN ('single', 'sealed', 'multi') AND a.bid_id IS NOT NULL
  AND 1 <> (SELECT count(*) FROM messages m WHERE m.org_id = a.org_id AND m.item_id = a.item_id AND m.kind = 'won' AND m.paddle_id = a.paddle_id AND m.about_seq = a.close_version)

-- I39b Whoever bought a live lot is told once it is confirmed, once; and told once when it is taken back after that
SELECT s.id FROM live_sales s WHERE s.kind = 'sale' AND s.user_id IS NOT NULL AND s.paddle_id IS NOT NULL
  AND ((s.confirmed_at IS NOT NULL) <> (1 = (SELECT count(*) FROM messages m WHERE m.org_id = s.org_id AND m.kind = 'won' AND m.about_id = s.id AND m.paddle_id = s.paddle_id))
    OR (s.confirmed_at IS NOT NULL AND EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id))
      <> (1 = (SELECT count(*) FROM messages m WHERE m.org_id = s.org_id AND m.kind = 'sale_reversed' AND m.about_id = s.id AND m.paddle_id = s.paddle_id)))

-- I40b A level's thermometer and the appeal's sum are those of the pledges that stand
SELECT a.id FROM appeals a CROSS JOIN LATERAL raise_state_v1(a) s WHERE (s->>'pledged_cents')::bigint <> (
    SELECT coalesce(sum(p.amount_cents), 0) FROM pledges p WHERE p.org_id = a.org_id AND p.appeal_id = a.id AND p.kind IN ('pledge', 'lead') AND p.same_as_id IS NULL
      AND (p.kind = 'pledge' OR p.called_at IS NOT NULL) AND NOT EXISTS (SELECT FROM pledges r WHERE r.org_id = p.org_id AND r.reverses_id = p.id))
  OR EXISTS (SELECT FROM jsonb_array_elements(s->'levels') l WHERE (l->>'cents')::bigint <> (SELECT coalesce(sum(p.amount_cents), 0) FROM standing_pledges p
    WHERE p.org_id = a.org_id AND p.level_id = (l->>'id')::uuid) OR (l->>'count')::bigint <> (SELECT count(*) FROM standing_pledges p
    WHERE p.org_id = a.org_id AND p.level_id = (l->>'id')::uuid))

-- I43 At most one text per displacement, and none to whom it made the leader
SELECT m.id FROM messages m JOIN bids b ON b.org_id = m.org_id AND b.item_id = m.item_id AND b.seq = m.about_seq
WHERE m.kind = 'outbid' AND b.leader_after_id = m.paddle_id
