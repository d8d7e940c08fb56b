-- Why: what happens in the room (live lots, paddle raise, displays, announcements, rehearsals) needs tables; a live sale may wait for its paddle.
-- Longer than 400 lines because the room's tables are read as one piece.
SET LOCAL lock_timeout = '5s';

-- events -----------------------------------------------------------------------------------------------------------
ALTER TABLE events
  ADD COLUMN stopped_at timestamptz,        -- the show is stopped: nothing from phones counts, clocks stand still
  ADD COLUMN display_mode text NOT NULL DEFAULT 'auto' CONSTRAINT events_display_mode_check
    CHECK (display_mode IN ('auto', 'welcome', 'board', 'countdown', 'live', 'raise', 'leaderboard', 'sponsors', 'hold', 'thanks')),
  ADD COLUMN sponsors text[] NOT NULL DEFAULT '{}',
  ADD COLUMN rehearsal_of uuid,             -- a copy to practise on: no money, no texts
  ADD COLUMN rehearsal_ends_at timestamptz,
  ADD FOREIGN KEY (org_id, rehearsal_of) REFERENCES events (org_id, id),
  ADD CONSTRAINT events_rehearsal_check CHECK (rehearsal_of IS NULL OR checkout_opened_at IS NULL);

CREATE TABLE announcements (                -- append-only but for the taking back; the newest that was not taken back is shown
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the Idempotency-Key
  event_id uuid NOT NULL,
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 200),
  announced_by uuid NOT NULL REFERENCES users,
  announced_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);
CREATE INDEX announcements_event_idx ON announcements (org_id, event_id, announced_at);

-- guests -----------------------------------------------------------------------------------------------------------
CREATE TABLE tables (                       -- where guests sit
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, event_id, name),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);
ALTER TABLE paddles ADD COLUMN table_id uuid, ADD FOREIGN KEY (org_id, table_id) REFERENCES tables (org_id, id);
-- A consent may be taken back: the newest row of its kind counts.
ALTER TABLE consents ADD COLUMN is_given boolean NOT NULL DEFAULT true;

-- items ------------------------------------------------------------------------------------------------------------
-- The auctioneer may start a lot below its printed start; a sold lot may wait for its paddle.
ALTER TABLE items DROP CONSTRAINT items_price_check, DROP CONSTRAINT items_sold_check,
  ADD CONSTRAINT items_price_check CHECK (price_cents <= high_commitment_cents AND (price_cents >= starting_cents OR kind = 'live')),   -- I9
  ADD CONSTRAINT items_sold_check CHECK (((status = 'sold' AND kind IN ('single', 'sealed')) = (winner_paddle_id IS NOT NULL) OR kind = 'live')
    AND (winner_paddle_id IS NULL OR status = 'sold')
    AND (status = 'sold' AND kind IN ('single', 'sealed', 'live', 'multi')) = (hammer_cents IS NOT NULL)
    AND (status IN ('sold', 'unsold')) = (closed_at IS NOT NULL));                                                                      -- I17
ALTER TABLE messages DROP CONSTRAINT messages_kind_check, ADD CONSTRAINT messages_kind_check
  CHECK (kind IN ('outbid', 'won', 'bill', 'payment_failed', 'receipt', 'leading_again', 'reopened', 'offer', 'sale_reversed'));
CREATE UNIQUE INDEX messages_sale_reversed_key ON messages (org_id, about_id) WHERE kind = 'sale_reversed';

-- live -------------------------------------------------------------------------------------------------------------
CREATE TABLE live_lots (                    -- what the stage knows of a lot beside its item; the last standing entry left it so
  org_id uuid NOT NULL,
  item_id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  stage text NOT NULL DEFAULT 'waiting' CONSTRAINT live_lots_stage_check CHECK (stage IN ('waiting', 'running', 'sold', 'passed')),
  ask_cents bigint CHECK (ask_cents > 0),   -- what is called for next
  step_cents bigint NOT NULL CHECK (step_cents > 0),
  source text CONSTRAINT live_lots_source_check CHECK (source IN ('room', 'phone', 'absentee')),   -- of the bid that stands; null: none
  is_warned boolean NOT NULL DEFAULT false, -- fair warning was given
  phones_open boolean NOT NULL DEFAULT true,
  offered_to uuid,                          -- only this paddle may take it at the ask
  last_seq integer NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, item_id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, offered_to) REFERENCES paddles (org_id, id),
  CONSTRAINT live_lots_running_check CHECK (stage <> 'running' OR ask_cents IS NOT NULL)
);
CREATE UNIQUE INDEX live_lots_running_key ON live_lots (org_id, event_id) WHERE stage = 'running';   -- one at a time

CREATE TABLE live_entries (                 -- append-only: everything said on stage about a lot, with what it left; an undo is a row
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the Idempotency-Key
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  kind text NOT NULL CONSTRAINT live_entries_kind_check
    CHECK (kind IN ('open', 'ask', 'bid', 'take_offer', 'absentee', 'warn', 'pass', 'phones', 'sell', 'underbidder', 'combine', 'undo')),
  paddle_id uuid,                           -- of a bid; null: heard, paddle not known yet
  amount_cents bigint CHECK (amount_cents > 0),
  offer_id uuid,
  sale_id uuid,
  other_item_id uuid,                       -- combine
  undoes_id uuid,
  reason text,
  -- what it left: undoing the last one goes back to what the one before left
  stage_after text NOT NULL,
  ask_after_cents bigint,
  step_after_cents bigint NOT NULL,
  price_after_cents bigint,
  leader_after_id uuid,
  source_after text,
  is_warned_after boolean NOT NULL,
  phones_open_after boolean NOT NULL,
  offered_after_id uuid,
  title_before text,                        -- combine: what the lot was called
  version_after bigint NOT NULL,            -- the item's
  session_id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES users,
  typed_at timestamptz,                     -- by the device's clock, where it was typed without network
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (item_id, seq, org_id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  CONSTRAINT live_entries_undo_check CHECK ((kind = 'undo') = (undoes_id IS NOT NULL))
);
CREATE UNIQUE INDEX live_entries_undone_key ON live_entries (org_id, undoes_id) WHERE undoes_id IS NOT NULL;

CREATE TABLE live_offers (                  -- bids from phones; one exists when the auctioneer takes it
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the guest's Idempotency-Key
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  body_hash bytea NOT NULL,
  status text NOT NULL DEFAULT 'waiting' CONSTRAINT live_offers_status_check CHECK (status IN ('waiting', 'taken', 'passed_over', 'withdrawn')),
  session_id uuid NOT NULL,
  offered_at timestamptz NOT NULL,
  answered_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id)
);
CREATE UNIQUE INDEX live_offers_waiting_key ON live_offers (org_id, item_id, paddle_id) WHERE status = 'waiting';

CREATE TABLE absentee_maxima (              -- append-only; a guest's newest counts, and it only rises. Secret, as a maximum is
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the guest's Idempotency-Key
  event_id uuid NOT NULL,
  item_id uuid NOT NULL,
  paddle_id uuid NOT NULL,
  max_cents bigint NOT NULL CHECK (max_cents > 0),   -- not readable by app
  body_hash bytea NOT NULL,
  session_id uuid NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES items (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id)
);
CREATE INDEX absentee_maxima_item_idx ON absentee_maxima (org_id, item_id, paddle_id);

ALTER TABLE live_sales
  ALTER COLUMN paddle_id DROP NOT NULL,     -- heard, paddle not known yet
  ADD COLUMN kind text NOT NULL DEFAULT 'sale' CONSTRAINT live_sales_kind_check CHECK (kind IN ('sale', 'reversal', 'claim')),
  ADD COLUMN user_id uuid REFERENCES users,
  ADD COLUMN copy integer NOT NULL DEFAULT 1 CHECK (copy > 0),
  ADD COLUMN entry_id uuid,                 -- the SOLD on stage that it came from; a correction keeps it
  ADD COLUMN heard_number integer CHECK (heard_number BETWEEN 1 AND 99999),   -- as it was called, where no paddle could be found or used
  ADD COLUMN issue text CONSTRAINT live_sales_issue_check CHECK (issue IN ('unknown_paddle', 'locked', 'disowned')),   -- needs a look; not billed
  ADD COLUMN reason text,                   -- of a reversal, or of a sale below what the system held
  ADD COLUMN corrects_id uuid,              -- the sale whose paddle this one puts right
  ADD COLUMN claim_on_id uuid,              -- claim: the sale from which another station differs
  ADD COLUMN claim_settled_at timestamptz,
  ADD COLUMN confirmed_at timestamptz,
  ADD COLUMN confirmed_by text CONSTRAINT live_sales_confirmed_by_check CHECK (confirmed_by IN ('second_clerk', 'winner', 'table', 'time')),
  ADD COLUMN refund_due_cents bigint CHECK (refund_due_cents > 0),            -- reversal: it had been paid
  ADD COLUMN typed_at timestamptz,
  ADD FOREIGN KEY (org_id, corrects_id) REFERENCES live_sales (org_id, id),
  ADD FOREIGN KEY (org_id, claim_on_id) REFERENCES live_sales (org_id, id),
  ADD CONSTRAINT live_sales_kinds_check CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL) AND (kind = 'claim') = (claim_on_id IS NOT NULL)),
  ADD CONSTRAINT live_sales_paddle_check CHECK (paddle_id IS NOT NULL OR kind = 'claim' OR issue IS NOT NULL OR kind = 'reversal'),
  ADD CONSTRAINT live_sales_confirmed_check CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL));
CREATE INDEX live_sales_unconfirmed_idx ON live_sales (sold_at) WHERE kind = 'sale' AND confirmed_at IS NULL;

-- paddle raise -----------------------------------------------------------------------------------------------------
CREATE TABLE appeals (
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,                  -- the Idempotency-Key of who made it
  event_id uuid NOT NULL,
  title text NOT NULL,
  goal_cents bigint CHECK (goal_cents > 0),
  match_label text,                         -- who doubles the gifts, as it is shown
  match_cap_cents bigint CHECK (match_cap_cents > 0),
  match_paddle_id uuid,                     -- who pays for the match; null: outside of Augeo
  status text NOT NULL DEFAULT 'waiting' CONSTRAINT appeals_status_check CHECK (status IN ('waiting', 'open', 'closed')),
  level_id uuid,                            -- the level that is called for now
  version bigint NOT NULL DEFAULT 1,        -- rises with every change of the appeal, its levels and its pledges
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id),
  FOREIGN KEY (org_id, match_paddle_id) REFERENCES paddles (org_id, id),
  CONSTRAINT appeals_match_check CHECK ((match_label IS NULL) = (match_cap_cents IS NULL) AND (match_paddle_id IS NULL OR match_label IS NOT NULL))
);
CREATE UNIQUE INDEX appeals_open_key ON appeals (org_id, event_id) WHERE status = 'open';   -- one at a time

CREATE TABLE appeal_levels (
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  appeal_id uuid NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  opened_at timestamptz,                    -- first called for
  released_at timestamptz,                  -- from here on its pledges are billed
  released_by uuid REFERENCES users,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, appeal_id, amount_cents),
  FOREIGN KEY (org_id, appeal_id) REFERENCES appeals (org_id, id),
  CONSTRAINT appeal_levels_released_check CHECK ((released_at IS NULL) = (released_by IS NULL))
);
ALTER TABLE appeals ADD FOREIGN KEY (org_id, level_id) REFERENCES appeal_levels (org_id, id);

CREATE TABLE pledges (                      -- append-only: a gift, or the taking back of one; naming an unknown donor is both
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,                  -- the client's Idempotency-Key, or made from it for the second and further hands
  event_id uuid NOT NULL,
  appeal_id uuid NOT NULL,
  level_id uuid,                            -- null: a lead gift or a match
  kind text NOT NULL CONSTRAINT pledges_kind_check CHECK (kind IN ('pledge', 'lead', 'match', 'reversal')),
  source text NOT NULL CONSTRAINT pledges_source_check CHECK (source IN ('clerk', 'phone', 'system')),
  paddle_id uuid,                           -- null: not known yet
  heard_number integer CHECK (heard_number BETWEEN 1 AND 99999),
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  issue text CONSTRAINT pledges_issue_check CHECK (issue IN ('placeholder', 'unknown_paddle', 'locked', 'not_checked_in')),   -- in the total, in no bill
  is_additional boolean NOT NULL DEFAULT false,      -- a second gift of the same paddle at the same level, said to be one
  same_as_id uuid,                          -- the same gift, heard twice (clerk and phone): does not count
  pay_by text CONSTRAINT pledges_pay_by_check CHECK (pay_by IN ('card', 'invoice', 'cheque', 'daf', 'later')),
  called_at timestamptz,                    -- lead: counts once the auctioneer has called it
  reverses_id uuid,
  names_id uuid,                            -- the unknown donor that this pledge names
  session_id uuid NOT NULL,
  user_id uuid REFERENCES users,
  body_hash bytea NOT NULL,
  typed_at timestamptz,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, appeal_id) REFERENCES appeals (org_id, id),
  FOREIGN KEY (org_id, level_id) REFERENCES appeal_levels (org_id, id),
  FOREIGN KEY (org_id, paddle_id) REFERENCES paddles (org_id, id),
  FOREIGN KEY (org_id, reverses_id) REFERENCES pledges (org_id, id),
  FOREIGN KEY (org_id, same_as_id) REFERENCES pledges (org_id, id),
  FOREIGN KEY (org_id, names_id) REFERENCES pledges (org_id, id),
  CONSTRAINT pledges_reversal_check CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
  CONSTRAINT pledges_level_check CHECK ((level_id IS NOT NULL) OR kind IN ('lead', 'match', 'reversal')),
  CONSTRAINT pledges_called_check CHECK (called_at IS NULL OR kind = 'lead'),
  CONSTRAINT pledges_paddle_check CHECK (paddle_id IS NOT NULL OR issue IN ('placeholder', 'unknown_paddle') OR kind IN ('match', 'reversal'))
);
CREATE UNIQUE INDEX pledges_reversed_key ON pledges (org_id, reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX pledges_level_idx ON pledges (org_id, level_id, paddle_id);
CREATE INDEX pledges_appeal_idx ON pledges (org_id, appeal_id, recorded_at);
CREATE INDEX pledges_paddle_idx ON pledges (org_id, event_id, paddle_id);

-- The pledges that stand: neither taken back, nor heard twice, nor a lead gift that was not called yet.
CREATE VIEW standing_pledges WITH (security_invoker = true) AS
  SELECT p.* FROM pledges p
  WHERE p.kind <> 'reversal' AND p.same_as_id IS NULL AND (p.kind <> 'lead' OR p.called_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM pledges r WHERE r.org_id = p.org_id AND r.reverses_id = p.id);

CREATE TABLE pledge_checks (                -- what the second clerk saw at a level: compared, never added
  org_id uuid NOT NULL,
  id uuid NOT NULL,                         -- the Idempotency-Key
  event_id uuid NOT NULL,
  level_id uuid NOT NULL,
  paddle_number integer NOT NULL CHECK (paddle_number BETWEEN 0 AND 99999),   -- 0: a hand without a number
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  session_id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES users,
  body_hash bytea NOT NULL,
  checked_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, level_id) REFERENCES appeal_levels (org_id, id)
);
CREATE INDEX pledge_checks_level_idx ON pledge_checks (org_id, level_id);

-- A pledge is billed like an award: on one line of one live invoice.
ALTER TABLE invoice_lines ADD COLUMN pledge_id uuid, ADD COLUMN corrects_id uuid,   -- corrects_id: the line that this one takes back
  ADD FOREIGN KEY (org_id, pledge_id) REFERENCES pledges (org_id, id),
  ADD FOREIGN KEY (org_id, corrects_id) REFERENCES invoice_lines (org_id, id),
  ADD CONSTRAINT invoice_lines_source_check CHECK (num_nonnulls(award_id, pledge_id) <= 1),
  ADD CONSTRAINT invoice_lines_corrects_check CHECK ((amount_cents < 0) = (corrects_id IS NOT NULL));
CREATE UNIQUE INDEX invoice_lines_pledge_key ON invoice_lines (org_id, pledge_id) WHERE pledge_id IS NOT NULL AND amount_cents > 0;
CREATE UNIQUE INDEX invoice_lines_corrected_key ON invoice_lines (org_id, corrects_id) WHERE corrects_id IS NOT NULL;

-- displays ---------------------------------------------------------------------------------------------------------
CREATE TABLE displays (                     -- screens in the room, paired by code; each has a session of its own
  org_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  event_id uuid NOT NULL,
  name text NOT NULL,
  session_id uuid NOT NULL UNIQUE REFERENCES sessions,
  mode text CONSTRAINT displays_mode_check   -- null: as the event says
    CHECK (mode IN ('auto', 'welcome', 'board', 'countdown', 'live', 'raise', 'leaderboard', 'sponsors', 'hold', 'thanks')),
  shows text,                               -- what it last said it shows
  paired_by uuid NOT NULL REFERENCES users,
  paired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);
CREATE TABLE display_pairings (             -- a screen that waits for somebody to type its code; reached through definer functions only
  id uuid PRIMARY KEY,
  code text NOT NULL,
  secret_hash bytea NOT NULL,               -- sha256 of what only the screen knows
  org_id uuid REFERENCES organizations,     -- null until somebody has typed the code
  display_id uuid,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  claimed_at timestamptz,
  collected_at timestamptz                  -- the screen has its session
);
CREATE UNIQUE INDEX display_pairings_code_key ON display_pairings (code) WHERE claimed_at IS NULL;

-- rights -----------------------------------------------------------------------------------------------------------
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['announcements', 'tables', 'live_lots', 'live_entries', 'live_offers', 'absentee_maxima', 'appeals', 'appeal_levels', 'pledges',
      'pledge_checks', 'displays', 'display_pairings'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY engine_all ON %I TO engine USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO engine', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['announcements', 'tables', 'live_lots', 'live_entries', 'live_offers', 'absentee_maxima', 'appeals', 'appeal_levels', 'pledges',
      'pledge_checks', 'displays'] LOOP
    EXECUTE format('CREATE POLICY tenant ON %I TO app USING (org_id = (SELECT current_org())) WITH CHECK (org_id = (SELECT current_org()))', t);
  END LOOP;
END $$;
GRANT SELECT ON announcements, tables, live_lots, live_entries, live_offers, appeals, appeal_levels, pledges, standing_pledges, pledge_checks, displays TO app;
-- I15: an absentee maximum is its owner's; a definer function gives it to them.
GRANT SELECT (org_id, id, event_id, item_id, paddle_id, set_at) ON absentee_maxima TO app;
GRANT SELECT ON standing_pledges TO engine;
GRANT INSERT ON announcements, tables, live_lots, live_entries, live_offers, absentee_maxima, appeals, appeal_levels, pledges, pledge_checks, displays, display_pairings,
  live_sales, invoice_lines, consents, households, events, sections, price_bands, terms_versions, item_photos, memberships, staff_links TO engine;
GRANT UPDATE ON live_lots, live_offers, appeals, appeal_levels, displays, display_pairings TO engine;
GRANT UPDATE (withdrawn_at) ON announcements, pledge_checks TO engine;
GRANT UPDATE (called_at, pay_by) ON pledges TO engine;
GRANT UPDATE (issue, claim_settled_at, confirmed_at, confirmed_by) ON live_sales TO engine;
GRANT UPDATE (phase, stopped_at, display_mode, rehearsal_ends_at) ON events TO engine;
GRANT DELETE ON display_pairings TO engine;
