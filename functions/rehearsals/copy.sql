-- The rows of a rehearsal, for start_rehearsal_v1 (rehearsals.sql); app calls none of these.
-- Writes: events, sections, price_bands, terms_versions, tables, households, paddles, guests, consents, items, item_photos, appeals, appeal_levels,
-- memberships, staff_links, sessions.
-- e is the event that is copied, p_to the copy's id.

-- The copy of a row: derived, so that rows that name each other are copied in any number of steps.
CREATE OR REPLACE FUNCTION copied_id_v1(p_to uuid, p_id uuid) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT md5(p_to || ' copy of ' || p_id)::uuid
$$;

-- Never held after an outage: nobody waits for its winners, and the canary has nothing to do there.
CREATE OR REPLACE FUNCTION copy_event_v1(e events, p_to uuid, p_opens timestamptz, p_ends timestamptz) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO events (org_id, id, name, currency, timezone, item_word, phase, tax_profile_id, charge_hold_s, force_multiples, sponsors, rehearsal_of, rehearsal_ends_at)
    VALUES (e.org_id, p_to, 'Rehearsal: ' || e.name, e.currency, e.timezone, e.item_word, 'silent', e.tax_profile_id, e.charge_hold_s, e.force_multiples, e.sponsors,
      e.id, p_ends);
  INSERT INTO sections (org_id, id, event_id, name, kind, opens_at, closes_at, extension_window_s, extension_s, extension_cap_s, who_may_bid, card_required,
      remote_exempt)
    SELECT s.org_id, copied_id_v1(p_to, s.id), p_to, s.name, s.kind, p_opens, CASE WHEN s.kind = 'silent' THEN p_ends END, s.extension_window_s, s.extension_s,
      s.extension_cap_s, s.who_may_bid, false, s.remote_exempt
    FROM sections s WHERE s.org_id = e.org_id AND s.event_id = e.id;
  INSERT INTO price_bands (org_id, event_id, from_cents, step_cents)
    SELECT b.org_id, p_to, b.from_cents, b.step_cents FROM price_bands b WHERE b.org_id = e.org_id AND b.event_id = e.id;
  INSERT INTO terms_versions (org_id, id, event_id, kind, body, sha256, published_at)
    SELECT t.org_id, copied_id_v1(p_to, t.id), p_to, t.kind, t.body, t.sha256, t.published_at FROM terms_versions t WHERE t.org_id = e.org_id AND t.event_id = e.id
$$;

-- Everybody is here, as on the evening. Of a guest only the names are copied: no phone, address, tax number, card or link, and nobody's own sign-in, so
-- that a member of staff who has a paddle may practise on what it bids for. A name is shown where the guest has agreed to it.
CREATE OR REPLACE FUNCTION copy_guests_v1(e events, p_to uuid) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO tables (org_id, id, event_id, name)
    SELECT t.org_id, copied_id_v1(p_to, t.id), p_to, t.name FROM tables t WHERE t.org_id = e.org_id AND t.event_id = e.id;
  INSERT INTO households (org_id, id, event_id, name)
    SELECT h.org_id, copied_id_v1(p_to, h.id), p_to, h.name FROM households h WHERE h.org_id = e.org_id AND h.event_id = e.id;
  INSERT INTO paddles (org_id, id, event_id, number, household_id, status, admission, is_remote, table_id, created_at)
    SELECT d.org_id, copied_id_v1(p_to, d.id), p_to, d.number, copied_id_v1(p_to, d.household_id), d.status, 'checked_in', d.is_remote,
      copied_id_v1(p_to, d.table_id), d.created_at
    FROM paddles d WHERE d.org_id = e.org_id AND d.event_id = e.id AND NOT d.is_hidden AND d.status <> 'retired';
  INSERT INTO guests (org_id, id, event_id, paddle_id, kind, name, receipt_name, say_it_as, created_at)
    SELECT g.org_id, copied_id_v1(p_to, g.id), p_to, copied_id_v1(p_to, g.paddle_id), g.kind, g.name, g.receipt_name, g.say_it_as, g.created_at
    FROM guests g JOIN paddles d ON d.org_id = g.org_id AND d.id = g.paddle_id AND NOT d.is_hidden AND d.status <> 'retired'
    WHERE g.org_id = e.org_id AND g.event_id = e.id;
  INSERT INTO consents (org_id, id, guest_id, kind, terms_version_id, device, given_at, is_given)
    SELECT c.org_id, copied_id_v1(p_to, c.id), copied_id_v1(p_to, c.guest_id), 'name', copied_id_v1(p_to, c.terms_version_id), c.device, c.given_at, c.is_given
    FROM consents c JOIN guests x ON x.org_id = c.org_id AND x.id = copied_id_v1(p_to, c.guest_id)
    JOIN guests g ON g.org_id = c.org_id AND g.id = c.guest_id AND g.event_id = e.id
    WHERE c.org_id = e.org_id AND c.kind = 'name'
$$;

-- As they were before the first bid; without what is a draft, withdrawn or the canary's. A section has the copy's times, and a live lot no close of its own.
CREATE OR REPLACE FUNCTION copy_items_v1(e events, p_to uuid) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO items (org_id, id, event_id, section_id, lot, position, title, description, category, donor_name, kind, value_cents, tax_class, restrictions, expires_on,
      age_min, delivery, location, max_copies, starting_cents, reserve_cents, step_from_cents, step_cents, force_multiples, quantity, per_guest_limit, is_uniform_price,
      buy_now_cents, buy_now_until_pct, opens_at, closes_at, planned_closes_at, extension_window_s, extension_s, extension_cap_s, who_may_bid, card_required,
      remote_exempt)
    SELECT i.org_id, copied_id_v1(p_to, i.id), p_to, s.id, i.lot, i.position, i.title, i.description, i.category, i.donor_name, i.kind, i.value_cents, i.tax_class,
      i.restrictions, i.expires_on, i.age_min, i.delivery, i.location, i.max_copies, i.starting_cents, i.reserve_cents, i.step_from_cents, i.step_cents,
      i.force_multiples, i.quantity, i.per_guest_limit, i.is_uniform_price, i.buy_now_cents, i.buy_now_until_pct, s.opens_at,
      coalesce(s.closes_at, s.opens_at + interval '1 day'), coalesce(s.closes_at, s.opens_at + interval '1 day'), i.extension_window_s, i.extension_s,
      i.extension_cap_s, i.who_may_bid, false, i.remote_exempt
    FROM items i JOIN sections s ON s.org_id = i.org_id AND s.id = copied_id_v1(p_to, i.section_id)
    WHERE i.org_id = e.org_id AND i.event_id = e.id AND NOT i.is_hidden AND i.status NOT IN ('draft', 'withdrawn');
  INSERT INTO item_photos (org_id, id, item_id, position, blob_name, width, height, alt)
    SELECT f.org_id, copied_id_v1(p_to, f.id), x.id, f.position, f.blob_name, f.width, f.height, f.alt
    FROM items x JOIN items i ON i.org_id = x.org_id AND i.event_id = e.id AND x.id = copied_id_v1(p_to, i.id)
    JOIN item_photos f ON f.org_id = i.org_id AND f.item_id = i.id
    WHERE x.org_id = e.org_id AND x.event_id = p_to
$$;

-- Waiting, without a gift.
CREATE OR REPLACE FUNCTION copy_appeals_v1(e events, p_to uuid) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO appeals (org_id, id, event_id, title, goal_cents, match_label, match_cap_cents, match_paddle_id, made_at)
    SELECT a.org_id, copied_id_v1(p_to, a.id), p_to, a.title, a.goal_cents, a.match_label, a.match_cap_cents,
      (SELECT d.id FROM paddles d WHERE d.org_id = a.org_id AND d.id = copied_id_v1(p_to, a.match_paddle_id)), a.made_at
    FROM appeals a WHERE a.org_id = e.org_id AND a.event_id = e.id;
  INSERT INTO appeal_levels (org_id, id, event_id, appeal_id, amount_cents)
    SELECT l.org_id, copied_id_v1(p_to, l.id), p_to, copied_id_v1(p_to, l.appeal_id), l.amount_cents
    FROM appeal_levels l WHERE l.org_id = e.org_id AND l.event_id = e.id
$$;

-- Who works at the event works at the copy. The link of a role signs in who has it at the event, the caller first; where nobody has it, the caller.
CREATE OR REPLACE FUNCTION copy_staff_v1(e events, p_to uuid, p_user uuid, p_links jsonb) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO memberships (org_id, user_id, event_id, role)
    SELECT m.org_id, m.user_id, p_to, m.role FROM memberships m WHERE m.org_id = e.org_id AND m.event_id = e.id;
  INSERT INTO staff_links (link_hash, org_id, event_id, user_id, role, expires_at)
    SELECT decode(l.value, 'hex'), e.org_id, p_to,
      CASE WHEN l.key <> 'display' THEN coalesce((SELECT m.user_id FROM memberships m
        WHERE m.org_id = e.org_id AND m.role = l.key AND (m.event_id = e.id OR m.event_id IS NULL)
        ORDER BY m.user_id = p_user DESC, m.event_id IS NULL, m.created_at, m.user_id LIMIT 1), p_user) END,
      l.key, clock_timestamp() + (c.rehearsal_ends_at - auction_now()) / auction_clock_rate()
    FROM events c, jsonb_each_text(p_links) l WHERE c.org_id = e.org_id AND c.id = p_to
$$;

-- Sessions of the first paddles in number that may bid; they are all that can act for a copied guest.
CREATE OR REPLACE FUNCTION seat_bidders_v1(p_org uuid, p_to uuid, p_bidders integer) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO sessions (id, org_id, event_id, guest_id, paddle_id, role, device, expires_at)
    SELECT gen_random_uuid(), d.org_id, p_to, g.id, d.id, 'donor', 'rehearsal', clock_timestamp() + (c.rehearsal_ends_at - auction_now()) / auction_clock_rate()
    FROM paddles d JOIN events c ON c.org_id = d.org_id AND c.id = d.event_id
    JOIN LATERAL (SELECT x.id FROM guests x WHERE x.org_id = d.org_id AND x.paddle_id = d.id ORDER BY x.created_at, x.id LIMIT 1) g ON true
    WHERE d.org_id = p_org AND d.event_id = p_to AND d.status = 'active' ORDER BY d.number LIMIT p_bidders
$$;

GRANT EXECUTE ON FUNCTION copied_id_v1(uuid, uuid), copy_event_v1(events, uuid, timestamptz, timestamptz), copy_guests_v1(events, uuid), copy_items_v1(events, uuid),
  copy_appeals_v1(events, uuid), copy_staff_v1(events, uuid, uuid, jsonb), seat_bidders_v1(uuid, uuid, integer) TO engine;
