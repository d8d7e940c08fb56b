-- What the sweeper and Twilio's callbacks need across tenants. Writes: messages.

-- Texts that wait and whose hint was lost, or that are to be tried again: after an unknown outcome the callback gets half a minute to tell.
CREATE OR REPLACE FUNCTION due_messages_v1(p_limit integer) RETURNS TABLE (org_id uuid, message_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.org_id, m.id FROM messages m
  WHERE m.status = 'pending' AND m.updated_at < clock_timestamp() - CASE WHEN m.failure_code = 'outcome_unknown' THEN interval '30 s' ELSE interval '2 s' END
  ORDER BY m.created_at LIMIT p_limit
$$;

-- A process died between claim and answer: nobody knows whether the text went out. An outbid is not repeated, any other once.
CREATE OR REPLACE FUNCTION settle_dead_sends_v1() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH dead AS (
    SELECT m.org_id, m.id FROM messages m WHERE m.status = 'sending' AND m.updated_at < clock_timestamp() - interval '60 s'
    ORDER BY m.id FOR NO KEY UPDATE
  ), settled AS (
    UPDATE messages m SET failure_code = 'outcome_unknown', updated_at = clock_timestamp(),
      status = CASE WHEN m.kind = 'outbid' OR m.failure_code = 'outcome_unknown' THEN 'unknown' ELSE 'pending' END
    FROM dead WHERE m.org_id = dead.org_id AND m.id = dead.id RETURNING 1
  ) SELECT count(*)::integer FROM settled
$$;

-- What a callback tells of a text; it may come before our own answer, after it, or instead of it. False: no such text, or nothing new.
CREATE OR REPLACE FUNCTION message_delivery_v1(p_message uuid, p_provider_id text, p_status text, p_code text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH told AS (
    UPDATE messages m SET status = p_status, failure_code = p_code, provider_id = p_provider_id, updated_at = clock_timestamp()
    WHERE m.id = p_message AND m.status IN ('pending', 'sending', 'sent', 'unknown') AND (m.provider_id IS NULL OR m.provider_id = p_provider_id)
      AND m.attempts > 0 AND p_status IN ('delivered', 'failed')
    RETURNING 1
  ) SELECT EXISTS (SELECT FROM told)
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['due_messages_v1(integer)', 'settle_dead_sends_v1()', 'message_delivery_v1(uuid, text, text, text)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
