-- Named queries; each must return no row. Read by invariants.py, run after every test that touches the database and by operators.

-- I1 A single-winner item has exactly one leader if it has an accepted bid, else none
SELECT i.id FROM items i LEFT JOIN LATERAL (SELECT count(*) AS n FROM bids b WHERE b.org_id = i.org_id AND b.item_id = i.id) c ON true
WHERE i.kind = 'single' AND (c.n > 0) <> (i.high_paddle_id IS NOT NULL)

-- I2 The leader has the highest commitment; of equal ones the earlier
SELECT i.id FROM items i JOIN LATERAL (SELECT b.paddle_id, b.amount_cents FROM bids b WHERE b.org_id = i.org_id AND b.item_id = i.id
  ORDER BY b.amount_cents DESC, b.seq LIMIT 1) top ON true
WHERE i.kind = 'single' AND (top.paddle_id <> i.high_paddle_id OR top.amount_cents <> i.high_commitment_cents)

-- I4 Every accepted bid was decided while its item took bids
SELECT b.id FROM bids b WHERE NOT (b.opens_at_seen <= b.decided_at AND b.decided_at < b.closes_at_seen)

-- I6 No bid is below the least acceptable amount it was judged by
SELECT b.id FROM bids b WHERE b.amount_cents < b.least_cents

-- I7 The price never falls along the bids of an item
SELECT b.id FROM (SELECT x.*, lag(x.price_after_cents) OVER (PARTITION BY x.org_id, x.item_id ORDER BY x.seq) AS before FROM bids x) b
WHERE b.price_after_cents < b.before OR b.price_before_cents IS DISTINCT FROM b.before

-- I8 Stored price, leader and count equal what the last bid left
SELECT i.id FROM items i JOIN LATERAL (SELECT b.price_after_cents, b.leader_after_id, b.seq FROM bids b WHERE b.org_id = i.org_id AND b.item_id = i.id
  ORDER BY b.seq DESC LIMIT 1) last ON true
WHERE i.kind = 'single' AND (last.price_after_cents <> i.price_cents OR last.leader_after_id <> i.high_paddle_id OR last.seq <> i.last_seq
  OR i.bid_count <> (SELECT count(*) FROM bids b WHERE b.org_id = i.org_id AND b.item_id = i.id AND NOT b.is_raise))

-- I9 The price never passes the leader's commitment
SELECT i.id FROM items i WHERE i.kind = 'single' AND (i.price_cents > i.high_commitment_cents OR i.hammer_cents > i.high_commitment_cents)

-- I10 A leader's own raise moves no close, and the price only to the reserve
SELECT b.id FROM bids b JOIN items i ON i.org_id = b.org_id AND i.id = b.item_id
WHERE b.is_raise AND (b.closes_at_after <> b.closes_at_seen OR (b.price_after_cents <> b.price_before_cents AND b.price_after_cents IS DISTINCT FROM i.reserve_cents))

-- I11 The numbers of an item's bids have no gap, and their times do not fall
SELECT b.id FROM (SELECT x.*, row_number() OVER w AS rank, lag(x.decided_at) OVER w AS before FROM bids x WINDOW w AS (PARTITION BY x.org_id, x.item_id ORDER BY x.seq)) b
WHERE b.seq <> b.rank OR b.decided_at < b.before

-- I12 A key names one bid or one refusal, not both
SELECT b.id FROM bids b JOIN bid_attempts a ON a.org_id = b.org_id AND a.paddle_id = b.paddle_id AND a.key = b.key

-- I16 An item's close only moves later, within its cap, and by as many bids as it says
SELECT i.id FROM items i WHERE i.closes_at < i.planned_closes_at OR i.closes_at > greatest(i.planned_closes_at, i.planned_closes_at + make_interval(secs => i.extension_cap_s))
  OR i.extension_count <> (SELECT count(*) FROM bids b WHERE b.org_id = i.org_id AND b.item_id = i.id AND b.closes_at_after > b.closes_at_seen)

-- I17 A sold item has a winner and a hammer price from its last bid
SELECT i.id FROM items i WHERE i.kind = 'single' AND i.status = 'sold' AND (i.winner_paddle_id <> i.high_paddle_id OR i.hammer_cents <> i.price_cents)

-- I18 Nothing is sold below its reserve
SELECT i.id FROM items i WHERE i.kind = 'single' AND i.status = 'sold' AND i.hammer_cents < i.reserve_cents

-- I19 A live item is sold by one sale that was not reversed
SELECT i.id FROM items i WHERE i.kind = 'live' AND (i.status = 'sold') <> EXISTS (SELECT FROM live_sales s WHERE s.org_id = i.org_id AND s.item_id = i.id
  AND s.id = i.live_sale_id AND s.amount_cents = i.hammer_cents AND s.paddle_id = i.winner_paddle_id
  AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id))

-- I21 Every row of a tenant's table is under row-level security
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'schema_migrations' AND NOT c.relrowsecurity

-- I21b Only the tables named here have no org_id
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname NOT IN ('schema_migrations', 'organizations', 'users')
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped)

-- I22 A number belongs to one live paddle of an event
SELECT d.event_id, d.number FROM paddles d WHERE d.status <> 'retired' GROUP BY d.org_id, d.event_id, d.number HAVING count(*) > 1

-- I27 No amount is a floating-point number
SELECT a.attrelid::regclass, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT a.attisdropped AND a.atttypid IN ('real'::regtype, 'double precision'::regtype, 'numeric'::regtype, 'money'::regtype)

-- I28 An invoice's lines add up to its total
SELECT v.id FROM invoices v WHERE v.status <> 'void' AND v.total_cents <> (SELECT coalesce(sum(l.amount_cents), 0) FROM invoice_lines l WHERE l.org_id = v.org_id AND l.invoice_id = v.id)

-- I28b Every line has the price of what was sold
SELECT l.id FROM invoice_lines l JOIN items i ON i.org_id = l.org_id AND i.id = l.item_id WHERE l.amount_cents <> i.hammer_cents OR i.status <> 'sold'

-- I29 Each sold item of an event in checkout is on exactly one live invoice line
SELECT i.id FROM items i JOIN events e ON e.org_id = i.org_id AND e.id = i.event_id
WHERE e.checkout_opened_at IS NOT NULL AND i.status = 'sold' AND i.closed_at < (SELECT max(v.created_at) FROM invoices v WHERE v.org_id = i.org_id AND v.event_id = i.event_id)
  AND 1 <> (SELECT count(*) FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
            WHERE l.org_id = i.org_id AND l.item_id = i.id)

-- I29b No item is on two live invoice lines
SELECT l.item_id FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
WHERE l.item_id IS NOT NULL GROUP BY l.org_id, l.item_id HAVING count(*) > 1

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

-- I36b Nothing is charged before checkout was opened and the bill was sent
SELECT c.id FROM charges c JOIN invoices v ON v.org_id = c.org_id AND v.id = c.invoice_id JOIN events e ON e.org_id = v.org_id AND e.id = v.event_id
WHERE e.checkout_opened_at IS NULL OR v.billed_at IS NULL OR c.created_at < v.billed_at

-- I37 A receipt says what its charge captured
SELECT r.id FROM receipts r JOIN charges c ON c.org_id = r.org_id AND c.id = r.charge_id WHERE r.amount_cents <> c.captured_cents

-- I39 Each lead that was lost to another guest, as the batch left it, has one message; each sold item tells its winner
SELECT i.id FROM items i WHERE i.kind = 'single' AND i.status = 'sold'
  AND 1 <> (SELECT count(*) FROM messages m WHERE m.org_id = i.org_id AND m.item_id = i.id AND m.kind = 'won' AND m.paddle_id = i.winner_paddle_id)

-- I43 At most one text per displacement, and none to whom it made the leader
SELECT m.id FROM messages m JOIN bids b ON b.org_id = m.org_id AND b.item_id = m.item_id AND b.seq = m.about_seq
WHERE m.kind = 'outbid' AND b.leader_after_id = m.paddle_id
