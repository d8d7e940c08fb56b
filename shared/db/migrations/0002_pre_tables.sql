-- Why: the tables of the first whole path (join, bid, close, bill, charge, receipt) with tenancy, composite keys and versions from the start.
-- Longer than 400 lines because the first schema is read as one piece.
SET LOCAL lock_timeout = '5s';

-- accounts ---------------------------------------------------------------------------------------------------------
CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  stripe_account text UNIQUE,              -- the charity's connected account; null: self-hosted with its own keys
  receipt_prefix text NOT NULL DEFAULT 'R',
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE users (                        -- staff; one person may work for several charities
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  password_hash text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE memberships (
  org_id uuid NOT NULL REFERENCES organizations,
  user_id uuid NOT NULL REFERENCES users,
  event_id uuid,                            -- null: every event of the organization
  role text NOT NULL CONSTRAINT memberships_role_check CHECK (role IN ('owner', 'coordinator', 'auctioneer', 'clerk', 'finance', 'display')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE NULLS NOT DISTINCT (org_id, user_id, event_id, role)
);

CREATE TABLE tax_profiles (
  org_id uuid NOT NULL REFERENCES organizations,
  id uuid NOT NULL,
  regime text NOT NULL CONSTRAINT tax_profiles_regime_check CHECK (regime IN ('none', 'us_501c3', 'uk', 'sg_ipc')),
  sales_tax_basis text NOT NULL DEFAULT 'none' CONSTRAINT tax_profiles_basis_check CHECK (sales_tax_basis IN ('none', 'price', 'value', 'lesser')),
  sales_tax_rate_ppm integer NOT NULL DEFAULT 0 CHECK (sales_tax_rate_ppm BETWEEN 0 AND 1000000),
  sales_tax_included boolean NOT NULL DEFAULT false,
  PRIMARY KEY (org_id, id)
);

-- events -----------------------------------------------------------------------------------------------------------
CREATE TABLE events (
  org_id uuid NOT NULL REFERENCES organizations,
  id uuid NOT NULL UNIQUE,
  name text NOT NULL,
  currency text NOT NULL CONSTRAINT events_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  timezone text NOT NULL DEFAULT 'UTC',
  item_word text NOT NULL DEFAULT 'item' CONSTRAINT events_item_word_check CHECK (item_word IN ('item', 'lot')),
  phase text NOT NULL DEFAULT 'silent' CONSTRAINT events_phase_check CHECK (phase IN ('setup', 'silent', 'live', 'checkout', 'over')),
  tax_profile_id uuid,
  checkout_opened_at timestamptz,
  checkout_opened_by uuid,                  -- the session
  checkout_key uuid,                        -- the Idempotency-Key that opened it
  checkout_body_hash bytea,
  charge_hold_s integer NOT NULL DEFAULT 900 CONSTRAINT events_charge_hold_check CHECK (charge_hold_s BETWEEN 0 AND 604800),
  force_multiples boolean NOT NULL DEFAULT false,  -- bids move in whole steps; copied onto items
  outage_after_s integer NOT NULL DEFAULT 0 CONSTRAINT events_outage_after_check CHECK (outage_after_s BETWEEN 0 AND 600),  -- 0: sections are never held
  version bigint NOT NULL DEFAULT 1,        -- rises with every change of the event's own row
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, tax_profile_id) REFERENCES tax_profiles (org_id, id),
  CONSTRAINT events_checkout_check CHECK ((checkout_opened_at IS NULL) = (checkout_key IS NULL) AND (checkout_key IS NULL) = (checkout_body_hash IS NULL))
);
ALTER TABLE memberships ADD FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id);

CREATE TABLE sections (
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CONSTRAINT sections_kind_check CHECK (kind IN ('silent', 'live')),
  opens_at timestamptz NOT NULL,
  closes_at timestamptz,                    -- a live section has no close of its own
  extension_window_s integer NOT NULL DEFAULT 120 CHECK (extension_window_s BETWEEN 0 AND 3600),
  extension_s integer NOT NULL DEFAULT 120 CHECK (extension_s BETWEEN 0 AND 3600),
  extension_cap_s integer NOT NULL DEFAULT 300 CHECK (extension_cap_s BETWEEN 0 AND 86400),
  hard_end_at timestamptz,
  who_may_bid text NOT NULL DEFAULT 'registered' CONSTRAINT sections_who_may_bid_check CHECK (who_may_bid IN ('registered', 'ticketed', 'checked_in')),
  card_required boolean NOT NULL DEFAULT true,
  remote_exempt boolean NOT NULL DEFAULT true,
  paused_at timestamptz,                    -- what staff last did to the section as a whole; items carry what judging needs
  resumes_at timestamptz,
  held_at timestamptz,                      -- outage hold: no winners until it reopens
  held_gap_from timestamptz,                -- the outage that it is held for
  held_gap_to timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  CONSTRAINT sections_close_check CHECK (kind = 'live' OR closes_at > opens_at),
  CONSTRAINT sections_held_check CHECK (held_at IS NOT NULL OR (held_gap_from IS NULL AND held_gap_to IS NULL)),
  CONSTRAINT sections_resumes_check CHECK (resumes_at IS NULL OR paused_at IS NOT NULL)
);

CREATE TABLE heartbeats (                   -- when a bid (a guest's or the canary's) was last placed; a table of its own, so that it joins no lock order
  org_id uuid NOT NULL,
  event_id uuid NOT NULL,
  last_at timestamptz NOT NULL,
  gap_from timestamptz,                     -- the last silence that was longer than the event's outage_after_s; with those that it
  gap_to timestamptz,                       -- followed within three minutes, because a close looks back that far
  PRIMARY KEY (event_id, org_id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);

CREATE TABLE price_bands (                  -- the event's table of increments; copied onto its items
  org_id uuid NOT NULL,
  event_id uuid NOT NULL,
  from_cents bigint NOT NULL CHECK (from_cents >= 0),
  step_cents bigint NOT NULL CHECK (step_cents > 0),
  PRIMARY KEY (org_id, event_id, from_cents),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);

-- guests -----------------------------------------------------------------------------------------------------------
CREATE TABLE households (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);

CREATE TABLE paddles (
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  number integer NOT NULL,
  is_hidden boolean NOT NULL DEFAULT false, -- the canary's own, number 0; in no list, total, bill or text
  household_id uuid,
  status text NOT NULL DEFAULT 'active' CONSTRAINT paddles_status_check CHECK (status IN ('active', 'locked', 'retired')),
  admission text NOT NULL DEFAULT 'registered' CONSTRAINT paddles_admission_check CHECK (admission IN ('registered', 'ticketed', 'checked_in')),
  is_remote boolean NOT NULL DEFAULT false,
  has_card boolean NOT NULL DEFAULT false,  -- kept by the writer of payment_methods, so that judging a bid reads one row
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, household_id) REFERENCES households (org_id, id),
  CONSTRAINT paddles_number_check CHECK (CASE WHEN is_hidden THEN number = 0 ELSE number BETWEEN 1 AND 99999 END)
);
-- I22: a number belongs to one live paddle of an event
CREATE UNIQUE INDEX paddles_number_key ON paddles (org_id, event_id, number) WHERE status <> 'retired';

CREATE TABLE guests (
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'room' CONSTRAINT guests_kind_check CHECK (kind IN ('room', 'remote')),
  name text NOT NULL,
  receipt_name text,
  say_it_as text,
  email text,
  user_id uuid REFERENCES users,            -- staff who bid with a paddle of their own, and then do not act on what it bid for
  phone text CONSTRAINT guests_phone_check CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
  tax_id bytea,                             -- encrypted by the application
  texts_ok boolean NOT NULL DEFAULT false,
  link_hash bytea UNIQUE,                   -- sha256 of the personal link's token; the link identifies, the phone's last four digits bind
  link_failures integer NOT NULL DEFAULT 0,
  link_locked_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id)
);
CREATE INDEX guests_paddle_idx ON guests (org_id, paddle_id);

CREATE TABLE sessions (                     -- staff sessions are global (org null until they pick an event by link); reached through definer functions only
  id uuid PRIMARY KEY,
  user_id uuid REFERENCES users,
  org_id uuid NOT NULL REFERENCES organizations,
  event_id uuid NOT NULL,
  guest_id uuid,
  paddle_id uuid,
  role text NOT NULL CONSTRAINT sessions_role_check CHECK (role IN ('superadmin', 'owner', 'coordinator', 'auctioneer', 'clerk', 'finance', 'donor', 'display')),
  epoch integer NOT NULL DEFAULT 1,
  refresh_hash bytea UNIQUE,
  refresh_used_hashes bytea[] NOT NULL DEFAULT '{}',
  device text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, guest_id) REFERENCES guests (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  CONSTRAINT sessions_subject_check CHECK ((role = 'donor') = (guest_id IS NOT NULL) AND (guest_id IS NULL) = (paddle_id IS NULL)
    AND (role IN ('donor', 'display')) = (user_id IS NULL))
);
CREATE INDEX sessions_revoked_idx ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE staff_links (                  -- sign-in links of a onebox; a real deployment makes none
  link_hash bytea PRIMARY KEY,
  org_id uuid NOT NULL,
  event_id uuid NOT NULL,
  user_id uuid REFERENCES users,
  role text NOT NULL CONSTRAINT staff_links_role_check CHECK (role IN ('owner', 'coordinator', 'auctioneer', 'clerk', 'finance', 'display')),
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);

CREATE TABLE terms_versions (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'rules' CONSTRAINT terms_versions_kind_check CHECK (kind IN ('rules', 'card', 'text', 'name', 'audio')),
  body text NOT NULL,
  sha256 bytea NOT NULL,
  published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);

CREATE TABLE acceptances (                  -- append-only: who agreed to which rules, when, on what
  org_id uuid NOT NULL,
  guest_id uuid NOT NULL,
  terms_version_id uuid NOT NULL,
  device text NOT NULL,
  accepted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, guest_id, terms_version_id),
  FOREIGN KEY (org_id, guest_id) REFERENCES guests (org_id, id),
  FOREIGN KEY (org_id, terms_version_id) REFERENCES terms_versions (org_id, id)
);

CREATE TABLE consents (                     -- append-only: card, text, name on screens, audio
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  guest_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT consents_kind_check CHECK (kind IN ('card', 'text', 'name', 'audio')),
  terms_version_id uuid NOT NULL,
  cap_cents bigint CONSTRAINT consents_cap_check CHECK (cap_cents > 0),   -- card: the most that one charge may take without asking
  device text NOT NULL,
  given_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, guest_id) REFERENCES guests (org_id, id),
  FOREIGN KEY (org_id, terms_version_id) REFERENCES terms_versions (org_id, id),
  CONSTRAINT consents_card_cap_check CHECK ((kind = 'card') = (cap_cents IS NOT NULL))
);

CREATE TABLE payment_methods (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  guest_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  stripe_account text,
  stripe_customer text NOT NULL,
  stripe_payment_method text NOT NULL,
  brand text NOT NULL,
  last4 text NOT NULL CHECK (last4 ~ '^[0-9]{4}$'),
  consent_id uuid NOT NULL,                 -- I36: no charge without stored consent
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, guest_id) REFERENCES guests (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (org_id, consent_id) REFERENCES consents (org_id, id)
);
CREATE INDEX payment_methods_paddle_idx ON payment_methods (org_id, paddle_id);

-- A bid that stands in an item with several winners, a guest's sealed one, or the units a guest has bought.
CREATE TYPE standing_bid AS (
  paddle_id uuid, number integer, household_id uuid, bid_id uuid, amount_cents bigint, seq integer, units integer
);
-- What judging needs of a bid and its bidder; functions/bids/judge_bids.sql folds these over an item.
CREATE TYPE bid_candidate AS (
  n integer, id uuid, key uuid, paddle_id uuid, number integer, household_id uuid, paddle_status text, admission text, is_remote boolean, has_card boolean,
  kind text, amount_cents bigint, units integer, body_hash bytea, confirmed boolean, household_ok boolean, session_id uuid, entered_by uuid, entry_reason text,
  seq integer                               -- null: a new bid; else its place in a history that is folded again
);
-- What became of it: code 'accepted' or the refusal's, and columns of its row in bids. A refusal's least_cents is null where it would tell a secret.
CREATE TYPE bid_verdict AS (
  code text, outcome text, is_raise boolean, seq integer, least_cents bigint, price_before_cents bigint, price_after_cents bigint,
  leader_after_id uuid, closes_at_seen timestamptz, closes_at_after timestamptz, version_after bigint
);

-- items ------------------------------------------------------------------------------------------------------------
CREATE TABLE items (
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  section_id uuid NOT NULL,
  lot text NOT NULL,                        -- the house's own numbering: letters and digits
  position integer NOT NULL DEFAULT 0,
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  category text NOT NULL DEFAULT '',
  donor_name text NOT NULL DEFAULT '',
  kind text NOT NULL DEFAULT 'single' CONSTRAINT items_kind_check CHECK (kind IN ('single', 'multi', 'fixed', 'sealed', 'donation', 'live')),
  is_hidden boolean NOT NULL DEFAULT false, -- the canary's own; in no list, total or room
  status text NOT NULL DEFAULT 'open' CONSTRAINT items_status_check CHECK (status IN ('draft', 'open', 'sold', 'unsold', 'withdrawn')),
  -- what practice wants from the first day
  value_cents bigint CHECK (value_cents >= 0),   -- null: not stated
  value_frozen_at timestamptz,
  tax_class text NOT NULL DEFAULT 'goods' CONSTRAINT items_tax_class_check CHECK (tax_class IN ('goods', 'experience', 'ticket', 'donation', 'chance')),
  restrictions text NOT NULL DEFAULT '',
  expires_on date,
  age_min integer CHECK (age_min BETWEEN 0 AND 99),
  delivery text NOT NULL DEFAULT 'hand' CONSTRAINT items_delivery_check CHECK (delivery IN ('hand', 'certificate', 'email', 'ship', 'donor')),
  location text NOT NULL DEFAULT '',
  cost_cents bigint NOT NULL DEFAULT 0 CHECK (cost_cents >= 0),
  consignor text,
  max_copies integer NOT NULL DEFAULT 1 CHECK (max_copies BETWEEN 1 AND 1000),
  terms_version integer NOT NULL DEFAULT 1, -- of restrictions, expiry and age; each bid keeps the one it was made under
  -- what judging a bid needs, all in one row
  starting_cents bigint NOT NULL CHECK (starting_cents BETWEEN 1 AND 100000000000),
  reserve_cents bigint CHECK (reserve_cents > 0),
  step_from_cents bigint[] NOT NULL DEFAULT '{0}',   -- price bands: from this price ...
  step_cents bigint[] NOT NULL,                      -- ... this step; never falling
  force_multiples boolean NOT NULL DEFAULT false,    -- a bid is the least acceptable one plus whole steps
  quantity integer NOT NULL DEFAULT 1 CHECK (quantity BETWEEN 1 AND 10000),     -- multi: winners; fixed: units
  units_taken integer NOT NULL DEFAULT 0,            -- fixed: units bought
  given_cents bigint NOT NULL DEFAULT 0,             -- donation: the sum
  per_guest_limit integer CHECK (per_guest_limit > 0),                         -- multi, fixed: units a paddle may hold
  is_uniform_price boolean NOT NULL DEFAULT false,   -- multi: all winners pay the lowest winning bid
  buy_now_cents bigint CHECK (buy_now_cents > 0),    -- single: ends the item at once
  buy_now_until_pct integer CHECK (buy_now_until_pct BETWEEN 1 AND 100),       -- gone when the price reaches this share of it; null: at the first bid
  opens_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  planned_closes_at timestamptz NOT NULL,
  hard_end_at timestamptz,
  paused_at timestamptz,
  resumes_at timestamptz,                   -- a pause that ends by itself at a time that was announced; bids and closes look at the clock
  held_at timestamptz,                      -- outage hold: past its close, without a winner
  extension_window_s integer NOT NULL DEFAULT 0,
  extension_s integer NOT NULL DEFAULT 0,
  extension_cap_s integer NOT NULL DEFAULT 0,
  extension_count integer NOT NULL DEFAULT 0,
  who_may_bid text NOT NULL DEFAULT 'registered' CONSTRAINT items_who_may_bid_check CHECK (who_may_bid IN ('registered', 'ticketed', 'checked_in')),
  card_required boolean NOT NULL DEFAULT true,
  remote_exempt boolean NOT NULL DEFAULT true,
  high_paddle_id uuid,
  high_paddle_number integer,
  high_household_id uuid,
  high_bid_id uuid,
  high_commitment_cents bigint,             -- secret: not readable by app
  price_cents bigint,                       -- single: what the leader pays; multi: the lowest standing bid
  standing standing_bid[] NOT NULL DEFAULT '{}',  -- multi: the winning bids, best first; sealed: each guest's own; fixed: each guest's units; not readable by app
  bid_count integer NOT NULL DEFAULT 0,     -- bids the public has seen; a leader's own raise is not one
  last_seq integer NOT NULL DEFAULT 0,
  version bigint NOT NULL DEFAULT 1,        -- rises by one with every change that the public may see
  hammer_cents bigint,                      -- multi: the lowest winning bid
  winner_paddle_id uuid,                    -- single, sealed, live; every winner has an award
  closed_at timestamptz,
  close_version integer NOT NULL DEFAULT 0, -- how often it closed
  live_sale_id uuid,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, event_id, lot),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, section_id) REFERENCES sections (org_id, id),
  FOREIGN KEY (org_id, high_paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (org_id, winner_paddle_id) REFERENCES paddles (org_id, id),
  CONSTRAINT items_steps_check CHECK (cardinality(step_cents) BETWEEN 1 AND 50 AND cardinality(step_cents) = cardinality(step_from_cents)
    AND step_from_cents[1] = 0 AND 0 < ALL (step_cents)),
  CONSTRAINT items_leader_check CHECK (CASE WHEN kind = 'single' THEN (high_paddle_id IS NULL) = (price_cents IS NULL)
    AND (high_paddle_id IS NULL) = (high_commitment_cents IS NULL) AND (high_paddle_id IS NULL) = (high_bid_id IS NULL)
    AND (high_paddle_id IS NULL) = (high_paddle_number IS NULL) ELSE kind IN ('live', 'sealed') OR high_paddle_id IS NULL END),      -- I1
  CONSTRAINT items_price_check CHECK (price_cents <= high_commitment_cents AND price_cents >= starting_cents),  -- I9
  CONSTRAINT items_close_check CHECK (closes_at > opens_at AND closes_at >= planned_closes_at),                 -- I16
  CONSTRAINT items_sold_check CHECK ((status = 'sold' AND kind IN ('single', 'sealed', 'live')) = (winner_paddle_id IS NOT NULL)
    AND (status = 'sold' AND kind IN ('single', 'sealed', 'live', 'multi')) = (hammer_cents IS NOT NULL)
    AND (status IN ('sold', 'unsold')) = (closed_at IS NOT NULL)),                                              -- I17
  CONSTRAINT items_reserve_check CHECK (reserve_cents IS NULL OR (kind IN ('single', 'live')
    AND (status <> 'sold' OR kind = 'live' OR hammer_cents >= reserve_cents))),                                 -- I18
  CONSTRAINT items_kind_units_check CHECK (units_taken BETWEEN 0 AND quantity AND (kind = 'fixed' OR units_taken = 0)
    AND (kind IN ('multi', 'fixed') OR quantity = 1) AND (kind <> 'multi' OR cardinality(standing) <= quantity)),   -- I3, I19
  CONSTRAINT items_kind_buy_now_check CHECK (buy_now_cents IS NULL OR (kind = 'single' AND buy_now_cents >= starting_cents
    AND (reserve_cents IS NULL OR buy_now_cents >= reserve_cents))),
  CONSTRAINT items_resumes_check CHECK (resumes_at IS NULL OR paused_at IS NOT NULL)
) WITH (fillfactor = 50);
CREATE INDEX items_event_idx ON items (org_id, event_id, position);
CREATE INDEX items_due_idx ON items (org_id, section_id, closes_at) WHERE status = 'open';
CREATE INDEX items_winner_idx ON items (org_id, winner_paddle_id) WHERE winner_paddle_id IS NOT NULL;

CREATE TABLE item_terms (                   -- append-only: what a bidder was shown before these words changed
  org_id uuid NOT NULL,
  item_id uuid NOT NULL,
  version integer NOT NULL,
  restrictions text NOT NULL,
  expires_on date,
  age_min integer,
  until timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, item_id, version),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id)
);

CREATE FUNCTION keep_item_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO item_terms (org_id, item_id, version, restrictions, expires_on, age_min)
    VALUES (OLD.org_id, OLD.id, OLD.terms_version, OLD.restrictions, OLD.expires_on, OLD.age_min);
  NEW.terms_version := OLD.terms_version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER items_keep_terms BEFORE UPDATE OF restrictions, expires_on, age_min ON items FOR EACH ROW
  WHEN ((OLD.restrictions, OLD.expires_on, OLD.age_min) IS DISTINCT FROM (NEW.restrictions, NEW.expires_on, NEW.age_min))
  EXECUTE FUNCTION keep_item_terms();

CREATE TABLE item_photos (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  position integer NOT NULL DEFAULT 0,
  blob_name text NOT NULL,                  -- in the public container "media"
  width integer NOT NULL CHECK (width > 0),
  height integer NOT NULL CHECK (height > 0),
  alt text NOT NULL DEFAULT '',
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id)
);
CREATE INDEX item_photos_item_idx ON item_photos (org_id, item_id, position);

CREATE TABLE releases (                     -- append-only: an item is handed over once, to a named person, with proof
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  released_to text NOT NULL,
  proof text NOT NULL,
  reason text,
  released_by uuid NOT NULL,
  undoes_id uuid,
  released_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id)
);

-- bids -------------------------------------------------------------------------------------------------------------
CREATE TABLE bids (                         -- append-only; a void is a row
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  key uuid NOT NULL,                        -- made and stored by the phone before it sends
  body_hash bytea NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  kind text NOT NULL CONSTRAINT bids_kind_check CHECK (kind IN ('max', 'exact', 'sealed', 'buy_now', 'purchase', 'donation')),
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),   -- what the bidder set, of one unit; secret where it is a maximum or sealed
  units integer NOT NULL DEFAULT 1 CHECK (units > 0),
  is_raise boolean NOT NULL,                -- the leader's own raise
  outcome text NOT NULL CONSTRAINT bids_outcome_check   -- as the bidder was told
    CHECK (outcome IN ('leading', 'outbid', 'tied_earlier', 'standing', 'sealed', 'bought', 'given')),
  least_cents bigint NOT NULL,              -- the least acceptable amount it was judged by
  price_before_cents bigint,
  price_after_cents bigint,                 -- null where no price is shown: sealed bids, purchases, donations
  leader_after_id uuid,                     -- single items
  decided_at timestamptz NOT NULL,
  opens_at_seen timestamptz NOT NULL,
  closes_at_seen timestamptz NOT NULL,
  closes_at_after timestamptz NOT NULL,
  version_after bigint NOT NULL,
  session_id uuid NOT NULL,
  terms_version integer NOT NULL DEFAULT 1, -- the item's restrictions, expiry and age as they were shown
  entered_by uuid,                          -- the member of staff who typed it for a guest without a phone
  entry_reason text CONSTRAINT bids_entry_reason_check CHECK (entry_reason IN ('no_phone', 'phone_trouble', 'asked', 'paper')),
  -- The selective column leads: on a table that looks empty to the planner any index that begins with org_id would seem as good as the right one.
  PRIMARY KEY (id, org_id),
  UNIQUE (paddle_id, key, org_id),
  UNIQUE (item_id, seq, org_id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  CONSTRAINT bids_window_check CHECK (opens_at_seen <= decided_at AND (decided_at < closes_at_seen OR kind = 'donation') AND closes_at_after >= closes_at_seen),  -- I4, I16
  CONSTRAINT bids_amount_check CHECK (amount_cents >= least_cents),  -- I6
  CONSTRAINT bids_price_check CHECK (price_before_cents IS NULL OR price_after_cents >= price_before_cents),  -- I7
  CONSTRAINT bids_entered_check CHECK ((entered_by IS NULL) = (entry_reason IS NULL)),                        -- I20
  CONSTRAINT bids_purchase_units_check CHECK (units = 1 OR kind = 'purchase')
);

CREATE TABLE bid_attempts (                 -- refused and voided keys, so that a late duplicate stays refused and a guest may ask why; swept after thirty days
  org_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  key uuid NOT NULL,
  item_id uuid,
  body_hash bytea,
  code text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  kind text,
  amount_cents bigint,                      -- secret like a bid's
  entered_by uuid,
  decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (paddle_id, key, org_id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id)
);
CREATE INDEX bid_attempts_age_idx ON bid_attempts (decided_at);
CREATE INDEX bid_attempts_item_idx ON bid_attempts (item_id, decided_at);

-- what staff do to items ---------------------------------------------------------------------------------------------
CREATE TABLE staff_acts (                   -- append-only; the key of a staff call, so that a repeat answers as the first did
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the client's Idempotency-Key
  event_id uuid NOT NULL,
  session_id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES users,
  action text NOT NULL,
  subject_id uuid NOT NULL,                 -- item, section, approval or event
  body_hash bytea NOT NULL,
  reason text,
  answer jsonb NOT NULL DEFAULT '{}',
  acted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);
CREATE INDEX staff_acts_event_idx ON staff_acts (org_id, event_id, acted_at);

CREATE TABLE approvals (                    -- what needs a second person
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the Idempotency-Key of who asked
  event_id uuid NOT NULL,
  action text NOT NULL CONSTRAINT approvals_action_check CHECK (action IN ('reopen', 'revoke_award', 'close_held')),
  subject_id uuid NOT NULL,                 -- item, or section
  reason text NOT NULL CONSTRAINT approvals_reason_check CHECK (reason IN ('system_fault', 'entry_error', 'winner_steps_back', 'cannot_deliver')),
  note text NOT NULL DEFAULT '',
  asked_by uuid NOT NULL REFERENCES users,
  asked_session uuid NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '30 minutes',
  verdict text CONSTRAINT approvals_verdict_check CHECK (verdict IN ('approved', 'declined', 'expired')),
  decided_by uuid REFERENCES users,
  decided_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  CONSTRAINT approvals_decided_check CHECK ((verdict IS NULL OR verdict = 'expired') = (decided_by IS NULL) AND (verdict IS NULL) = (decided_at IS NULL)),
  CONSTRAINT approvals_two_persons_check CHECK (decided_by <> asked_by OR verdict = 'declined')
);
CREATE UNIQUE INDEX approvals_waiting_key ON approvals (org_id, subject_id, action) WHERE verdict IS NULL;

CREATE TABLE item_changes (                 -- append-only: every change of an item that no bid made; numbered in the same row of numbers as its bids
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  kind text NOT NULL CONSTRAINT item_changes_kind_check
    CHECK (kind IN ('void', 'pause', 'resume', 'extend', 'withdraw', 'hold', 'unhold', 'reopen', 'revoke_award', 'award_offer')),
  act_id uuid,                              -- the staff act; null: the system's own (hold, unhold, an offer's yes)
  approval_id uuid,
  reason text,
  note text NOT NULL DEFAULT '',
  bid_ids uuid[] NOT NULL DEFAULT '{}',     -- void: these no longer count
  user_id uuid REFERENCES users,
  second_user_id uuid REFERENCES users,
  decided_at timestamptz NOT NULL,
  status_before text NOT NULL,
  status_after text NOT NULL,
  price_before_cents bigint,
  price_after_cents bigint,
  leader_before_id uuid,
  leader_after_id uuid,
  closes_at_before timestamptz NOT NULL,
  closes_at_after timestamptz NOT NULL,
  planned_shift interval NOT NULL DEFAULT '0',   -- resume moves the planned close too
  version_after bigint NOT NULL,
  PRIMARY KEY (id, org_id),
  UNIQUE (item_id, seq, org_id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, act_id) REFERENCES staff_acts (org_id, id),
  FOREIGN KEY (org_id, approval_id) REFERENCES approvals (org_id, id),
  CONSTRAINT item_changes_reason_check CHECK (kind NOT IN ('void', 'reopen', 'revoke_award', 'withdraw') OR reason IS NOT NULL),
  CONSTRAINT item_changes_second_check CHECK (kind NOT IN ('reopen', 'revoke_award') OR (second_user_id IS NOT NULL AND second_user_id <> user_id))
);

-- The bids that count: all but the voided. A view, because a void is a row and bids are never touched again.
CREATE VIEW counted_bids WITH (security_invoker = true) AS
  SELECT b.* FROM bids b
  WHERE NOT EXISTS (SELECT FROM item_changes c WHERE c.item_id = b.item_id AND c.org_id = b.org_id AND b.id = ANY (c.bid_ids));

-- Bids and changes of an item in one row of numbers, with what each left behind.
CREATE VIEW item_steps WITH (security_invoker = true) AS
  SELECT org_id, event_id, item_id, seq, id, 'bid' AS what, kind, decided_at, price_before_cents, price_after_cents, leader_after_id, closes_at_seen AS closes_at_before,
    closes_at_after, version_after FROM bids
  UNION ALL
  SELECT org_id, event_id, item_id, seq, id, 'change', kind, decided_at, price_before_cents, price_after_cents, leader_after_id, closes_at_before,
    closes_at_after, version_after FROM item_changes;

CREATE TABLE offers (                       -- to the next bidder: never on an invoice before "yes"
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,                  -- the Idempotency-Key of who made it
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  status text NOT NULL DEFAULT 'waiting' CONSTRAINT offers_status_check CHECK (status IN ('waiting', 'accepted', 'declined', 'expired', 'withdrawn')),
  deadline timestamptz NOT NULL,
  made_by uuid NOT NULL REFERENCES users,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  answered_at timestamptz,
  answer_key uuid,                          -- the guest's Idempotency-Key
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id)
);
CREATE UNIQUE INDEX offers_waiting_key ON offers (org_id, item_id) WHERE status = 'waiting';
CREATE INDEX offers_paddle_idx ON offers (org_id, paddle_id);

CREATE TABLE step_backs (                   -- append-only: a bidder whose lead came back by a staff change asks to be let out of it
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the guest's Idempotency-Key
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  change_id uuid NOT NULL,                  -- the change that made them lead again
  requested_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (change_id, paddle_id, org_id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (change_id, org_id) REFERENCES item_changes (id, org_id)
);
CREATE INDEX step_backs_event_idx ON step_backs (org_id, event_id, requested_at);

CREATE TABLE awards (                       -- who gets what for how much; the only thing that a bill is made of
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  bid_id uuid,                              -- the bid that won, bought or gave; null: a live sale or an offer's yes
  live_sale_id uuid,
  offer_id uuid,
  units integer NOT NULL DEFAULT 1 CHECK (units > 0),
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),   -- of all units together
  close_version integer NOT NULL,
  awarded_at timestamptz NOT NULL,
  revoked_at timestamptz,                   -- by a reopening or a winner who stepped back
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (org_id, offer_id) REFERENCES offers (org_id, id),
  CONSTRAINT awards_source_check CHECK (num_nonnulls(bid_id, live_sale_id, offer_id) = 1)
);
CREATE UNIQUE INDEX awards_bid_key ON awards (org_id, bid_id) WHERE revoked_at IS NULL AND bid_id IS NOT NULL;
CREATE UNIQUE INDEX awards_live_sale_key ON awards (org_id, live_sale_id) WHERE live_sale_id IS NOT NULL;
CREATE INDEX awards_item_idx ON awards (item_id);
CREATE INDEX awards_paddle_idx ON awards (org_id, event_id, paddle_id);

-- live -------------------------------------------------------------------------------------------------------------
CREATE TABLE live_sales (                   -- append-only, with reversals
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the client's Idempotency-Key
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  body_hash bytea NOT NULL,
  entered_by uuid NOT NULL,
  reverses_id uuid,
  sold_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (org_id, reverses_id) REFERENCES live_sales (org_id, id)
);
CREATE UNIQUE INDEX live_sales_reversed_key ON live_sales (org_id, reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX live_sales_item_idx ON live_sales (org_id, item_id);

-- settlement -------------------------------------------------------------------------------------------------------
CREATE TABLE invoices (
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  payer_id uuid NOT NULL,                   -- the guest who pays
  number integer NOT NULL,                  -- within the event
  status text NOT NULL DEFAULT 'open' CONSTRAINT invoices_status_check CHECK (status IN ('open', 'charging', 'needs_payer', 'paid', 'void')),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  total_cents bigint NOT NULL CHECK (total_cents >= 0),
  paid_cents bigint NOT NULL DEFAULT 0,
  billed_at timestamptz,
  charge_not_before timestamptz,
  paid_at timestamptz,
  disputed_at timestamptz,                  -- "Something is wrong": out of the run
  failure_code text,                        -- why the payer is needed
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, event_id, number),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (org_id, payer_id) REFERENCES guests (org_id, id),
  CONSTRAINT invoices_paid_check CHECK (paid_cents BETWEEN 0 AND total_cents AND (status = 'paid') = (paid_at IS NOT NULL)
    AND (status <> 'paid' OR paid_cents = total_cents)),  -- I30
  CONSTRAINT invoices_failure_check CHECK ((status = 'needs_payer') = (failure_code IS NOT NULL))
);
CREATE UNIQUE INDEX invoices_payer_key ON invoices (org_id, event_id, payer_id) WHERE status <> 'void';

CREATE TABLE invoice_lines (                -- append-only; a correction is a new line
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  payer_id uuid NOT NULL,
  item_id uuid,
  award_id uuid,
  description text NOT NULL,
  amount_cents bigint NOT NULL,
  tax_class text NOT NULL,
  value_cents bigint,
  pay_by text NOT NULL DEFAULT 'card' CONSTRAINT invoice_lines_pay_by_check CHECK (pay_by IN ('card', 'invoice', 'cheque', 'daf', 'cash', 'transfer')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, invoice_id) REFERENCES invoices (org_id, id),
  FOREIGN KEY (org_id, payer_id) REFERENCES guests (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, award_id) REFERENCES awards (org_id, id)
);
CREATE UNIQUE INDEX invoice_lines_award_key ON invoice_lines (org_id, award_id) WHERE award_id IS NOT NULL AND amount_cents > 0;  -- I29
CREATE INDEX invoice_lines_invoice_idx ON invoice_lines (org_id, invoice_id);

CREATE TABLE charges (                      -- one row per attempt; its key is committed before the first call
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  attempt integer NOT NULL CHECK (attempt > 0),
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  currency text NOT NULL,
  payment_method_id uuid NOT NULL,
  payer_present boolean NOT NULL DEFAULT false,   -- the payer tapped "pay"; else the consent's cap holds
  pay_key uuid,                             -- the Idempotency-Key of that tap
  stripe_account text,
  idempotency_key text NOT NULL UNIQUE,     -- I31
  status text NOT NULL DEFAULT 'pending'
    CONSTRAINT charges_status_check CHECK (status IN ('pending', 'created', 'confirming', 'unknown', 'succeeded', 'declined', 'needs_action', 'canceled')),
  provider_id text,                         -- the PaymentIntent; stored before it is confirmed; a new attempt reuses it
  provider_charge_before text,              -- the intent's latest charge before our first confirm: whether a failure is this attempt's own
  confirms integer NOT NULL DEFAULT 0,      -- each confirm has a key of its own; the intent captures once
  claimed_until timestamptz,                -- a process works on it; only a saving of calls, never what keeps money safe
  captured_cents bigint NOT NULL DEFAULT 0,
  failure_code text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, invoice_id, attempt),
  FOREIGN KEY (org_id, invoice_id) REFERENCES invoices (org_id, id),
  FOREIGN KEY (org_id, payment_method_id) REFERENCES payment_methods (org_id, id),
  CONSTRAINT charges_captured_check CHECK (captured_cents BETWEEN 0 AND amount_cents AND (status = 'succeeded') = (captured_cents > 0)),
  CONSTRAINT charges_provider_check CHECK (provider_id IS NOT NULL OR status IN ('pending', 'unknown', 'declined', 'canceled'))
);
CREATE UNIQUE INDEX charges_open_key ON charges (org_id, invoice_id) WHERE status IN ('pending', 'created', 'confirming', 'unknown');  -- I30
CREATE UNIQUE INDEX charges_provider_key ON charges (provider_id)
  WHERE provider_id IS NOT NULL AND status IN ('pending', 'created', 'confirming', 'unknown', 'succeeded');
CREATE INDEX charges_intent_idx ON charges (provider_id, attempt) WHERE provider_id IS NOT NULL;
CREATE UNIQUE INDEX charges_pay_key ON charges (org_id, invoice_id, pay_key) WHERE pay_key IS NOT NULL;

CREATE TABLE receipts (                     -- issued receipts do not change
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  charge_id uuid NOT NULL,
  number text NOT NULL,
  payer_id uuid NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  blob_name text NOT NULL,                  -- in the private container "receipts"
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, number),
  UNIQUE (org_id, charge_id),
  FOREIGN KEY (org_id, invoice_id) REFERENCES invoices (org_id, id),
  FOREIGN KEY (org_id, charge_id) REFERENCES charges (org_id, id),
  FOREIGN KEY (org_id, payer_id) REFERENCES guests (org_id, id)
);

CREATE TABLE webhook_inbox (                -- I35: an event id has effect at most once; reached through definer functions only
  account text NOT NULL,                    -- '' for the platform's own
  event_id text NOT NULL,
  org_id uuid REFERENCES organizations,     -- null: no charity of ours has this account; kept, without effect
  type text NOT NULL,
  object_id text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  handled_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  failure text,
  PRIMARY KEY (account, event_id)
);
CREATE INDEX webhook_inbox_open_idx ON webhook_inbox (received_at) WHERE handled_at IS NULL;

-- notifications ----------------------------------------------------------------------------------------------------
CREATE TABLE messages (                     -- written in the deciding transaction; the row's state decides, the queue only hints
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT messages_kind_check CHECK (kind IN ('outbid', 'won', 'bill', 'payment_failed', 'receipt', 'leading_again', 'reopened', 'offer')),
  item_id uuid,
  about_seq integer,                        -- outbid: the seq that displaced; leading_again, reopened: the change's; won: the close_version
  about_id uuid,                            -- invoice, receipt or offer
  amount_cents bigint,
  status text NOT NULL DEFAULT 'pending' CONSTRAINT messages_status_check CHECK (status IN ('pending', 'sending', 'sent', 'delivered', 'failed', 'skipped', 'unknown')),
  provider_id text,
  failure_code text,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id)
);
CREATE UNIQUE INDEX messages_outbid_key ON messages (org_id, item_id, paddle_id, about_seq) WHERE kind = 'outbid';  -- I43
CREATE INDEX messages_outbid_waiting_idx ON messages (item_id, paddle_id) WHERE kind = 'outbid' AND status = 'pending';
CREATE UNIQUE INDEX messages_won_key ON messages (org_id, item_id, paddle_id, about_seq) NULLS NOT DISTINCT WHERE kind = 'won';
CREATE UNIQUE INDEX messages_change_key ON messages (org_id, item_id, paddle_id, kind, about_seq) WHERE kind IN ('leading_again', 'reopened');
CREATE UNIQUE INDEX messages_about_key ON messages (org_id, kind, about_id, about_seq) NULLS NOT DISTINCT WHERE about_id IS NOT NULL;
CREATE INDEX messages_unsent_idx ON messages (created_at) WHERE status = 'pending';
CREATE UNIQUE INDEX messages_provider_key ON messages (provider_id) WHERE provider_id IS NOT NULL;

-- records ----------------------------------------------------------------------------------------------------------
CREATE TABLE audit_log (                    -- append-only: staff, money and access acts
  org_id uuid NOT NULL REFERENCES organizations,
  id uuid NOT NULL,
  event_id uuid,
  session_id uuid,
  user_id uuid,
  action text NOT NULL,
  subject_id uuid,
  reason text,
  detail jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id)
);
CREATE INDEX audit_log_subject_idx ON audit_log (org_id, subject_id);
