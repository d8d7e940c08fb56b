-- Why: row-level security on every table, and exactly the rights that app and engine need; append-only tables give no UPDATE or DELETE.
SET LOCAL lock_timeout = '5s';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['organizations', 'users', 'memberships', 'tax_profiles', 'events', 'sections', 'price_bands', 'households', 'paddles', 'guests',
      'sessions', 'staff_links', 'terms_versions', 'acceptances', 'consents', 'payment_methods', 'items', 'item_terms', 'item_photos', 'releases', 'bids',
      'bid_attempts', 'heartbeats', 'staff_acts', 'approvals', 'item_changes', 'offers', 'step_backs', 'awards', 'live_sales', 'invoices', 'invoice_lines', 'charges', 'receipts', 'webhook_inbox', 'messages', 'audit_log'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY engine_all ON %I TO engine USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO engine', t);
  END LOOP;
  -- What app may see is one tenant's. users, sessions, staff_links and webhook_inbox have no policy for app: definer functions only.
  FOREACH t IN ARRAY ARRAY['memberships', 'tax_profiles', 'events', 'sections', 'price_bands', 'households', 'paddles', 'guests', 'terms_versions', 'acceptances',
      'consents', 'payment_methods', 'items', 'item_terms', 'item_photos', 'releases', 'bids', 'bid_attempts', 'heartbeats', 'staff_acts', 'approvals',
      'item_changes', 'offers', 'step_backs', 'awards', 'live_sales', 'invoices', 'invoice_lines', 'charges', 'receipts',
      'messages', 'audit_log'] LOOP
    EXECUTE format('CREATE POLICY tenant ON %I TO app USING (org_id = (SELECT current_org())) WITH CHECK (org_id = (SELECT current_org()))', t);
  END LOOP;
END $$;
CREATE POLICY tenant ON organizations TO app USING (id = (SELECT current_org()));

GRANT SELECT ON organizations, memberships, tax_profiles, events, sections, price_bands, households, paddles, guests, terms_versions, acceptances, consents,
  payment_methods, item_terms, item_photos, releases, heartbeats, staff_acts, approvals, item_changes, offers, step_backs, awards, live_sales, invoices, invoice_lines, charges, receipts, messages, audit_log TO app;
-- I15: the leader's commitment and a bidder's amount are not app's to read; own_commitments() gives a bidder their own.
GRANT SELECT (org_id, id, event_id, section_id, lot, position, title, description, category, donor_name, kind, status, value_cents, value_frozen_at, tax_class, restrictions,
  expires_on, age_min, delivery, location, max_copies, starting_cents, step_from_cents, step_cents, force_multiples,
  quantity, units_taken, given_cents, per_guest_limit, is_uniform_price, buy_now_cents, buy_now_until_pct, is_hidden, terms_version, opens_at, closes_at, planned_closes_at, hard_end_at, paused_at, resumes_at, held_at,
  extension_window_s, extension_s, extension_cap_s, extension_count, who_may_bid, card_required, remote_exempt, high_paddle_id, high_paddle_number, high_bid_id, price_cents,
  bid_count, last_seq, version, hammer_cents, winner_paddle_id, closed_at, close_version, live_sale_id) ON items TO app;
GRANT SELECT (org_id, id, event_id, item_id, paddle_id, key, seq, kind, units, is_raise, outcome, price_before_cents, price_after_cents, leader_after_id, decided_at,
  closes_at_seen, closes_at_after, version_after, terms_version, entered_by, entry_reason) ON bids TO app;
GRANT SELECT (org_id, paddle_id, key, item_id, code, kind, entered_by, decided_at) ON bid_attempts TO app;

GRANT INSERT ON acceptances, consents, payment_methods, releases, live_sales, awards, invoices, invoice_lines, charges, receipts, messages, audit_log, staff_acts, approvals, offers TO app;
GRANT UPDATE (verdict, decided_by, decided_at) ON approvals TO app;
GRANT UPDATE (status, paid_cents, billed_at, charge_not_before, paid_at, disputed_at, failure_code, version) ON invoices TO app;
GRANT UPDATE (status, provider_id, provider_charge_before, confirms, claimed_until, captured_cents, failure_code, updated_at) ON charges TO app;
GRANT UPDATE (status, provider_id, failure_code, attempts, updated_at) ON messages TO app;
GRANT UPDATE (phase, checkout_opened_at, checkout_opened_by, checkout_key, checkout_body_hash, version) ON events TO app;
GRANT UPDATE (status, hammer_cents, winner_paddle_id, high_paddle_number, closed_at, close_version, live_sale_id, version, price_cents) ON items TO app;
GRANT UPDATE (status, admission, has_card) ON paddles TO app;

GRANT INSERT ON sessions, acceptances, bids, bid_attempts, messages, webhook_inbox, audit_log, item_terms, heartbeats, item_changes, awards, staff_acts, approvals, offers,
  step_backs TO engine;
GRANT INSERT ON paddles, guests, items TO engine;   -- the canary's own
GRANT UPDATE ON heartbeats, awards, approvals, offers, items, sessions, messages, webhook_inbox, guests, charges, invoices, sections TO engine;
GRANT UPDATE (status) ON paddles TO engine;      -- FOR NO KEY UPDATE asks for it
GRANT UPDATE (version) ON events TO engine;
GRANT DELETE ON bid_attempts TO engine;
GRANT SELECT ON counted_bids, item_steps TO engine;
