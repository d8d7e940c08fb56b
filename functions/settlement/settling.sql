-- What sweepers and webhooks need across tenants. Nothing here moves money; each finds work that a service function then does in its own tenant.
-- Reads: invoices, charges, receipts, events, organizations. Writes: webhook_inbox.

-- Events in checkout with a bill that the run is not done with.
CREATE OR REPLACE FUNCTION unsettled_events_v1() RETURNS TABLE (org_id uuid, event_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT v.org_id, v.event_id FROM invoices v JOIN events e ON e.org_id = v.org_id AND e.id = v.event_id
  WHERE e.checkout_opened_at IS NOT NULL AND v.status IN ('open', 'charging') AND v.disputed_at IS NULL
$$;

-- Attempts that money may still move by, which nobody works on; the older the rarer, as rules.pause_s says.
CREATE OR REPLACE FUNCTION stuck_charges_v1(p_limit integer) RETURNS TABLE (org_id uuid, invoice_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.org_id, c.invoice_id FROM charges c
  WHERE c.status IN ('pending', 'created', 'confirming', 'unknown') AND (c.claimed_until IS NULL OR c.claimed_until < clock_timestamp())
    AND c.updated_at < clock_timestamp() - greatest(interval '5 s', least((clock_timestamp() - c.created_at) / 4, interval '60 s'))
  ORDER BY c.updated_at LIMIT p_limit
$$;

-- Captured charges without a receipt.
CREATE OR REPLACE FUNCTION charges_without_receipt_v1(p_limit integer) RETURNS TABLE (org_id uuid, invoice_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.org_id, c.invoice_id FROM charges c
  WHERE c.status = 'succeeded' AND c.updated_at < clock_timestamp() - interval '5 s'
    AND NOT EXISTS (SELECT FROM receipts r WHERE r.org_id = c.org_id AND r.charge_id = c.id)
  ORDER BY c.updated_at LIMIT p_limit
$$;

-- The newest attempt that uses this intent, on exactly this account.
CREATE OR REPLACE FUNCTION charge_of_intent_v1(p_provider text, p_account text) RETURNS TABLE (org_id uuid, charge_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.org_id, c.id FROM charges c WHERE c.provider_id = p_provider AND coalesce(c.stripe_account, '') = p_account
  ORDER BY c.attempt DESC LIMIT 1
$$;

-- Stores a verified event once. False: it was here before (I35).
CREATE OR REPLACE FUNCTION store_webhook_v1(p_account text, p_event text, p_type text, p_object text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH stored AS (
    INSERT INTO webhook_inbox (account, event_id, org_id, type, object_id)
    VALUES (p_account, p_event, (SELECT o.id FROM organizations o WHERE o.stripe_account = p_account), p_type, p_object)
    ON CONFLICT DO NOTHING RETURNING 1
  ) SELECT EXISTS (SELECT FROM stored)
$$;

-- An event that is still to be handled, and those that waited for longer than a hint takes.
CREATE OR REPLACE FUNCTION open_webhook_v1(p_account text, p_event text) RETURNS TABLE (type text, object_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.type, w.object_id FROM webhook_inbox w WHERE w.account = p_account AND w.event_id = p_event AND w.handled_at IS NULL
$$;
CREATE OR REPLACE FUNCTION open_webhooks_v1(p_limit integer) RETURNS TABLE (account text, event_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.account, w.event_id FROM webhook_inbox w
  WHERE w.handled_at IS NULL AND w.received_at < clock_timestamp() - interval '3 s' - least(w.attempts, 60) * interval '5 s'
  ORDER BY w.received_at LIMIT p_limit
$$;
-- p_failure null: handled.
CREATE OR REPLACE FUNCTION finish_webhook_v1(p_account text, p_event text, p_failure text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE webhook_inbox SET handled_at = CASE WHEN p_failure IS NULL THEN clock_timestamp() END, attempts = attempts + 1, failure = p_failure
  WHERE account = p_account AND event_id = p_event AND handled_at IS NULL
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['unsettled_events_v1()', 'stuck_charges_v1(integer)', 'charges_without_receipt_v1(integer)', 'charge_of_intent_v1(text, text)',
      'store_webhook_v1(text, text, text, text)', 'open_webhook_v1(text, text)', 'open_webhooks_v1(integer)', 'finish_webhook_v1(text, text, text)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
