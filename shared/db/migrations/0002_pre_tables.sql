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
  paused_at timestamptz,
  held_at timestamptz,                      -- outage hold: no winners until it reopens
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  CONSTRAINT sections_close_check CHECK (kind = 'live' OR closes_at > opens_at)
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
  number integer NOT NULL CHECK (number BETWEEN 1 AND 99999),
  household_id uuid,
  status text NOT NULL DEFAULT 'active' CONSTRAINT paddles_status_check CHECK (status IN ('active', 'locked', 'retired')),
  admission text NOT NULL DEFAULT 'registered' CONSTRAINT paddles_admission_check CHECK (admission IN ('registered', 'ticketed', 'checked_in')),
  is_remote boolean NOT NULL DEFAULT false,
  has_card boolean NOT NULL DEFAULT false,  -- kept by the writer of payment_methods, so that judging a bid reads one row
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, household_id) REFERENCES households (org_id, id)
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
  kind text NOT NULL DEFAULT 'single' CONSTRAINT items_kind_check CHECK (kind IN ('single', 'live')),
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
  -- what judging a bid needs, all in one row
  starting_cents bigint NOT NULL CHECK (starting_cents BETWEEN 1 AND 100000000000),
  reserve_cents bigint CHECK (reserve_cents > 0),
  step_from_cents bigint[] NOT NULL DEFAULT '{0}',   -- price bands: from this price ...
  step_cents bigint[] NOT NULL,                      -- ... this step; never falling
  opens_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  planned_closes_at timestamptz NOT NULL,
  hard_end_at timestamptz,
  paused_at timestamptz,
  extension_window_s integer NOT NULL DEFAULT 0,
  extension_s integer NOT NULL DEFAULT 0,
  extension_cap_s integer NOT NULL DEFAULT 0,
  extension_count integer NOT NULL DEFAULT 0,
  who_may_bid text NOT NULL DEFAULT 'registered' CONSTRAINT items_who_may_bid_check CHECK (who_may_bid IN ('registered', 'ticketed', 'checked_in')),
  card_required boolean NOT NULL DEFAULT true,
  remote_exempt boolean NOT NULL DEFAULT true,
  high_paddle_id uuid,
  high_paddle_number integer,
  high_bid_id uuid,
  high_commitment_cents bigint,             -- secret: not readable by app
  price_cents bigint,
  bid_count integer NOT NULL DEFAULT 0,     -- bids the public has seen; a leader's own raise is not one
  last_seq integer NOT NULL DEFAULT 0,
  version bigint NOT NULL DEFAULT 1,        -- rises by one with every change that the public may see
  hammer_cents bigint,
  winner_paddle_id uuid,
  closed_at timestamptz,
  live_sale_id uuid,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, event_id, lot),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, section_id) REFERENCES sections (org_id, id),
  FOREIGN KEY (org_id, high_paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (org_id, winner_paddle_id) REFERENCES paddles (org_id, id),
  CONSTRAINT items_steps_check CHECK (cardinality(step_cents) BETWEEN 1 AND 50 AND cardinality(step_cents) = cardinality(step_from_cents)
    AND step_from_cents[1] = 0 AND 0 < ALL (step_cents)),
  CONSTRAINT items_leader_check CHECK (kind = 'live' OR ((high_paddle_id IS NULL) = (price_cents IS NULL)
    AND (high_paddle_id IS NULL) = (high_commitment_cents IS NULL) AND (high_paddle_id IS NULL) = (high_bid_id IS NULL)
    AND (high_paddle_id IS NULL) = (high_paddle_number IS NULL))),                                              -- I1
  CONSTRAINT items_price_check CHECK (price_cents <= high_commitment_cents AND price_cents >= starting_cents),  -- I9
  CONSTRAINT items_close_check CHECK (closes_at > opens_at AND closes_at >= planned_closes_at
    AND (hard_end_at IS NULL OR closes_at <= hard_end_at OR closes_at = planned_closes_at)),                    -- I16
  CONSTRAINT items_sold_check CHECK ((status = 'sold') = (winner_paddle_id IS NOT NULL)
    AND (status = 'sold') = (hammer_cents IS NOT NULL) AND (status IN ('sold', 'unsold')) = (closed_at IS NOT NULL)),  -- I17
  CONSTRAINT items_reserve_check CHECK (status <> 'sold' OR kind = 'live' OR reserve_cents IS NULL OR hammer_cents >= reserve_cents)  -- I18
) WITH (fillfactor = 50);
CREATE INDEX items_event_idx ON items (org_id, event_id, position);
CREATE INDEX items_due_idx ON items (org_id, section_id, closes_at) WHERE status = 'open';
CREATE INDEX items_winner_idx ON items (org_id, winner_paddle_id) WHERE winner_paddle_id IS NOT NULL;

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
  kind text NOT NULL CONSTRAINT bids_kind_check CHECK (kind IN ('max', 'exact')),
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),   -- what the bidder set; secret where it is a maximum
  units integer NOT NULL DEFAULT 1 CHECK (units > 0),
  is_raise boolean NOT NULL,                -- the leader's own raise
  outcome text NOT NULL CONSTRAINT bids_outcome_check CHECK (outcome IN ('leading', 'outbid', 'tied_earlier')),   -- as the bidder was told
  least_cents bigint NOT NULL,              -- the least acceptable amount it was judged by
  price_before_cents bigint,
  price_after_cents bigint NOT NULL,
  leader_after_id uuid NOT NULL,
  decided_at timestamptz NOT NULL,
  opens_at_seen timestamptz NOT NULL,
  closes_at_seen timestamptz NOT NULL,
  closes_at_after timestamptz NOT NULL,
  version_after bigint NOT NULL,
  session_id uuid NOT NULL,
  entered_by uuid,                          -- staff who typed it for a guest without a phone
  -- The selective column leads: on a table that looks empty to the planner any index that begins with org_id would seem as good as the right one.
  PRIMARY KEY (id, org_id),
  UNIQUE (paddle_id, key, org_id),
  UNIQUE (item_id, seq, org_id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  CONSTRAINT bids_window_check CHECK (opens_at_seen <= decided_at AND decided_at < closes_at_seen AND closes_at_after >= closes_at_seen),  -- I4, I16
  CONSTRAINT bids_amount_check CHECK (amount_cents >= least_cents),  -- I6
  CONSTRAINT bids_price_check CHECK (price_before_cents IS NULL OR price_after_cents >= price_before_cents)  -- I7
);

CREATE TABLE bid_attempts (                 -- refused and voided keys, so that a late duplicate stays refused; swept after 24 h
  org_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  key uuid NOT NULL,
  item_id uuid,
  body_hash bytea,
  code text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (paddle_id, key, org_id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id)
);
CREATE INDEX bid_attempts_age_idx ON bid_attempts (decided_at);

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
  live_sale_id uuid,
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
  FOREIGN KEY (org_id, live_sale_id) REFERENCES live_sales (org_id, id)
);
CREATE UNIQUE INDEX invoice_lines_item_key ON invoice_lines (org_id, item_id) WHERE item_id IS NOT NULL AND amount_cents > 0;  -- I29
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
  kind text NOT NULL CONSTRAINT messages_kind_check CHECK (kind IN ('outbid', 'won', 'bill', 'payment_failed', 'receipt')),
  item_id uuid,
  about_seq integer,                        -- outbid: the seq that displaced
  about_id uuid,                            -- invoice or receipt
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
CREATE UNIQUE INDEX messages_won_key ON messages (org_id, item_id, paddle_id) WHERE kind = 'won';
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
