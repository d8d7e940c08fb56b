-- What the stage and the clerks know beside the public state: feeds, phones that wait, whether an absentee bidder can go on (never an amount), sales with what is open
-- about them. Reads: items, live_lots, live_entries, live_offers, absentee_maxima, live_sales, paddles, tables, users, sessions.

CREATE OR REPLACE FUNCTION stage_feed_v1(i items) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'seq', e.seq, 'kind', e.kind, 'paddle', d.number, 'amount_cents', e.amount_cents, 'reason', e.reason,
      'is_undone', u.id IS NOT NULL, 'is_last', e.id IS NOT DISTINCT FROM (last_entry_v1(i.org_id, i.id)).id, 'by_name', w.name, 'session_id', e.session_id, 'typed_at', e.typed_at,
      'decided_at', e.decided_at) ORDER BY e.seq DESC), '[]'::jsonb)
  FROM (SELECT x.* FROM live_entries x WHERE x.org_id = i.org_id AND x.item_id = i.id ORDER BY x.seq DESC LIMIT 30) e
  JOIN users w ON w.id = e.user_id LEFT JOIN live_entries u ON u.org_id = e.org_id AND u.undoes_id = e.id
  LEFT JOIN paddles d ON d.org_id = e.org_id AND d.id = e.paddle_id
$$;

CREATE OR REPLACE FUNCTION stage_lot_v1(i items, l live_lots) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('item_id', i.id, 'entries', stage_feed_v1(i),
    'offers', coalesce((SELECT jsonb_agg(jsonb_build_object('id', o.id, 'paddle', d.number, 'table', t.name, 'amount_cents', o.amount_cents, 'offered_at', o.offered_at)
        ORDER BY o.offered_at, o.id)
      FROM live_offers o JOIN paddles d ON d.org_id = o.org_id AND d.id = o.paddle_id LEFT JOIN tables t ON t.org_id = d.org_id AND t.id = d.table_id
      WHERE o.org_id = i.org_id AND o.item_id = i.id AND o.status = 'waiting'), '[]'::jsonb),
    'absentee', CASE WHEN NOT EXISTS (SELECT FROM absentee_maxima m WHERE m.org_id = i.org_id AND m.item_id = i.id) THEN 'none'
      WHEN l.source = 'absentee' AND (SELECT n.paddle_id FROM next_absentee_v1(i, l.ask_cents) n) IS NULL THEN 'leads'
      WHEN (SELECT n.paddle_id FROM next_absentee_v1(i, coalesce(l.ask_cents, opening_cents_v1(i))) n) IS NOT NULL THEN 'can_go' ELSE 'out' END,
    'underbidder', (SELECT d.number FROM underbidder_v1(i) u JOIN paddles d ON d.org_id = i.org_id AND d.id = u.paddle_id),
    'underbidder_cents', (SELECT u.amount_cents FROM underbidder_v1(i) u))
$$;

CREATE OR REPLACE FUNCTION stage_sale_v1(s live_sales) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', s.id, 'item_id', s.item_id, 'lot', i.lot, 'copy_number', s.copy, 'paddle', d.number, 'heard_number', s.heard_number,
    'name', shown_name_v1(s.org_id, s.paddle_id), 'table', t.name, 'amount_cents', s.amount_cents, 'issue', s.issue, 'reason', s.reason,
    'claim', (SELECT jsonb_build_object('id', c.id, 'paddle', coalesce(cd.number, c.heard_number), 'amount_cents', c.amount_cents, 'by_name', cu.name, 'by_role', cs.role,
        'session_id', c.entered_by, 'claimed_at', c.sold_at)
      FROM live_sales c JOIN sessions cs ON cs.id = c.entered_by LEFT JOIN users cu ON cu.id = c.user_id LEFT JOIN paddles cd ON cd.org_id = c.org_id AND cd.id = c.paddle_id
      WHERE c.org_id = s.org_id AND c.claim_on_id = s.id AND c.claim_settled_at IS NULL),
    'is_confirmed', s.confirmed_at IS NOT NULL, 'confirmed_by', s.confirmed_by, 'by_name', coalesce(w.name, ''), 'by_role', n.role, 'session_id', s.entered_by, 'sold_at', s.sold_at)
  FROM items i JOIN sessions n ON n.id = s.entered_by LEFT JOIN users w ON w.id = coalesce(s.user_id, n.user_id)
  LEFT JOIN paddles d ON d.org_id = s.org_id AND d.id = s.paddle_id LEFT JOIN tables t ON t.org_id = d.org_id AND t.id = d.table_id
  WHERE i.org_id = s.org_id AND i.id = s.item_id
$$;

-- One document, so that its parts are of one moment. The caller gives the tenant of its verified token.
CREATE OR REPLACE FUNCTION stage_v1(p_org uuid, p_event uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH lots AS MATERIALIZED (SELECT i FROM items i WHERE i.org_id = p_org AND i.event_id = p_event AND i.kind = 'live' AND i.status <> 'draft' AND NOT i.is_hidden)
  SELECT jsonb_build_object('version', coalesce((SELECT sum((x.i).version) FROM lots x), 0)::bigint,
    'lots', coalesce((SELECT jsonb_agg(stage_lot_v1(x.i, l) ORDER BY (x.i).position, (x.i).lot) FROM lots x LEFT JOIN live_lots l ON l.org_id = p_org AND l.item_id = (x.i).id), '[]'::jsonb),
    'sales', coalesce((SELECT jsonb_agg(stage_sale_v1(s) ORDER BY s.sold_at DESC, s.id DESC) FROM live_sales s WHERE s.org_id = p_org AND s.event_id = p_event AND s.kind = 'sale'
      AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id)), '[]'::jsonb))
$$;
ALTER FUNCTION stage_v1(uuid, uuid) OWNER TO engine;
GRANT EXECUTE ON FUNCTION stage_v1(uuid, uuid) TO app;
GRANT EXECUTE ON FUNCTION stage_feed_v1(items), stage_lot_v1(items, live_lots), stage_sale_v1(live_sales) TO engine;
