-- What a room's publisher reads: the newest states of changed items with the two version numbers of the same moment, and which rooms are live.
-- Works across tenants for reconcile. Reads: events, items.

-- One statement, so that the states and the numbers belong together. A row without an item when none of the ids is shown.
CREATE OR REPLACE FUNCTION room_changes_v1(p_org uuid, p_event uuid, p_ids uuid[])
RETURNS TABLE (items_version bigint, state_version bigint, server_time timestamptz, id uuid, version bigint, document jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH numbers AS (
    SELECT coalesce(sum(i.version), 0)::bigint AS items_version FROM items i WHERE i.org_id = p_org AND i.event_id = p_event AND i.status <> 'draft' AND NOT i.is_hidden
  )
  SELECT n.items_version, n.items_version + event_version_v1(e), auction_now(), d.id, d.version, d.document
  FROM events e CROSS JOIN numbers n LEFT JOIN item_documents_v1(p_org, p_event, p_ids) d ON true
  WHERE e.org_id = p_org AND e.id = p_event
$$;

-- Rooms that somebody may be in: from the opening of bids to the end of checkout.
CREATE OR REPLACE FUNCTION live_rooms_v1()
RETURNS TABLE (org_id uuid, event_id uuid, phase text, items_version bigint, state_version bigint, server_time timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.org_id, e.id, e.phase, t.items_version, t.items_version + event_version_v1(e), auction_now()
  FROM events e
  CROSS JOIN LATERAL (SELECT coalesce(sum(i.version), 0)::bigint AS items_version FROM items i
                      WHERE i.org_id = e.org_id AND i.event_id = e.id AND i.status <> 'draft' AND NOT i.is_hidden) t
  WHERE e.phase IN ('silent', 'live', 'checkout')
$$;

CREATE OR REPLACE FUNCTION item_versions_v1(p_org uuid, p_event uuid) RETURNS TABLE (id uuid, version bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.version FROM items i WHERE i.org_id = p_org AND i.event_id = p_event AND i.status <> 'draft' AND NOT i.is_hidden
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['room_changes_v1(uuid, uuid, uuid[])', 'live_rooms_v1()', 'item_versions_v1(uuid, uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO app', f);
  END LOOP;
END $$;
