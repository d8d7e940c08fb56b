-- What the migrations make, without functions (they have files of their own). Written by `make schema`; a test fails when it is stale.
-- Longer than 400 lines because nobody writes it: it is for reading and comparing.

CREATE SCHEMA public;

ALTER SCHEMA public OWNER TO pg_database_owner;

COMMENT ON SCHEMA public IS 'standard public schema';

CREATE TYPE public.bid_candidate AS (
	n integer,
	id uuid,
	key uuid,
	paddle_id uuid,
	number integer,
	household_id uuid,
	paddle_status text,
	admission text,
	is_remote boolean,
	has_card boolean,
	kind text,
	amount_cents bigint,
	units integer,
	body_hash bytea,
	confirmed boolean,
	household_ok boolean,
	session_id uuid,
	entered_by uuid,
	entry_reason text,
	seq integer
);

ALTER TYPE public.bid_candidate OWNER TO postgres;

CREATE TYPE public.bid_verdict AS (
	code text,
	outcome text,
	is_raise boolean,
	seq integer,
	least_cents bigint,
	price_before_cents bigint,
	price_after_cents bigint,
	leader_after_id uuid,
	closes_at_seen timestamp with time zone,
	closes_at_after timestamp with time zone,
	version_after bigint
);

ALTER TYPE public.bid_verdict OWNER TO postgres;

CREATE TYPE public.standing_bid AS (
	paddle_id uuid,
	number integer,
	household_id uuid,
	bid_id uuid,
	amount_cents bigint,
	seq integer,
	units integer
);

ALTER TYPE public.standing_bid OWNER TO postgres;

CREATE TABLE public.appeal_levels (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    appeal_id uuid NOT NULL,
    amount_cents bigint NOT NULL,
    opened_at timestamp with time zone,
    released_at timestamp with time zone,
    released_by uuid,
    CONSTRAINT appeal_levels_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT appeal_levels_released_check CHECK (((released_at IS NULL) = (released_by IS NULL)))
);

ALTER TABLE public.appeal_levels OWNER TO postgres;

CREATE TABLE public.paddles (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    number integer NOT NULL,
    is_hidden boolean DEFAULT false NOT NULL,
    household_id uuid,
    status text DEFAULT 'active'::text NOT NULL,
    admission text DEFAULT 'registered'::text NOT NULL,
    is_remote boolean DEFAULT false NOT NULL,
    has_card boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    table_id uuid,
    CONSTRAINT paddles_admission_check CHECK ((admission = ANY (ARRAY['registered'::text, 'ticketed'::text, 'checked_in'::text]))),
    CONSTRAINT paddles_number_check CHECK (
CASE
    WHEN is_hidden THEN (number = 0)
    ELSE ((number >= 1) AND (number <= 99999))
END),
    CONSTRAINT paddles_status_check CHECK ((status = ANY (ARRAY['active'::text, 'locked'::text, 'retired'::text])))
);

ALTER TABLE public.paddles OWNER TO postgres;

CREATE TABLE public.items (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    section_id uuid NOT NULL,
    lot text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    title text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    category text DEFAULT ''::text NOT NULL,
    donor_name text DEFAULT ''::text NOT NULL,
    kind text DEFAULT 'single'::text NOT NULL,
    is_hidden boolean DEFAULT false NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    value_cents bigint,
    value_frozen_at timestamp with time zone,
    tax_class text DEFAULT 'goods'::text NOT NULL,
    restrictions text DEFAULT ''::text NOT NULL,
    expires_on date,
    age_min integer,
    delivery text DEFAULT 'hand'::text NOT NULL,
    location text DEFAULT ''::text NOT NULL,
    cost_cents bigint DEFAULT 0 NOT NULL,
    consignor text,
    max_copies integer DEFAULT 1 NOT NULL,
    terms_version integer DEFAULT 1 NOT NULL,
    starting_cents bigint NOT NULL,
    reserve_cents bigint,
    step_from_cents bigint[] DEFAULT '{0}'::bigint[] NOT NULL,
    step_cents bigint[] NOT NULL,
    force_multiples boolean DEFAULT false NOT NULL,
    quantity integer DEFAULT 1 NOT NULL,
    units_taken integer DEFAULT 0 NOT NULL,
    given_cents bigint DEFAULT 0 NOT NULL,
    per_guest_limit integer,
    is_uniform_price boolean DEFAULT false NOT NULL,
    buy_now_cents bigint,
    buy_now_until_pct integer,
    opens_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone NOT NULL,
    planned_closes_at timestamp with time zone NOT NULL,
    hard_end_at timestamp with time zone,
    paused_at timestamp with time zone,
    resumes_at timestamp with time zone,
    held_at timestamp with time zone,
    extension_window_s integer DEFAULT 0 NOT NULL,
    extension_s integer DEFAULT 0 NOT NULL,
    extension_cap_s integer DEFAULT 0 NOT NULL,
    extension_count integer DEFAULT 0 NOT NULL,
    who_may_bid text DEFAULT 'registered'::text NOT NULL,
    card_required boolean DEFAULT true NOT NULL,
    remote_exempt boolean DEFAULT true NOT NULL,
    high_paddle_id uuid,
    high_paddle_number integer,
    high_household_id uuid,
    high_bid_id uuid,
    high_commitment_cents bigint,
    price_cents bigint,
    standing public.standing_bid[] DEFAULT '{}'::public.standing_bid[] NOT NULL,
    bid_count integer DEFAULT 0 NOT NULL,
    last_seq integer DEFAULT 0 NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    hammer_cents bigint,
    winner_paddle_id uuid,
    closed_at timestamp with time zone,
    close_version integer DEFAULT 0 NOT NULL,
    live_sale_id uuid,
    CONSTRAINT items_age_min_check CHECK (((age_min >= 0) AND (age_min <= 99))),
    CONSTRAINT items_buy_now_cents_check CHECK ((buy_now_cents > 0)),
    CONSTRAINT items_buy_now_until_pct_check CHECK (((buy_now_until_pct >= 1) AND (buy_now_until_pct <= 100))),
    CONSTRAINT items_close_check CHECK (((closes_at > opens_at) AND (closes_at >= planned_closes_at))),
    CONSTRAINT items_cost_cents_check CHECK ((cost_cents >= 0)),
    CONSTRAINT items_delivery_check CHECK ((delivery = ANY (ARRAY['hand'::text, 'certificate'::text, 'email'::text, 'ship'::text, 'donor'::text]))),
    CONSTRAINT items_kind_buy_now_check CHECK (((buy_now_cents IS NULL) OR ((kind = 'single'::text) AND (buy_now_cents >= starting_cents) AND ((reserve_cents IS NULL) OR (buy_now_cents >= reserve_cents))))),
    CONSTRAINT items_kind_check CHECK ((kind = ANY (ARRAY['single'::text, 'multi'::text, 'fixed'::text, 'sealed'::text, 'donation'::text, 'live'::text]))),
    CONSTRAINT items_kind_units_check CHECK ((((units_taken >= 0) AND (units_taken <= quantity)) AND ((kind = 'fixed'::text) OR (units_taken = 0)) AND ((kind = ANY (ARRAY['multi'::text, 'fixed'::text])) OR (quantity = 1)) AND ((kind <> 'multi'::text) OR (cardinality(standing) <= quantity)))),
    CONSTRAINT items_leader_check CHECK (
CASE
    WHEN (kind = 'single'::text) THEN (((high_paddle_id IS NULL) = (price_cents IS NULL)) AND ((high_paddle_id IS NULL) = (high_commitment_cents IS NULL)) AND ((high_paddle_id IS NULL) = (high_bid_id IS NULL)) AND ((high_paddle_id IS NULL) = (high_paddle_number IS NULL)))
    ELSE ((kind = ANY (ARRAY['live'::text, 'sealed'::text])) OR (high_paddle_id IS NULL))
END),
    CONSTRAINT items_max_copies_check CHECK (((max_copies >= 1) AND (max_copies <= 1000))),
    CONSTRAINT items_per_guest_limit_check CHECK ((per_guest_limit > 0)),
    CONSTRAINT items_price_check CHECK (((price_cents <= high_commitment_cents) AND ((price_cents >= starting_cents) OR (kind = 'live'::text)))),
    CONSTRAINT items_quantity_check CHECK (((quantity >= 1) AND (quantity <= 10000))),
    CONSTRAINT items_reserve_cents_check CHECK ((reserve_cents > 0)),
    CONSTRAINT items_reserve_check CHECK (((reserve_cents IS NULL) OR ((kind = ANY (ARRAY['single'::text, 'live'::text])) AND ((status <> 'sold'::text) OR (kind = 'live'::text) OR (hammer_cents >= reserve_cents))))),
    CONSTRAINT items_resumes_check CHECK (((resumes_at IS NULL) OR (paused_at IS NOT NULL))),
    CONSTRAINT items_sold_check CHECK ((((((status = 'sold'::text) AND (kind = ANY (ARRAY['single'::text, 'sealed'::text]))) = (winner_paddle_id IS NOT NULL)) OR (kind = 'live'::text)) AND ((winner_paddle_id IS NULL) OR (status = 'sold'::text)) AND (((status = 'sold'::text) AND (kind = ANY (ARRAY['single'::text, 'sealed'::text, 'live'::text, 'multi'::text]))) = (hammer_cents IS NOT NULL)) AND ((status = ANY (ARRAY['sold'::text, 'unsold'::text])) = (closed_at IS NOT NULL)))),
    CONSTRAINT items_starting_cents_check CHECK (((starting_cents >= 1) AND (starting_cents <= '100000000000'::bigint))),
    CONSTRAINT items_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'open'::text, 'sold'::text, 'unsold'::text, 'withdrawn'::text]))),
    CONSTRAINT items_steps_check CHECK ((((cardinality(step_cents) >= 1) AND (cardinality(step_cents) <= 50)) AND (cardinality(step_cents) = cardinality(step_from_cents)) AND (step_from_cents[1] = 0) AND (0 < ALL (step_cents)))),
    CONSTRAINT items_tax_class_check CHECK ((tax_class = ANY (ARRAY['goods'::text, 'experience'::text, 'ticket'::text, 'donation'::text, 'chance'::text]))),
    CONSTRAINT items_value_cents_check CHECK ((value_cents >= 0)),
    CONSTRAINT items_who_may_bid_check CHECK ((who_may_bid = ANY (ARRAY['registered'::text, 'ticketed'::text, 'checked_in'::text])))
)
WITH (fillfactor='50');

ALTER TABLE public.items OWNER TO postgres;

CREATE TABLE public.live_entries (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    paddle_id uuid,
    amount_cents bigint,
    offer_id uuid,
    sale_id uuid,
    other_item_id uuid,
    undoes_id uuid,
    reason text,
    stage_after text NOT NULL,
    ask_after_cents bigint,
    step_after_cents bigint NOT NULL,
    price_after_cents bigint,
    leader_after_id uuid,
    source_after text,
    is_warned_after boolean NOT NULL,
    phones_open_after boolean NOT NULL,
    offered_after_id uuid,
    title_before text,
    version_after bigint NOT NULL,
    session_id uuid NOT NULL,
    user_id uuid NOT NULL,
    typed_at timestamp with time zone,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT live_entries_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT live_entries_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'ask'::text, 'bid'::text, 'take_offer'::text, 'absentee'::text, 'warn'::text, 'pass'::text, 'phones'::text, 'sell'::text, 'underbidder'::text, 'combine'::text, 'undo'::text]))),
    CONSTRAINT live_entries_seq_check CHECK ((seq > 0)),
    CONSTRAINT live_entries_undo_check CHECK (((kind = 'undo'::text) = (undoes_id IS NOT NULL)))
);

ALTER TABLE public.live_entries OWNER TO postgres;

CREATE TABLE public.live_lots (
    org_id uuid NOT NULL,
    item_id uuid NOT NULL,
    event_id uuid NOT NULL,
    stage text DEFAULT 'waiting'::text NOT NULL,
    ask_cents bigint,
    step_cents bigint NOT NULL,
    source text,
    is_warned boolean DEFAULT false NOT NULL,
    phones_open boolean DEFAULT true NOT NULL,
    offered_to uuid,
    last_seq integer DEFAULT 0 NOT NULL,
    CONSTRAINT live_lots_ask_cents_check CHECK ((ask_cents > 0)),
    CONSTRAINT live_lots_running_check CHECK (((stage <> 'running'::text) OR (ask_cents IS NOT NULL))),
    CONSTRAINT live_lots_source_check CHECK ((source = ANY (ARRAY['room'::text, 'phone'::text, 'absentee'::text]))),
    CONSTRAINT live_lots_stage_check CHECK ((stage = ANY (ARRAY['waiting'::text, 'running'::text, 'sold'::text, 'passed'::text]))),
    CONSTRAINT live_lots_step_cents_check CHECK ((step_cents > 0))
);

ALTER TABLE public.live_lots OWNER TO postgres;

CREATE TABLE public.pledges (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    appeal_id uuid NOT NULL,
    level_id uuid,
    kind text NOT NULL,
    source text NOT NULL,
    paddle_id uuid,
    heard_number integer,
    amount_cents bigint NOT NULL,
    issue text,
    is_additional boolean DEFAULT false NOT NULL,
    same_as_id uuid,
    pay_by text,
    called_at timestamp with time zone,
    reverses_id uuid,
    names_id uuid,
    session_id uuid NOT NULL,
    user_id uuid,
    body_hash bytea NOT NULL,
    typed_at timestamp with time zone,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT pledges_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT pledges_called_check CHECK (((called_at IS NULL) OR (kind = 'lead'::text))),
    CONSTRAINT pledges_heard_number_check CHECK (((heard_number >= 1) AND (heard_number <= 99999))),
    CONSTRAINT pledges_issue_check CHECK ((issue = ANY (ARRAY['placeholder'::text, 'unknown_paddle'::text, 'locked'::text, 'not_checked_in'::text]))),
    CONSTRAINT pledges_kind_check CHECK ((kind = ANY (ARRAY['pledge'::text, 'lead'::text, 'match'::text, 'reversal'::text]))),
    CONSTRAINT pledges_level_check CHECK (((level_id IS NOT NULL) OR (kind = ANY (ARRAY['lead'::text, 'match'::text, 'reversal'::text])))),
    CONSTRAINT pledges_paddle_check CHECK (((paddle_id IS NOT NULL) OR (issue = ANY (ARRAY['placeholder'::text, 'unknown_paddle'::text])) OR (kind = ANY (ARRAY['match'::text, 'reversal'::text])))),
    CONSTRAINT pledges_pay_by_check CHECK ((pay_by = ANY (ARRAY['card'::text, 'invoice'::text, 'cheque'::text, 'daf'::text, 'later'::text]))),
    CONSTRAINT pledges_reversal_check CHECK (((kind = 'reversal'::text) = (reverses_id IS NOT NULL))),
    CONSTRAINT pledges_source_check CHECK ((source = ANY (ARRAY['clerk'::text, 'phone'::text, 'system'::text])))
);

ALTER TABLE public.pledges OWNER TO postgres;

CREATE TABLE public.live_sales (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    paddle_id uuid,
    amount_cents bigint NOT NULL,
    body_hash bytea NOT NULL,
    entered_by uuid NOT NULL,
    reverses_id uuid,
    sold_at timestamp with time zone NOT NULL,
    kind text DEFAULT 'sale'::text NOT NULL,
    user_id uuid,
    copy integer DEFAULT 1 NOT NULL,
    entry_id uuid,
    heard_number integer,
    issue text,
    reason text,
    corrects_id uuid,
    claim_on_id uuid,
    claim_settled_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    confirmed_by text,
    refund_due_cents bigint,
    typed_at timestamp with time zone,
    CONSTRAINT live_sales_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT live_sales_confirmed_by_check CHECK ((confirmed_by = ANY (ARRAY['second_clerk'::text, 'winner'::text, 'table'::text, 'time'::text]))),
    CONSTRAINT live_sales_confirmed_check CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL))),
    CONSTRAINT live_sales_copy_check CHECK ((copy > 0)),
    CONSTRAINT live_sales_heard_number_check CHECK (((heard_number >= 1) AND (heard_number <= 99999))),
    CONSTRAINT live_sales_issue_check CHECK ((issue = ANY (ARRAY['unknown_paddle'::text, 'locked'::text, 'disowned'::text]))),
    CONSTRAINT live_sales_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'reversal'::text, 'claim'::text]))),
    CONSTRAINT live_sales_kinds_check CHECK ((((kind = 'reversal'::text) = (reverses_id IS NOT NULL)) AND ((kind = 'claim'::text) = (claim_on_id IS NOT NULL)))),
    CONSTRAINT live_sales_paddle_check CHECK (((paddle_id IS NOT NULL) OR (kind = 'claim'::text) OR (issue IS NOT NULL) OR (kind = 'reversal'::text))),
    CONSTRAINT live_sales_refund_due_cents_check CHECK ((refund_due_cents > 0))
);

ALTER TABLE public.live_sales OWNER TO postgres;

CREATE TABLE public.appeals (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    title text NOT NULL,
    goal_cents bigint,
    match_label text,
    match_cap_cents bigint,
    match_paddle_id uuid,
    status text DEFAULT 'waiting'::text NOT NULL,
    level_id uuid,
    version bigint DEFAULT 1 NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT appeals_goal_cents_check CHECK ((goal_cents > 0)),
    CONSTRAINT appeals_match_cap_cents_check CHECK ((match_cap_cents > 0)),
    CONSTRAINT appeals_match_check CHECK ((((match_label IS NULL) = (match_cap_cents IS NULL)) AND ((match_paddle_id IS NULL) OR (match_label IS NOT NULL)))),
    CONSTRAINT appeals_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'open'::text, 'closed'::text])))
);

ALTER TABLE public.appeals OWNER TO postgres;

CREATE TABLE public.events (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    timezone text DEFAULT 'UTC'::text NOT NULL,
    item_word text DEFAULT 'item'::text NOT NULL,
    phase text DEFAULT 'silent'::text NOT NULL,
    tax_profile_id uuid,
    checkout_opened_at timestamp with time zone,
    checkout_opened_by uuid,
    checkout_key uuid,
    checkout_body_hash bytea,
    charge_hold_s integer DEFAULT 900 NOT NULL,
    force_multiples boolean DEFAULT false NOT NULL,
    outage_after_s integer DEFAULT 0 NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    stopped_at timestamp with time zone,
    display_mode text DEFAULT 'auto'::text NOT NULL,
    sponsors text[] DEFAULT '{}'::text[] NOT NULL,
    rehearsal_of uuid,
    rehearsal_ends_at timestamp with time zone,
    CONSTRAINT events_charge_hold_check CHECK (((charge_hold_s >= 0) AND (charge_hold_s <= 604800))),
    CONSTRAINT events_checkout_check CHECK ((((checkout_opened_at IS NULL) = (checkout_key IS NULL)) AND ((checkout_key IS NULL) = (checkout_body_hash IS NULL)))),
    CONSTRAINT events_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT events_display_mode_check CHECK ((display_mode = ANY (ARRAY['auto'::text, 'welcome'::text, 'board'::text, 'countdown'::text, 'live'::text, 'raise'::text, 'leaderboard'::text, 'sponsors'::text, 'hold'::text, 'thanks'::text]))),
    CONSTRAINT events_item_word_check CHECK ((item_word = ANY (ARRAY['item'::text, 'lot'::text]))),
    CONSTRAINT events_outage_after_check CHECK (((outage_after_s >= 0) AND (outage_after_s <= 600))),
    CONSTRAINT events_phase_check CHECK ((phase = ANY (ARRAY['setup'::text, 'silent'::text, 'live'::text, 'checkout'::text, 'over'::text]))),
    CONSTRAINT events_rehearsal_check CHECK (((rehearsal_of IS NULL) OR (checkout_opened_at IS NULL)))
);

ALTER TABLE public.events OWNER TO postgres;

CREATE TABLE public.offers (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    amount_cents bigint NOT NULL,
    status text DEFAULT 'waiting'::text NOT NULL,
    deadline timestamp with time zone NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    answered_at timestamp with time zone,
    answer_key uuid,
    CONSTRAINT offers_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT offers_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'withdrawn'::text])))
);

ALTER TABLE public.offers OWNER TO postgres;

CREATE TABLE public.bids (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    key uuid NOT NULL,
    body_hash bytea NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    amount_cents bigint NOT NULL,
    units integer DEFAULT 1 NOT NULL,
    is_raise boolean NOT NULL,
    outcome text NOT NULL,
    least_cents bigint NOT NULL,
    price_before_cents bigint,
    price_after_cents bigint,
    leader_after_id uuid,
    decided_at timestamp with time zone NOT NULL,
    opens_at_seen timestamp with time zone NOT NULL,
    closes_at_seen timestamp with time zone NOT NULL,
    closes_at_after timestamp with time zone NOT NULL,
    version_after bigint NOT NULL,
    session_id uuid NOT NULL,
    terms_version integer DEFAULT 1 NOT NULL,
    entered_by uuid,
    entry_reason text,
    CONSTRAINT bids_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT bids_amount_check CHECK ((amount_cents >= least_cents)),
    CONSTRAINT bids_entered_check CHECK (((entered_by IS NULL) = (entry_reason IS NULL))),
    CONSTRAINT bids_entry_reason_check CHECK ((entry_reason = ANY (ARRAY['no_phone'::text, 'phone_trouble'::text, 'asked'::text, 'paper'::text]))),
    CONSTRAINT bids_kind_check CHECK ((kind = ANY (ARRAY['max'::text, 'exact'::text, 'sealed'::text, 'buy_now'::text, 'purchase'::text, 'donation'::text]))),
    CONSTRAINT bids_outcome_check CHECK ((outcome = ANY (ARRAY['leading'::text, 'outbid'::text, 'tied_earlier'::text, 'standing'::text, 'sealed'::text, 'bought'::text, 'given'::text]))),
    CONSTRAINT bids_price_check CHECK (((price_before_cents IS NULL) OR (price_after_cents >= price_before_cents))),
    CONSTRAINT bids_purchase_units_check CHECK (((units = 1) OR (kind = 'purchase'::text))),
    CONSTRAINT bids_seq_check CHECK ((seq > 0)),
    CONSTRAINT bids_units_check CHECK ((units > 0)),
    CONSTRAINT bids_window_check CHECK (((opens_at_seen <= decided_at) AND ((decided_at < closes_at_seen) OR (kind = 'donation'::text)) AND (closes_at_after >= closes_at_seen)))
);

ALTER TABLE public.bids OWNER TO postgres;

CREATE TABLE public.item_changes (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    act_id uuid,
    approval_id uuid,
    reason text,
    note text DEFAULT ''::text NOT NULL,
    bid_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    user_id uuid,
    second_user_id uuid,
    decided_at timestamp with time zone NOT NULL,
    status_before text NOT NULL,
    status_after text NOT NULL,
    price_before_cents bigint,
    price_after_cents bigint,
    leader_before_id uuid,
    leader_after_id uuid,
    closes_at_before timestamp with time zone NOT NULL,
    closes_at_after timestamp with time zone NOT NULL,
    planned_shift interval DEFAULT '00:00:00'::interval NOT NULL,
    version_after bigint NOT NULL,
    CONSTRAINT item_changes_kind_check CHECK ((kind = ANY (ARRAY['void'::text, 'pause'::text, 'resume'::text, 'extend'::text, 'withdraw'::text, 'hold'::text, 'unhold'::text, 'reopen'::text, 'revoke_award'::text, 'award_offer'::text]))),
    CONSTRAINT item_changes_reason_check CHECK (((kind <> ALL (ARRAY['void'::text, 'reopen'::text, 'revoke_award'::text, 'withdraw'::text])) OR (reason IS NOT NULL))),
    CONSTRAINT item_changes_second_check CHECK (((kind <> ALL (ARRAY['reopen'::text, 'revoke_award'::text])) OR ((second_user_id IS NOT NULL) AND (second_user_id <> user_id)))),
    CONSTRAINT item_changes_seq_check CHECK ((seq > 0))
);

ALTER TABLE public.item_changes OWNER TO postgres;

CREATE TABLE public.absentee_maxima (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    max_cents bigint NOT NULL,
    body_hash bytea NOT NULL,
    session_id uuid NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT absentee_maxima_max_cents_check CHECK ((max_cents > 0))
);

ALTER TABLE public.absentee_maxima OWNER TO postgres;

CREATE TABLE public.acceptances (
    org_id uuid NOT NULL,
    guest_id uuid NOT NULL,
    terms_version_id uuid NOT NULL,
    device text NOT NULL,
    accepted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.acceptances OWNER TO postgres;

CREATE TABLE public.announcements (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    text text NOT NULL,
    announced_by uuid NOT NULL,
    announced_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT announcements_text_check CHECK (((length(text) >= 1) AND (length(text) <= 200)))
);

ALTER TABLE public.announcements OWNER TO postgres;

CREATE TABLE public.approvals (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    action text NOT NULL,
    subject_id uuid NOT NULL,
    reason text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    asked_by uuid NOT NULL,
    asked_session uuid NOT NULL,
    asked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone DEFAULT (clock_timestamp() + '00:30:00'::interval) NOT NULL,
    verdict text,
    decided_by uuid,
    decided_at timestamp with time zone,
    CONSTRAINT approvals_action_check CHECK ((action = ANY (ARRAY['reopen'::text, 'revoke_award'::text, 'close_held'::text]))),
    CONSTRAINT approvals_decided_check CHECK (((((verdict IS NULL) OR (verdict = 'expired'::text)) = (decided_by IS NULL)) AND ((verdict IS NULL) = (decided_at IS NULL)))),
    CONSTRAINT approvals_reason_check CHECK ((reason = ANY (ARRAY['system_fault'::text, 'entry_error'::text, 'winner_steps_back'::text, 'cannot_deliver'::text]))),
    CONSTRAINT approvals_two_persons_check CHECK (((decided_by <> asked_by) OR (verdict = 'declined'::text))),
    CONSTRAINT approvals_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'declined'::text, 'expired'::text])))
);

ALTER TABLE public.approvals OWNER TO postgres;

CREATE TABLE public.audit_log (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid,
    session_id uuid,
    user_id uuid,
    action text NOT NULL,
    subject_id uuid,
    reason text,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.audit_log OWNER TO postgres;

CREATE TABLE public.awards (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    bid_id uuid,
    live_sale_id uuid,
    offer_id uuid,
    units integer DEFAULT 1 NOT NULL,
    amount_cents bigint NOT NULL,
    close_version integer NOT NULL,
    awarded_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT awards_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT awards_source_check CHECK ((num_nonnulls(bid_id, live_sale_id, offer_id) = 1)),
    CONSTRAINT awards_units_check CHECK ((units > 0))
);

ALTER TABLE public.awards OWNER TO postgres;

CREATE TABLE public.bid_attempts (
    org_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    key uuid NOT NULL,
    item_id uuid,
    body_hash bytea,
    code text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    kind text,
    amount_cents bigint,
    entered_by uuid,
    decided_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.bid_attempts OWNER TO postgres;

CREATE TABLE public.charges (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    attempt integer NOT NULL,
    amount_cents bigint NOT NULL,
    currency text NOT NULL,
    payment_method_id uuid NOT NULL,
    payer_present boolean DEFAULT false NOT NULL,
    pay_key uuid,
    stripe_account text,
    idempotency_key text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    provider_id text,
    provider_charge_before text,
    confirms integer DEFAULT 0 NOT NULL,
    claimed_until timestamp with time zone,
    captured_cents bigint DEFAULT 0 NOT NULL,
    failure_code text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT charges_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT charges_attempt_check CHECK ((attempt > 0)),
    CONSTRAINT charges_captured_check CHECK ((((captured_cents >= 0) AND (captured_cents <= amount_cents)) AND ((status = 'succeeded'::text) = (captured_cents > 0)))),
    CONSTRAINT charges_provider_check CHECK (((provider_id IS NOT NULL) OR (status = ANY (ARRAY['pending'::text, 'unknown'::text, 'declined'::text, 'canceled'::text])))),
    CONSTRAINT charges_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'created'::text, 'confirming'::text, 'unknown'::text, 'succeeded'::text, 'declined'::text, 'needs_action'::text, 'canceled'::text])))
);

ALTER TABLE public.charges OWNER TO postgres;

CREATE TABLE public.consents (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    guest_id uuid NOT NULL,
    kind text NOT NULL,
    terms_version_id uuid NOT NULL,
    cap_cents bigint,
    device text NOT NULL,
    given_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    is_given boolean DEFAULT true NOT NULL,
    CONSTRAINT consents_cap_check CHECK ((cap_cents > 0)),
    CONSTRAINT consents_card_cap_check CHECK (((kind = 'card'::text) = (cap_cents IS NOT NULL))),
    CONSTRAINT consents_kind_check CHECK ((kind = ANY (ARRAY['card'::text, 'text'::text, 'name'::text, 'audio'::text])))
);

ALTER TABLE public.consents OWNER TO postgres;

CREATE VIEW public.counted_bids WITH (security_invoker='true') AS
 SELECT org_id,
    id,
    event_id,
    item_id,
    paddle_id,
    key,
    body_hash,
    seq,
    kind,
    amount_cents,
    units,
    is_raise,
    outcome,
    least_cents,
    price_before_cents,
    price_after_cents,
    leader_after_id,
    decided_at,
    opens_at_seen,
    closes_at_seen,
    closes_at_after,
    version_after,
    session_id,
    terms_version,
    entered_by,
    entry_reason
   FROM public.bids b
  WHERE (NOT (EXISTS ( SELECT
           FROM public.item_changes c
          WHERE ((c.item_id = b.item_id) AND (c.org_id = b.org_id) AND (b.id = ANY (c.bid_ids))))));

ALTER VIEW public.counted_bids OWNER TO postgres;

CREATE TABLE public.display_pairings (
    id uuid NOT NULL,
    code text NOT NULL,
    secret_hash bytea NOT NULL,
    org_id uuid,
    display_id uuid,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    collected_at timestamp with time zone
);

ALTER TABLE public.display_pairings OWNER TO postgres;

CREATE TABLE public.displays (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    name text NOT NULL,
    session_id uuid NOT NULL,
    mode text,
    shows text,
    paired_by uuid NOT NULL,
    paired_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_seen_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT displays_mode_check CHECK ((mode = ANY (ARRAY['auto'::text, 'welcome'::text, 'board'::text, 'countdown'::text, 'live'::text, 'raise'::text, 'leaderboard'::text, 'sponsors'::text, 'hold'::text, 'thanks'::text])))
);

ALTER TABLE public.displays OWNER TO postgres;

CREATE TABLE public.guests (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    kind text DEFAULT 'room'::text NOT NULL,
    name text NOT NULL,
    receipt_name text,
    say_it_as text,
    email text,
    user_id uuid,
    phone text,
    tax_id bytea,
    texts_ok boolean DEFAULT false NOT NULL,
    link_hash bytea,
    link_failures integer DEFAULT 0 NOT NULL,
    link_locked_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT guests_kind_check CHECK ((kind = ANY (ARRAY['room'::text, 'remote'::text]))),
    CONSTRAINT guests_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text))
);

ALTER TABLE public.guests OWNER TO postgres;

CREATE TABLE public.heartbeats (
    org_id uuid NOT NULL,
    event_id uuid NOT NULL,
    last_at timestamp with time zone NOT NULL,
    gap_from timestamp with time zone,
    gap_to timestamp with time zone
);

ALTER TABLE public.heartbeats OWNER TO postgres;

CREATE TABLE public.households (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    name text NOT NULL
);

ALTER TABLE public.households OWNER TO postgres;

CREATE TABLE public.invoice_lines (
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
    pay_by text DEFAULT 'card'::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    pledge_id uuid,
    corrects_id uuid,
    CONSTRAINT invoice_lines_corrects_check CHECK (((amount_cents < 0) = (corrects_id IS NOT NULL))),
    CONSTRAINT invoice_lines_pay_by_check CHECK ((pay_by = ANY (ARRAY['card'::text, 'invoice'::text, 'cheque'::text, 'daf'::text, 'cash'::text, 'transfer'::text]))),
    CONSTRAINT invoice_lines_source_check CHECK ((num_nonnulls(award_id, pledge_id) <= 1))
);

ALTER TABLE public.invoice_lines OWNER TO postgres;

CREATE TABLE public.invoices (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    number integer NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    currency text NOT NULL,
    total_cents bigint NOT NULL,
    paid_cents bigint DEFAULT 0 NOT NULL,
    billed_at timestamp with time zone,
    charge_not_before timestamp with time zone,
    paid_at timestamp with time zone,
    disputed_at timestamp with time zone,
    failure_code text,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT invoices_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT invoices_failure_check CHECK (((status = 'needs_payer'::text) = (failure_code IS NOT NULL))),
    CONSTRAINT invoices_paid_check CHECK ((((paid_cents >= 0) AND (paid_cents <= total_cents)) AND ((status = 'paid'::text) = (paid_at IS NOT NULL)) AND ((status <> 'paid'::text) OR (paid_cents = total_cents)))),
    CONSTRAINT invoices_status_check CHECK ((status = ANY (ARRAY['open'::text, 'charging'::text, 'needs_payer'::text, 'paid'::text, 'void'::text]))),
    CONSTRAINT invoices_total_cents_check CHECK ((total_cents >= 0))
);

ALTER TABLE public.invoices OWNER TO postgres;

CREATE TABLE public.item_photos (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    item_id uuid NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    blob_name text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    alt text DEFAULT ''::text NOT NULL,
    CONSTRAINT item_photos_height_check CHECK ((height > 0)),
    CONSTRAINT item_photos_width_check CHECK ((width > 0))
);

ALTER TABLE public.item_photos OWNER TO postgres;

CREATE VIEW public.item_steps WITH (security_invoker='true') AS
 SELECT bids.org_id,
    bids.event_id,
    bids.item_id,
    bids.seq,
    bids.id,
    'bid'::text AS what,
    bids.kind,
    bids.decided_at,
    bids.price_before_cents,
    bids.price_after_cents,
    bids.leader_after_id,
    bids.closes_at_seen AS closes_at_before,
    bids.closes_at_after,
    bids.version_after
   FROM public.bids
UNION ALL
 SELECT item_changes.org_id,
    item_changes.event_id,
    item_changes.item_id,
    item_changes.seq,
    item_changes.id,
    'change'::text AS what,
    item_changes.kind,
    item_changes.decided_at,
    item_changes.price_before_cents,
    item_changes.price_after_cents,
    item_changes.leader_after_id,
    item_changes.closes_at_before,
    item_changes.closes_at_after,
    item_changes.version_after
   FROM public.item_changes;

ALTER VIEW public.item_steps OWNER TO postgres;

CREATE TABLE public.item_terms (
    org_id uuid NOT NULL,
    item_id uuid NOT NULL,
    version integer NOT NULL,
    restrictions text NOT NULL,
    expires_on date,
    age_min integer,
    until timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.item_terms OWNER TO postgres;

CREATE TABLE public.live_offers (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    amount_cents bigint NOT NULL,
    body_hash bytea NOT NULL,
    status text DEFAULT 'waiting'::text NOT NULL,
    session_id uuid NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT live_offers_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT live_offers_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'taken'::text, 'passed_over'::text, 'withdrawn'::text])))
);

ALTER TABLE public.live_offers OWNER TO postgres;

CREATE TABLE public.memberships (
    org_id uuid NOT NULL,
    user_id uuid NOT NULL,
    event_id uuid,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT memberships_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'coordinator'::text, 'auctioneer'::text, 'clerk'::text, 'finance'::text, 'display'::text])))
);

ALTER TABLE public.memberships OWNER TO postgres;

CREATE TABLE public.messages (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    kind text NOT NULL,
    item_id uuid,
    about_seq integer,
    about_id uuid,
    amount_cents bigint,
    status text DEFAULT 'pending'::text NOT NULL,
    provider_id text,
    failure_code text,
    attempts integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT messages_kind_check CHECK ((kind = ANY (ARRAY['outbid'::text, 'won'::text, 'bill'::text, 'payment_failed'::text, 'receipt'::text, 'leading_again'::text, 'reopened'::text, 'offer'::text, 'sale_reversed'::text]))),
    CONSTRAINT messages_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'skipped'::text, 'unknown'::text])))
);

ALTER TABLE public.messages OWNER TO postgres;

CREATE TABLE public.organizations (
    id uuid NOT NULL,
    name text NOT NULL,
    stripe_account text,
    receipt_prefix text DEFAULT 'R'::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.organizations OWNER TO postgres;

CREATE TABLE public.payment_methods (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    guest_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    stripe_account text,
    stripe_customer text NOT NULL,
    stripe_payment_method text NOT NULL,
    brand text NOT NULL,
    last4 text NOT NULL,
    consent_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT payment_methods_last4_check CHECK ((last4 ~ '^[0-9]{4}$'::text))
);

ALTER TABLE public.payment_methods OWNER TO postgres;

CREATE TABLE public.pledge_checks (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    level_id uuid NOT NULL,
    paddle_number integer NOT NULL,
    amount_cents bigint NOT NULL,
    session_id uuid NOT NULL,
    user_id uuid NOT NULL,
    body_hash bytea NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT pledge_checks_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT pledge_checks_paddle_number_check CHECK (((paddle_number >= 0) AND (paddle_number <= 99999)))
);

ALTER TABLE public.pledge_checks OWNER TO postgres;

CREATE TABLE public.price_bands (
    org_id uuid NOT NULL,
    event_id uuid NOT NULL,
    from_cents bigint NOT NULL,
    step_cents bigint NOT NULL,
    CONSTRAINT price_bands_from_cents_check CHECK ((from_cents >= 0)),
    CONSTRAINT price_bands_step_cents_check CHECK ((step_cents > 0))
);

ALTER TABLE public.price_bands OWNER TO postgres;

CREATE TABLE public.receipts (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    charge_id uuid NOT NULL,
    number text NOT NULL,
    payer_id uuid NOT NULL,
    amount_cents bigint NOT NULL,
    blob_name text NOT NULL,
    issued_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT receipts_amount_cents_check CHECK ((amount_cents > 0))
);

ALTER TABLE public.receipts OWNER TO postgres;

CREATE TABLE public.releases (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    item_id uuid NOT NULL,
    released_to text NOT NULL,
    proof text NOT NULL,
    reason text,
    released_by uuid NOT NULL,
    undoes_id uuid,
    released_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.releases OWNER TO postgres;

CREATE TABLE public.schema_migrations (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.schema_migrations OWNER TO postgres;

CREATE TABLE public.sections (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    opens_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone,
    extension_window_s integer DEFAULT 120 NOT NULL,
    extension_s integer DEFAULT 120 NOT NULL,
    extension_cap_s integer DEFAULT 300 NOT NULL,
    hard_end_at timestamp with time zone,
    who_may_bid text DEFAULT 'registered'::text NOT NULL,
    card_required boolean DEFAULT true NOT NULL,
    remote_exempt boolean DEFAULT true NOT NULL,
    paused_at timestamp with time zone,
    resumes_at timestamp with time zone,
    held_at timestamp with time zone,
    held_gap_from timestamp with time zone,
    held_gap_to timestamp with time zone,
    CONSTRAINT sections_close_check CHECK (((kind = 'live'::text) OR (closes_at > opens_at))),
    CONSTRAINT sections_extension_cap_s_check CHECK (((extension_cap_s >= 0) AND (extension_cap_s <= 86400))),
    CONSTRAINT sections_extension_s_check CHECK (((extension_s >= 0) AND (extension_s <= 3600))),
    CONSTRAINT sections_extension_window_s_check CHECK (((extension_window_s >= 0) AND (extension_window_s <= 3600))),
    CONSTRAINT sections_held_check CHECK (((held_at IS NOT NULL) OR ((held_gap_from IS NULL) AND (held_gap_to IS NULL)))),
    CONSTRAINT sections_kind_check CHECK ((kind = ANY (ARRAY['silent'::text, 'live'::text]))),
    CONSTRAINT sections_resumes_check CHECK (((resumes_at IS NULL) OR (paused_at IS NOT NULL))),
    CONSTRAINT sections_who_may_bid_check CHECK ((who_may_bid = ANY (ARRAY['registered'::text, 'ticketed'::text, 'checked_in'::text])))
);

ALTER TABLE public.sections OWNER TO postgres;

CREATE TABLE public.sessions (
    id uuid NOT NULL,
    user_id uuid,
    org_id uuid NOT NULL,
    event_id uuid NOT NULL,
    guest_id uuid,
    paddle_id uuid,
    role text NOT NULL,
    epoch integer DEFAULT 1 NOT NULL,
    refresh_hash bytea,
    refresh_used_hashes bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    device text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT sessions_role_check CHECK ((role = ANY (ARRAY['superadmin'::text, 'owner'::text, 'coordinator'::text, 'auctioneer'::text, 'clerk'::text, 'finance'::text, 'donor'::text, 'display'::text]))),
    CONSTRAINT sessions_subject_check CHECK ((((role = 'donor'::text) = (guest_id IS NOT NULL)) AND ((guest_id IS NULL) = (paddle_id IS NULL)) AND ((role = ANY (ARRAY['donor'::text, 'display'::text])) = (user_id IS NULL))))
);

ALTER TABLE public.sessions OWNER TO postgres;

CREATE TABLE public.staff_acts (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    session_id uuid NOT NULL,
    user_id uuid NOT NULL,
    action text NOT NULL,
    subject_id uuid NOT NULL,
    body_hash bytea NOT NULL,
    reason text,
    answer jsonb DEFAULT '{}'::jsonb NOT NULL,
    acted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.staff_acts OWNER TO postgres;

CREATE TABLE public.staff_links (
    link_hash bytea NOT NULL,
    org_id uuid NOT NULL,
    event_id uuid NOT NULL,
    user_id uuid,
    role text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT staff_links_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'coordinator'::text, 'auctioneer'::text, 'clerk'::text, 'finance'::text, 'display'::text])))
);

ALTER TABLE public.staff_links OWNER TO postgres;

CREATE VIEW public.standing_pledges WITH (security_invoker='true') AS
 SELECT org_id,
    id,
    event_id,
    appeal_id,
    level_id,
    kind,
    source,
    paddle_id,
    heard_number,
    amount_cents,
    issue,
    is_additional,
    same_as_id,
    pay_by,
    called_at,
    reverses_id,
    names_id,
    session_id,
    user_id,
    body_hash,
    typed_at,
    recorded_at
   FROM public.pledges p
  WHERE ((kind <> 'reversal'::text) AND (same_as_id IS NULL) AND ((kind <> 'lead'::text) OR (called_at IS NOT NULL)) AND (NOT (EXISTS ( SELECT
           FROM public.pledges r
          WHERE ((r.org_id = p.org_id) AND (r.reverses_id = p.id))))));

ALTER VIEW public.standing_pledges OWNER TO postgres;

CREATE TABLE public.step_backs (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    item_id uuid NOT NULL,
    paddle_id uuid NOT NULL,
    change_id uuid NOT NULL,
    requested_at timestamp with time zone NOT NULL
);

ALTER TABLE public.step_backs OWNER TO postgres;

CREATE TABLE public.tables (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    name text NOT NULL
);

ALTER TABLE public.tables OWNER TO postgres;

CREATE TABLE public.tax_profiles (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    regime text NOT NULL,
    sales_tax_basis text DEFAULT 'none'::text NOT NULL,
    sales_tax_rate_ppm integer DEFAULT 0 NOT NULL,
    sales_tax_included boolean DEFAULT false NOT NULL,
    CONSTRAINT tax_profiles_basis_check CHECK ((sales_tax_basis = ANY (ARRAY['none'::text, 'price'::text, 'value'::text, 'lesser'::text]))),
    CONSTRAINT tax_profiles_regime_check CHECK ((regime = ANY (ARRAY['none'::text, 'us_501c3'::text, 'uk'::text, 'sg_ipc'::text]))),
    CONSTRAINT tax_profiles_sales_tax_rate_ppm_check CHECK (((sales_tax_rate_ppm >= 0) AND (sales_tax_rate_ppm <= 1000000)))
);

ALTER TABLE public.tax_profiles OWNER TO postgres;

CREATE TABLE public.terms_versions (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind text DEFAULT 'rules'::text NOT NULL,
    body text NOT NULL,
    sha256 bytea NOT NULL,
    published_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT terms_versions_kind_check CHECK ((kind = ANY (ARRAY['rules'::text, 'card'::text, 'text'::text, 'name'::text, 'audio'::text])))
);

ALTER TABLE public.terms_versions OWNER TO postgres;

CREATE TABLE public.users (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.users OWNER TO postgres;

CREATE TABLE public.webhook_inbox (
    account text NOT NULL,
    event_id text NOT NULL,
    org_id uuid,
    type text NOT NULL,
    object_id text NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    handled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    failure text
);

ALTER TABLE public.webhook_inbox OWNER TO postgres;

ALTER TABLE ONLY public.absentee_maxima
    ADD CONSTRAINT absentee_maxima_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.acceptances
    ADD CONSTRAINT acceptances_pkey PRIMARY KEY (org_id, guest_id, terms_version_id);

ALTER TABLE ONLY public.announcements
    ADD CONSTRAINT announcements_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.appeal_levels
    ADD CONSTRAINT appeal_levels_id_key UNIQUE (id);

ALTER TABLE ONLY public.appeal_levels
    ADD CONSTRAINT appeal_levels_org_id_appeal_id_amount_cents_key UNIQUE (org_id, appeal_id, amount_cents);

ALTER TABLE ONLY public.appeal_levels
    ADD CONSTRAINT appeal_levels_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT appeals_id_key UNIQUE (id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT appeals_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.awards
    ADD CONSTRAINT awards_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.bid_attempts
    ADD CONSTRAINT bid_attempts_pkey PRIMARY KEY (paddle_id, key, org_id);

ALTER TABLE ONLY public.bids
    ADD CONSTRAINT bids_item_id_seq_org_id_key UNIQUE (item_id, seq, org_id);

ALTER TABLE ONLY public.bids
    ADD CONSTRAINT bids_paddle_id_key_org_id_key UNIQUE (paddle_id, key, org_id);

ALTER TABLE ONLY public.bids
    ADD CONSTRAINT bids_pkey PRIMARY KEY (id, org_id);

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_idempotency_key_key UNIQUE (idempotency_key);

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_org_id_invoice_id_attempt_key UNIQUE (org_id, invoice_id, attempt);

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.display_pairings
    ADD CONSTRAINT display_pairings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.displays
    ADD CONSTRAINT displays_id_key UNIQUE (id);

ALTER TABLE ONLY public.displays
    ADD CONSTRAINT displays_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.displays
    ADD CONSTRAINT displays_session_id_key UNIQUE (session_id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_id_key UNIQUE (id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_id_key UNIQUE (id);

ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_link_hash_key UNIQUE (link_hash);

ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.heartbeats
    ADD CONSTRAINT heartbeats_pkey PRIMARY KEY (event_id, org_id);

ALTER TABLE ONLY public.households
    ADD CONSTRAINT households_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_id_key UNIQUE (id);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_org_id_event_id_number_key UNIQUE (org_id, event_id, number);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.item_changes
    ADD CONSTRAINT item_changes_item_id_seq_org_id_key UNIQUE (item_id, seq, org_id);

ALTER TABLE ONLY public.item_changes
    ADD CONSTRAINT item_changes_pkey PRIMARY KEY (id, org_id);

ALTER TABLE ONLY public.item_photos
    ADD CONSTRAINT item_photos_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.item_terms
    ADD CONSTRAINT item_terms_pkey PRIMARY KEY (org_id, item_id, version);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_id_key UNIQUE (id);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_org_id_event_id_lot_key UNIQUE (org_id, event_id, lot);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.live_entries
    ADD CONSTRAINT live_entries_item_id_seq_org_id_key UNIQUE (item_id, seq, org_id);

ALTER TABLE ONLY public.live_entries
    ADD CONSTRAINT live_entries_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.live_lots
    ADD CONSTRAINT live_lots_item_id_key UNIQUE (item_id);

ALTER TABLE ONLY public.live_lots
    ADD CONSTRAINT live_lots_pkey PRIMARY KEY (org_id, item_id);

ALTER TABLE ONLY public.live_offers
    ADD CONSTRAINT live_offers_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.live_sales
    ADD CONSTRAINT live_sales_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_org_id_user_id_event_id_role_key UNIQUE NULLS NOT DISTINCT (org_id, user_id, event_id, role);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_id_key UNIQUE (id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_id_key UNIQUE (id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_stripe_account_key UNIQUE (stripe_account);

ALTER TABLE ONLY public.paddles
    ADD CONSTRAINT paddles_id_key UNIQUE (id);

ALTER TABLE ONLY public.paddles
    ADD CONSTRAINT paddles_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.payment_methods
    ADD CONSTRAINT payment_methods_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.pledge_checks
    ADD CONSTRAINT pledge_checks_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_id_key UNIQUE (id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.price_bands
    ADD CONSTRAINT price_bands_pkey PRIMARY KEY (org_id, event_id, from_cents);

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_org_id_charge_id_key UNIQUE (org_id, charge_id);

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_org_id_number_key UNIQUE (org_id, number);

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.releases
    ADD CONSTRAINT releases_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_id_key UNIQUE (id);

ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_refresh_hash_key UNIQUE (refresh_hash);

ALTER TABLE ONLY public.staff_acts
    ADD CONSTRAINT staff_acts_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.staff_links
    ADD CONSTRAINT staff_links_pkey PRIMARY KEY (link_hash);

ALTER TABLE ONLY public.step_backs
    ADD CONSTRAINT step_backs_change_id_paddle_id_org_id_key UNIQUE (change_id, paddle_id, org_id);

ALTER TABLE ONLY public.step_backs
    ADD CONSTRAINT step_backs_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.tables
    ADD CONSTRAINT tables_id_key UNIQUE (id);

ALTER TABLE ONLY public.tables
    ADD CONSTRAINT tables_org_id_event_id_name_key UNIQUE (org_id, event_id, name);

ALTER TABLE ONLY public.tables
    ADD CONSTRAINT tables_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.tax_profiles
    ADD CONSTRAINT tax_profiles_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.terms_versions
    ADD CONSTRAINT terms_versions_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_inbox
    ADD CONSTRAINT webhook_inbox_pkey PRIMARY KEY (account, event_id);

CREATE INDEX absentee_maxima_item_idx ON public.absentee_maxima USING btree (org_id, item_id, paddle_id);

CREATE INDEX announcements_event_idx ON public.announcements USING btree (org_id, event_id, announced_at);

CREATE UNIQUE INDEX appeals_open_key ON public.appeals USING btree (org_id, event_id) WHERE (status = 'open'::text);

CREATE UNIQUE INDEX approvals_waiting_key ON public.approvals USING btree (org_id, subject_id, action) WHERE (verdict IS NULL);

CREATE INDEX audit_log_subject_idx ON public.audit_log USING btree (org_id, subject_id);

CREATE UNIQUE INDEX awards_bid_key ON public.awards USING btree (org_id, bid_id) WHERE ((revoked_at IS NULL) AND (bid_id IS NOT NULL));

CREATE INDEX awards_item_idx ON public.awards USING btree (item_id);

CREATE UNIQUE INDEX awards_live_sale_key ON public.awards USING btree (org_id, live_sale_id) WHERE (live_sale_id IS NOT NULL);

CREATE INDEX awards_paddle_idx ON public.awards USING btree (org_id, event_id, paddle_id);

CREATE INDEX bid_attempts_age_idx ON public.bid_attempts USING btree (decided_at);

CREATE INDEX bid_attempts_item_idx ON public.bid_attempts USING btree (item_id, decided_at);

CREATE INDEX charges_intent_idx ON public.charges USING btree (provider_id, attempt) WHERE (provider_id IS NOT NULL);

CREATE UNIQUE INDEX charges_open_key ON public.charges USING btree (org_id, invoice_id) WHERE (status = ANY (ARRAY['pending'::text, 'created'::text, 'confirming'::text, 'unknown'::text]));

CREATE UNIQUE INDEX charges_pay_key ON public.charges USING btree (org_id, invoice_id, pay_key) WHERE (pay_key IS NOT NULL);

CREATE UNIQUE INDEX charges_provider_key ON public.charges USING btree (provider_id) WHERE ((provider_id IS NOT NULL) AND (status = ANY (ARRAY['pending'::text, 'created'::text, 'confirming'::text, 'unknown'::text, 'succeeded'::text])));

CREATE UNIQUE INDEX display_pairings_code_key ON public.display_pairings USING btree (code) WHERE (claimed_at IS NULL);

CREATE INDEX guests_paddle_idx ON public.guests USING btree (org_id, paddle_id);

CREATE UNIQUE INDEX invoice_lines_award_key ON public.invoice_lines USING btree (org_id, award_id) WHERE ((award_id IS NOT NULL) AND (amount_cents > 0));

CREATE UNIQUE INDEX invoice_lines_corrected_key ON public.invoice_lines USING btree (org_id, corrects_id) WHERE (corrects_id IS NOT NULL);

CREATE INDEX invoice_lines_invoice_idx ON public.invoice_lines USING btree (org_id, invoice_id);

CREATE UNIQUE INDEX invoice_lines_pledge_key ON public.invoice_lines USING btree (org_id, pledge_id) WHERE ((pledge_id IS NOT NULL) AND (amount_cents > 0));

CREATE UNIQUE INDEX invoices_payer_key ON public.invoices USING btree (org_id, event_id, payer_id) WHERE (status <> 'void'::text);

CREATE INDEX item_photos_item_idx ON public.item_photos USING btree (org_id, item_id, "position");

CREATE INDEX items_due_idx ON public.items USING btree (org_id, section_id, closes_at) WHERE (status = 'open'::text);

CREATE INDEX items_event_idx ON public.items USING btree (org_id, event_id, "position");

CREATE INDEX items_winner_idx ON public.items USING btree (org_id, winner_paddle_id) WHERE (winner_paddle_id IS NOT NULL);

CREATE UNIQUE INDEX live_entries_undone_key ON public.live_entries USING btree (org_id, undoes_id) WHERE (undoes_id IS NOT NULL);

CREATE UNIQUE INDEX live_lots_running_key ON public.live_lots USING btree (org_id, event_id) WHERE (stage = 'running'::text);

CREATE UNIQUE INDEX live_offers_waiting_key ON public.live_offers USING btree (org_id, item_id, paddle_id) WHERE (status = 'waiting'::text);

CREATE INDEX live_sales_item_idx ON public.live_sales USING btree (org_id, item_id);

CREATE UNIQUE INDEX live_sales_reversed_key ON public.live_sales USING btree (org_id, reverses_id) WHERE (reverses_id IS NOT NULL);

CREATE INDEX live_sales_unconfirmed_idx ON public.live_sales USING btree (sold_at) WHERE ((kind = 'sale'::text) AND (confirmed_at IS NULL));

CREATE UNIQUE INDEX messages_about_key ON public.messages USING btree (org_id, kind, about_id, about_seq) NULLS NOT DISTINCT WHERE (about_id IS NOT NULL);

CREATE UNIQUE INDEX messages_change_key ON public.messages USING btree (org_id, item_id, paddle_id, kind, about_seq) WHERE (kind = ANY (ARRAY['leading_again'::text, 'reopened'::text]));

CREATE UNIQUE INDEX messages_outbid_key ON public.messages USING btree (org_id, item_id, paddle_id, about_seq) WHERE (kind = 'outbid'::text);

CREATE INDEX messages_outbid_waiting_idx ON public.messages USING btree (item_id, paddle_id) WHERE ((kind = 'outbid'::text) AND (status = 'pending'::text));

CREATE UNIQUE INDEX messages_provider_key ON public.messages USING btree (provider_id) WHERE (provider_id IS NOT NULL);

CREATE UNIQUE INDEX messages_sale_reversed_key ON public.messages USING btree (org_id, about_id) WHERE (kind = 'sale_reversed'::text);

CREATE INDEX messages_unsent_idx ON public.messages USING btree (created_at) WHERE (status = 'pending'::text);

CREATE UNIQUE INDEX messages_won_key ON public.messages USING btree (org_id, item_id, paddle_id, about_seq) NULLS NOT DISTINCT WHERE (kind = 'won'::text);

CREATE INDEX offers_paddle_idx ON public.offers USING btree (org_id, paddle_id);

CREATE UNIQUE INDEX offers_waiting_key ON public.offers USING btree (org_id, item_id) WHERE (status = 'waiting'::text);

CREATE UNIQUE INDEX paddles_number_key ON public.paddles USING btree (org_id, event_id, number) WHERE (status <> 'retired'::text);

CREATE INDEX payment_methods_paddle_idx ON public.payment_methods USING btree (org_id, paddle_id);

CREATE INDEX pledge_checks_level_idx ON public.pledge_checks USING btree (org_id, level_id);

CREATE INDEX pledges_appeal_idx ON public.pledges USING btree (org_id, appeal_id, recorded_at);

CREATE INDEX pledges_level_idx ON public.pledges USING btree (org_id, level_id, paddle_id);

CREATE INDEX pledges_paddle_idx ON public.pledges USING btree (org_id, event_id, paddle_id);

CREATE UNIQUE INDEX pledges_reversed_key ON public.pledges USING btree (org_id, reverses_id) WHERE (reverses_id IS NOT NULL);

CREATE INDEX sessions_revoked_idx ON public.sessions USING btree (revoked_at) WHERE (revoked_at IS NOT NULL);

CREATE INDEX staff_acts_event_idx ON public.staff_acts USING btree (org_id, event_id, acted_at);

CREATE INDEX step_backs_event_idx ON public.step_backs USING btree (org_id, event_id, requested_at);

CREATE INDEX webhook_inbox_open_idx ON public.webhook_inbox USING btree (received_at) WHERE (handled_at IS NULL);

CREATE TRIGGER items_keep_terms BEFORE UPDATE OF restrictions, expires_on, age_min ON public.items FOR EACH ROW WHEN ((((old.restrictions IS DISTINCT FROM new.restrictions) OR (old.expires_on IS DISTINCT FROM new.expires_on)) OR (old.age_min IS DISTINCT FROM new.age_min))) EXECUTE FUNCTION public.keep_item_terms();

ALTER TABLE ONLY public.absentee_maxima
    ADD CONSTRAINT absentee_maxima_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.absentee_maxima
    ADD CONSTRAINT absentee_maxima_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.acceptances
    ADD CONSTRAINT acceptances_org_id_guest_id_fkey FOREIGN KEY (org_id, guest_id) REFERENCES public.guests(org_id, id);

ALTER TABLE ONLY public.acceptances
    ADD CONSTRAINT acceptances_org_id_terms_version_id_fkey FOREIGN KEY (org_id, terms_version_id) REFERENCES public.terms_versions(org_id, id);

ALTER TABLE ONLY public.announcements
    ADD CONSTRAINT announcements_announced_by_fkey FOREIGN KEY (announced_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.announcements
    ADD CONSTRAINT announcements_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.appeal_levels
    ADD CONSTRAINT appeal_levels_org_id_appeal_id_fkey FOREIGN KEY (org_id, appeal_id) REFERENCES public.appeals(org_id, id);

ALTER TABLE ONLY public.appeal_levels
    ADD CONSTRAINT appeal_levels_released_by_fkey FOREIGN KEY (released_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT appeals_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT appeals_org_id_level_id_fkey FOREIGN KEY (org_id, level_id) REFERENCES public.appeal_levels(org_id, id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT appeals_org_id_match_paddle_id_fkey FOREIGN KEY (org_id, match_paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organizations(id);

ALTER TABLE ONLY public.awards
    ADD CONSTRAINT awards_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.awards
    ADD CONSTRAINT awards_org_id_offer_id_fkey FOREIGN KEY (org_id, offer_id) REFERENCES public.offers(org_id, id);

ALTER TABLE ONLY public.awards
    ADD CONSTRAINT awards_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.bid_attempts
    ADD CONSTRAINT bid_attempts_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.bids
    ADD CONSTRAINT bids_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.bids
    ADD CONSTRAINT bids_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_org_id_invoice_id_fkey FOREIGN KEY (org_id, invoice_id) REFERENCES public.invoices(org_id, id);

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_org_id_payment_method_id_fkey FOREIGN KEY (org_id, payment_method_id) REFERENCES public.payment_methods(org_id, id);

ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_org_id_guest_id_fkey FOREIGN KEY (org_id, guest_id) REFERENCES public.guests(org_id, id);

ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_org_id_terms_version_id_fkey FOREIGN KEY (org_id, terms_version_id) REFERENCES public.terms_versions(org_id, id);

ALTER TABLE ONLY public.display_pairings
    ADD CONSTRAINT display_pairings_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organizations(id);

ALTER TABLE ONLY public.displays
    ADD CONSTRAINT displays_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.displays
    ADD CONSTRAINT displays_paired_by_fkey FOREIGN KEY (paired_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.displays
    ADD CONSTRAINT displays_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organizations(id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_org_id_rehearsal_of_fkey FOREIGN KEY (org_id, rehearsal_of) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_org_id_tax_profile_id_fkey FOREIGN KEY (org_id, tax_profile_id) REFERENCES public.tax_profiles(org_id, id);

ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.heartbeats
    ADD CONSTRAINT heartbeats_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.households
    ADD CONSTRAINT households_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_org_id_award_id_fkey FOREIGN KEY (org_id, award_id) REFERENCES public.awards(org_id, id);

ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_org_id_corrects_id_fkey FOREIGN KEY (org_id, corrects_id) REFERENCES public.invoice_lines(org_id, id);

ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_org_id_invoice_id_fkey FOREIGN KEY (org_id, invoice_id) REFERENCES public.invoices(org_id, id);

ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_org_id_payer_id_fkey FOREIGN KEY (org_id, payer_id) REFERENCES public.guests(org_id, id);

ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_org_id_pledge_id_fkey FOREIGN KEY (org_id, pledge_id) REFERENCES public.pledges(org_id, id);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_org_id_payer_id_fkey FOREIGN KEY (org_id, payer_id) REFERENCES public.guests(org_id, id);

ALTER TABLE ONLY public.item_changes
    ADD CONSTRAINT item_changes_org_id_act_id_fkey FOREIGN KEY (org_id, act_id) REFERENCES public.staff_acts(org_id, id);

ALTER TABLE ONLY public.item_changes
    ADD CONSTRAINT item_changes_org_id_approval_id_fkey FOREIGN KEY (org_id, approval_id) REFERENCES public.approvals(org_id, id);

ALTER TABLE ONLY public.item_changes
    ADD CONSTRAINT item_changes_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.item_changes
    ADD CONSTRAINT item_changes_second_user_id_fkey FOREIGN KEY (second_user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.item_changes
    ADD CONSTRAINT item_changes_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.item_photos
    ADD CONSTRAINT item_photos_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.item_terms
    ADD CONSTRAINT item_terms_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_org_id_high_paddle_id_fkey FOREIGN KEY (org_id, high_paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_org_id_section_id_fkey FOREIGN KEY (org_id, section_id) REFERENCES public.sections(org_id, id);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_org_id_winner_paddle_id_fkey FOREIGN KEY (org_id, winner_paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.live_entries
    ADD CONSTRAINT live_entries_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.live_entries
    ADD CONSTRAINT live_entries_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.live_entries
    ADD CONSTRAINT live_entries_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.live_lots
    ADD CONSTRAINT live_lots_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.live_lots
    ADD CONSTRAINT live_lots_org_id_offered_to_fkey FOREIGN KEY (org_id, offered_to) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.live_offers
    ADD CONSTRAINT live_offers_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.live_offers
    ADD CONSTRAINT live_offers_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.live_sales
    ADD CONSTRAINT live_sales_org_id_claim_on_id_fkey FOREIGN KEY (org_id, claim_on_id) REFERENCES public.live_sales(org_id, id);

ALTER TABLE ONLY public.live_sales
    ADD CONSTRAINT live_sales_org_id_corrects_id_fkey FOREIGN KEY (org_id, corrects_id) REFERENCES public.live_sales(org_id, id);

ALTER TABLE ONLY public.live_sales
    ADD CONSTRAINT live_sales_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.live_sales
    ADD CONSTRAINT live_sales_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.live_sales
    ADD CONSTRAINT live_sales_org_id_reverses_id_fkey FOREIGN KEY (org_id, reverses_id) REFERENCES public.live_sales(org_id, id);

ALTER TABLE ONLY public.live_sales
    ADD CONSTRAINT live_sales_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organizations(id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.paddles
    ADD CONSTRAINT paddles_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.paddles
    ADD CONSTRAINT paddles_org_id_household_id_fkey FOREIGN KEY (org_id, household_id) REFERENCES public.households(org_id, id);

ALTER TABLE ONLY public.paddles
    ADD CONSTRAINT paddles_org_id_table_id_fkey FOREIGN KEY (org_id, table_id) REFERENCES public.tables(org_id, id);

ALTER TABLE ONLY public.payment_methods
    ADD CONSTRAINT payment_methods_org_id_consent_id_fkey FOREIGN KEY (org_id, consent_id) REFERENCES public.consents(org_id, id);

ALTER TABLE ONLY public.payment_methods
    ADD CONSTRAINT payment_methods_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.payment_methods
    ADD CONSTRAINT payment_methods_org_id_guest_id_fkey FOREIGN KEY (org_id, guest_id) REFERENCES public.guests(org_id, id);

ALTER TABLE ONLY public.payment_methods
    ADD CONSTRAINT payment_methods_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.pledge_checks
    ADD CONSTRAINT pledge_checks_org_id_level_id_fkey FOREIGN KEY (org_id, level_id) REFERENCES public.appeal_levels(org_id, id);

ALTER TABLE ONLY public.pledge_checks
    ADD CONSTRAINT pledge_checks_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_org_id_appeal_id_fkey FOREIGN KEY (org_id, appeal_id) REFERENCES public.appeals(org_id, id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_org_id_level_id_fkey FOREIGN KEY (org_id, level_id) REFERENCES public.appeal_levels(org_id, id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_org_id_names_id_fkey FOREIGN KEY (org_id, names_id) REFERENCES public.pledges(org_id, id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_org_id_reverses_id_fkey FOREIGN KEY (org_id, reverses_id) REFERENCES public.pledges(org_id, id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_org_id_same_as_id_fkey FOREIGN KEY (org_id, same_as_id) REFERENCES public.pledges(org_id, id);

ALTER TABLE ONLY public.pledges
    ADD CONSTRAINT pledges_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.price_bands
    ADD CONSTRAINT price_bands_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_org_id_charge_id_fkey FOREIGN KEY (org_id, charge_id) REFERENCES public.charges(org_id, id);

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_org_id_invoice_id_fkey FOREIGN KEY (org_id, invoice_id) REFERENCES public.invoices(org_id, id);

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_org_id_payer_id_fkey FOREIGN KEY (org_id, payer_id) REFERENCES public.guests(org_id, id);

ALTER TABLE ONLY public.releases
    ADD CONSTRAINT releases_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organizations(id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_org_id_guest_id_fkey FOREIGN KEY (org_id, guest_id) REFERENCES public.guests(org_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_acts
    ADD CONSTRAINT staff_acts_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.staff_acts
    ADD CONSTRAINT staff_acts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.staff_links
    ADD CONSTRAINT staff_links_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.staff_links
    ADD CONSTRAINT staff_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.step_backs
    ADD CONSTRAINT step_backs_change_id_org_id_fkey FOREIGN KEY (change_id, org_id) REFERENCES public.item_changes(id, org_id);

ALTER TABLE ONLY public.step_backs
    ADD CONSTRAINT step_backs_org_id_item_id_fkey FOREIGN KEY (org_id, item_id) REFERENCES public.items(org_id, id);

ALTER TABLE ONLY public.step_backs
    ADD CONSTRAINT step_backs_org_id_paddle_id_fkey FOREIGN KEY (org_id, paddle_id) REFERENCES public.paddles(org_id, id);

ALTER TABLE ONLY public.tables
    ADD CONSTRAINT tables_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.tax_profiles
    ADD CONSTRAINT tax_profiles_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organizations(id);

ALTER TABLE ONLY public.terms_versions
    ADD CONSTRAINT terms_versions_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.events(org_id, id);

ALTER TABLE ONLY public.webhook_inbox
    ADD CONSTRAINT webhook_inbox_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organizations(id);

ALTER TABLE public.absentee_maxima ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.acceptances ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.announcements ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.appeal_levels ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.appeals ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.approvals ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.awards ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bid_attempts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bids ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.charges ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.consents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.display_pairings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.displays ENABLE ROW LEVEL SECURITY;

CREATE POLICY engine_all ON public.absentee_maxima TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.acceptances TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.announcements TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.appeal_levels TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.appeals TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.approvals TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.audit_log TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.awards TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.bid_attempts TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.bids TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.charges TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.consents TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.display_pairings TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.displays TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.events TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.guests TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.heartbeats TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.households TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.invoice_lines TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.invoices TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.item_changes TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.item_photos TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.item_terms TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.items TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.live_entries TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.live_lots TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.live_offers TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.live_sales TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.memberships TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.messages TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.offers TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.organizations TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.paddles TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.payment_methods TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.pledge_checks TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.pledges TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.price_bands TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.receipts TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.releases TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.sections TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.sessions TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.staff_acts TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.staff_links TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.step_backs TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.tables TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.tax_profiles TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.terms_versions TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.users TO engine USING (true) WITH CHECK (true);

CREATE POLICY engine_all ON public.webhook_inbox TO engine USING (true) WITH CHECK (true);

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.guests ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.heartbeats ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.households ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.item_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.item_photos ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.item_terms ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.items ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.live_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.live_lots ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.live_offers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.live_sales ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.memberships ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.offers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.organizations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.paddles ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.payment_methods ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.pledge_checks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.pledges ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.price_bands ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.receipts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.releases ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sections ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.staff_acts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.staff_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.step_backs ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tables ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tax_profiles ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant ON public.absentee_maxima TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.acceptances TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.announcements TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.appeal_levels TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.appeals TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.approvals TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.audit_log TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.awards TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.bid_attempts TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.bids TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.charges TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.consents TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.displays TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.events TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.guests TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.heartbeats TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.households TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.invoice_lines TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.invoices TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.item_changes TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.item_photos TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.item_terms TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.items TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.live_entries TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.live_lots TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.live_offers TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.live_sales TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.memberships TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.messages TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.offers TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.organizations TO app USING ((id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.paddles TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.payment_methods TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.pledge_checks TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.pledges TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.price_bands TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.receipts TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.releases TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.sections TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.staff_acts TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.step_backs TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.tables TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.tax_profiles TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

CREATE POLICY tenant ON public.terms_versions TO app USING ((org_id = ( SELECT public.current_org() AS current_org))) WITH CHECK ((org_id = ( SELECT public.current_org() AS current_org)));

ALTER TABLE public.terms_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.webhook_inbox ENABLE ROW LEVEL SECURITY;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO engine;
GRANT USAGE ON SCHEMA public TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.appeal_levels TO engine;
GRANT SELECT ON TABLE public.appeal_levels TO app;

GRANT SELECT,INSERT ON TABLE public.paddles TO engine;
GRANT SELECT ON TABLE public.paddles TO app;

GRANT UPDATE(status) ON TABLE public.paddles TO app;
GRANT UPDATE(status) ON TABLE public.paddles TO engine;

GRANT UPDATE(admission) ON TABLE public.paddles TO app;

GRANT UPDATE(has_card) ON TABLE public.paddles TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.items TO engine;

GRANT SELECT(org_id) ON TABLE public.items TO app;

GRANT SELECT(id) ON TABLE public.items TO app;

GRANT SELECT(event_id) ON TABLE public.items TO app;

GRANT SELECT(section_id) ON TABLE public.items TO app;

GRANT SELECT(lot) ON TABLE public.items TO app;

GRANT SELECT("position") ON TABLE public.items TO app;

GRANT SELECT(title) ON TABLE public.items TO app;

GRANT SELECT(description) ON TABLE public.items TO app;

GRANT SELECT(category) ON TABLE public.items TO app;

GRANT SELECT(donor_name) ON TABLE public.items TO app;

GRANT SELECT(kind) ON TABLE public.items TO app;

GRANT SELECT(is_hidden) ON TABLE public.items TO app;

GRANT SELECT(status),UPDATE(status) ON TABLE public.items TO app;

GRANT SELECT(value_cents) ON TABLE public.items TO app;

GRANT SELECT(value_frozen_at) ON TABLE public.items TO app;

GRANT SELECT(tax_class) ON TABLE public.items TO app;

GRANT SELECT(restrictions) ON TABLE public.items TO app;

GRANT SELECT(expires_on) ON TABLE public.items TO app;

GRANT SELECT(age_min) ON TABLE public.items TO app;

GRANT SELECT(delivery) ON TABLE public.items TO app;

GRANT SELECT(location) ON TABLE public.items TO app;

GRANT SELECT(max_copies) ON TABLE public.items TO app;

GRANT SELECT(terms_version) ON TABLE public.items TO app;

GRANT SELECT(starting_cents) ON TABLE public.items TO app;

GRANT SELECT(step_from_cents) ON TABLE public.items TO app;

GRANT SELECT(step_cents) ON TABLE public.items TO app;

GRANT SELECT(force_multiples) ON TABLE public.items TO app;

GRANT SELECT(quantity) ON TABLE public.items TO app;

GRANT SELECT(units_taken) ON TABLE public.items TO app;

GRANT SELECT(given_cents) ON TABLE public.items TO app;

GRANT SELECT(per_guest_limit) ON TABLE public.items TO app;

GRANT SELECT(is_uniform_price) ON TABLE public.items TO app;

GRANT SELECT(buy_now_cents) ON TABLE public.items TO app;

GRANT SELECT(buy_now_until_pct) ON TABLE public.items TO app;

GRANT SELECT(opens_at) ON TABLE public.items TO app;

GRANT SELECT(closes_at) ON TABLE public.items TO app;

GRANT SELECT(planned_closes_at) ON TABLE public.items TO app;

GRANT SELECT(hard_end_at) ON TABLE public.items TO app;

GRANT SELECT(paused_at) ON TABLE public.items TO app;

GRANT SELECT(resumes_at) ON TABLE public.items TO app;

GRANT SELECT(held_at) ON TABLE public.items TO app;

GRANT SELECT(extension_window_s) ON TABLE public.items TO app;

GRANT SELECT(extension_s) ON TABLE public.items TO app;

GRANT SELECT(extension_cap_s) ON TABLE public.items TO app;

GRANT SELECT(extension_count) ON TABLE public.items TO app;

GRANT SELECT(who_may_bid) ON TABLE public.items TO app;

GRANT SELECT(card_required) ON TABLE public.items TO app;

GRANT SELECT(remote_exempt) ON TABLE public.items TO app;

GRANT SELECT(high_paddle_id) ON TABLE public.items TO app;

GRANT SELECT(high_paddle_number),UPDATE(high_paddle_number) ON TABLE public.items TO app;

GRANT SELECT(high_bid_id) ON TABLE public.items TO app;

GRANT SELECT(price_cents),UPDATE(price_cents) ON TABLE public.items TO app;

GRANT SELECT(bid_count) ON TABLE public.items TO app;

GRANT SELECT(last_seq) ON TABLE public.items TO app;

GRANT SELECT(version),UPDATE(version) ON TABLE public.items TO app;

GRANT SELECT(hammer_cents),UPDATE(hammer_cents) ON TABLE public.items TO app;

GRANT SELECT(winner_paddle_id),UPDATE(winner_paddle_id) ON TABLE public.items TO app;

GRANT SELECT(closed_at),UPDATE(closed_at) ON TABLE public.items TO app;

GRANT SELECT(close_version),UPDATE(close_version) ON TABLE public.items TO app;

GRANT SELECT(live_sale_id),UPDATE(live_sale_id) ON TABLE public.items TO app;

GRANT SELECT,INSERT ON TABLE public.live_entries TO engine;
GRANT SELECT ON TABLE public.live_entries TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.live_lots TO engine;
GRANT SELECT ON TABLE public.live_lots TO app;

GRANT SELECT,INSERT ON TABLE public.pledges TO engine;
GRANT SELECT ON TABLE public.pledges TO app;

GRANT UPDATE(pay_by) ON TABLE public.pledges TO engine;

GRANT UPDATE(called_at) ON TABLE public.pledges TO engine;

GRANT SELECT,INSERT ON TABLE public.live_sales TO engine;
GRANT SELECT,INSERT ON TABLE public.live_sales TO app;

GRANT UPDATE(issue) ON TABLE public.live_sales TO engine;

GRANT UPDATE(claim_settled_at) ON TABLE public.live_sales TO engine;

GRANT UPDATE(confirmed_at) ON TABLE public.live_sales TO engine;

GRANT UPDATE(confirmed_by) ON TABLE public.live_sales TO engine;

GRANT SELECT,INSERT,UPDATE ON TABLE public.appeals TO engine;
GRANT SELECT ON TABLE public.appeals TO app;

GRANT SELECT,INSERT ON TABLE public.events TO engine;
GRANT SELECT ON TABLE public.events TO app;

GRANT UPDATE(phase) ON TABLE public.events TO app;
GRANT UPDATE(phase) ON TABLE public.events TO engine;

GRANT UPDATE(checkout_opened_at) ON TABLE public.events TO app;

GRANT UPDATE(checkout_opened_by) ON TABLE public.events TO app;

GRANT UPDATE(checkout_key) ON TABLE public.events TO app;

GRANT UPDATE(checkout_body_hash) ON TABLE public.events TO app;

GRANT UPDATE(version) ON TABLE public.events TO app;
GRANT UPDATE(version) ON TABLE public.events TO engine;

GRANT UPDATE(stopped_at) ON TABLE public.events TO engine;

GRANT UPDATE(display_mode) ON TABLE public.events TO engine;

GRANT UPDATE(rehearsal_ends_at) ON TABLE public.events TO engine;

GRANT SELECT,INSERT,UPDATE ON TABLE public.offers TO engine;
GRANT SELECT,INSERT ON TABLE public.offers TO app;

GRANT SELECT,INSERT ON TABLE public.bids TO engine;

GRANT SELECT(org_id) ON TABLE public.bids TO app;

GRANT SELECT(id) ON TABLE public.bids TO app;

GRANT SELECT(event_id) ON TABLE public.bids TO app;

GRANT SELECT(item_id) ON TABLE public.bids TO app;

GRANT SELECT(paddle_id) ON TABLE public.bids TO app;

GRANT SELECT(key) ON TABLE public.bids TO app;

GRANT SELECT(seq) ON TABLE public.bids TO app;

GRANT SELECT(kind) ON TABLE public.bids TO app;

GRANT SELECT(units) ON TABLE public.bids TO app;

GRANT SELECT(is_raise) ON TABLE public.bids TO app;

GRANT SELECT(outcome) ON TABLE public.bids TO app;

GRANT SELECT(price_before_cents) ON TABLE public.bids TO app;

GRANT SELECT(price_after_cents) ON TABLE public.bids TO app;

GRANT SELECT(leader_after_id) ON TABLE public.bids TO app;

GRANT SELECT(decided_at) ON TABLE public.bids TO app;

GRANT SELECT(closes_at_seen) ON TABLE public.bids TO app;

GRANT SELECT(closes_at_after) ON TABLE public.bids TO app;

GRANT SELECT(version_after) ON TABLE public.bids TO app;

GRANT SELECT(terms_version) ON TABLE public.bids TO app;

GRANT SELECT(entered_by) ON TABLE public.bids TO app;

GRANT SELECT(entry_reason) ON TABLE public.bids TO app;

GRANT SELECT,INSERT ON TABLE public.item_changes TO engine;
GRANT SELECT ON TABLE public.item_changes TO app;

GRANT SELECT,INSERT ON TABLE public.absentee_maxima TO engine;

GRANT SELECT(org_id) ON TABLE public.absentee_maxima TO app;

GRANT SELECT(id) ON TABLE public.absentee_maxima TO app;

GRANT SELECT(event_id) ON TABLE public.absentee_maxima TO app;

GRANT SELECT(item_id) ON TABLE public.absentee_maxima TO app;

GRANT SELECT(paddle_id) ON TABLE public.absentee_maxima TO app;

GRANT SELECT(set_at) ON TABLE public.absentee_maxima TO app;

GRANT SELECT,INSERT ON TABLE public.acceptances TO engine;
GRANT SELECT,INSERT ON TABLE public.acceptances TO app;

GRANT SELECT,INSERT ON TABLE public.announcements TO engine;
GRANT SELECT ON TABLE public.announcements TO app;

GRANT UPDATE(withdrawn_at) ON TABLE public.announcements TO engine;

GRANT SELECT,INSERT,UPDATE ON TABLE public.approvals TO engine;
GRANT SELECT,INSERT ON TABLE public.approvals TO app;

GRANT UPDATE(verdict) ON TABLE public.approvals TO app;

GRANT UPDATE(decided_by) ON TABLE public.approvals TO app;

GRANT UPDATE(decided_at) ON TABLE public.approvals TO app;

GRANT SELECT,INSERT ON TABLE public.audit_log TO engine;
GRANT SELECT,INSERT ON TABLE public.audit_log TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.awards TO engine;
GRANT SELECT,INSERT ON TABLE public.awards TO app;

GRANT SELECT,INSERT,DELETE ON TABLE public.bid_attempts TO engine;

GRANT SELECT(org_id) ON TABLE public.bid_attempts TO app;

GRANT SELECT(paddle_id) ON TABLE public.bid_attempts TO app;

GRANT SELECT(key) ON TABLE public.bid_attempts TO app;

GRANT SELECT(item_id) ON TABLE public.bid_attempts TO app;

GRANT SELECT(code) ON TABLE public.bid_attempts TO app;

GRANT SELECT(kind) ON TABLE public.bid_attempts TO app;

GRANT SELECT(entered_by) ON TABLE public.bid_attempts TO app;

GRANT SELECT(decided_at) ON TABLE public.bid_attempts TO app;

GRANT SELECT,UPDATE ON TABLE public.charges TO engine;
GRANT SELECT,INSERT ON TABLE public.charges TO app;

GRANT UPDATE(status) ON TABLE public.charges TO app;

GRANT UPDATE(provider_id) ON TABLE public.charges TO app;

GRANT UPDATE(provider_charge_before) ON TABLE public.charges TO app;

GRANT UPDATE(confirms) ON TABLE public.charges TO app;

GRANT UPDATE(claimed_until) ON TABLE public.charges TO app;

GRANT UPDATE(captured_cents) ON TABLE public.charges TO app;

GRANT UPDATE(failure_code) ON TABLE public.charges TO app;

GRANT UPDATE(updated_at) ON TABLE public.charges TO app;

GRANT SELECT,INSERT ON TABLE public.consents TO engine;
GRANT SELECT,INSERT ON TABLE public.consents TO app;

GRANT SELECT ON TABLE public.counted_bids TO engine;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.display_pairings TO engine;

GRANT SELECT,INSERT,UPDATE ON TABLE public.displays TO engine;
GRANT SELECT ON TABLE public.displays TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.guests TO engine;
GRANT SELECT ON TABLE public.guests TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.heartbeats TO engine;
GRANT SELECT ON TABLE public.heartbeats TO app;

GRANT SELECT,INSERT ON TABLE public.households TO engine;
GRANT SELECT ON TABLE public.households TO app;

GRANT SELECT,INSERT ON TABLE public.invoice_lines TO engine;
GRANT SELECT,INSERT ON TABLE public.invoice_lines TO app;

GRANT SELECT,UPDATE ON TABLE public.invoices TO engine;
GRANT SELECT,INSERT ON TABLE public.invoices TO app;

GRANT UPDATE(status) ON TABLE public.invoices TO app;

GRANT UPDATE(paid_cents) ON TABLE public.invoices TO app;

GRANT UPDATE(billed_at) ON TABLE public.invoices TO app;

GRANT UPDATE(charge_not_before) ON TABLE public.invoices TO app;

GRANT UPDATE(paid_at) ON TABLE public.invoices TO app;

GRANT UPDATE(disputed_at) ON TABLE public.invoices TO app;

GRANT UPDATE(failure_code) ON TABLE public.invoices TO app;

GRANT UPDATE(version) ON TABLE public.invoices TO app;

GRANT SELECT,INSERT ON TABLE public.item_photos TO engine;
GRANT SELECT ON TABLE public.item_photos TO app;

GRANT SELECT ON TABLE public.item_steps TO engine;

GRANT SELECT,INSERT ON TABLE public.item_terms TO engine;
GRANT SELECT ON TABLE public.item_terms TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.live_offers TO engine;
GRANT SELECT ON TABLE public.live_offers TO app;

GRANT SELECT,INSERT ON TABLE public.memberships TO engine;
GRANT SELECT ON TABLE public.memberships TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.messages TO engine;
GRANT SELECT,INSERT ON TABLE public.messages TO app;

GRANT UPDATE(status) ON TABLE public.messages TO app;

GRANT UPDATE(provider_id) ON TABLE public.messages TO app;

GRANT UPDATE(failure_code) ON TABLE public.messages TO app;

GRANT UPDATE(attempts) ON TABLE public.messages TO app;

GRANT UPDATE(updated_at) ON TABLE public.messages TO app;

GRANT SELECT ON TABLE public.organizations TO engine;
GRANT SELECT ON TABLE public.organizations TO app;

GRANT SELECT ON TABLE public.payment_methods TO engine;
GRANT SELECT,INSERT ON TABLE public.payment_methods TO app;

GRANT SELECT,INSERT ON TABLE public.pledge_checks TO engine;
GRANT SELECT ON TABLE public.pledge_checks TO app;

GRANT UPDATE(withdrawn_at) ON TABLE public.pledge_checks TO engine;

GRANT SELECT,INSERT ON TABLE public.price_bands TO engine;
GRANT SELECT ON TABLE public.price_bands TO app;

GRANT SELECT ON TABLE public.receipts TO engine;
GRANT SELECT,INSERT ON TABLE public.receipts TO app;

GRANT SELECT ON TABLE public.releases TO engine;
GRANT SELECT,INSERT ON TABLE public.releases TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.sections TO engine;
GRANT SELECT ON TABLE public.sections TO app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.sessions TO engine;

GRANT SELECT,INSERT ON TABLE public.staff_acts TO engine;
GRANT SELECT,INSERT ON TABLE public.staff_acts TO app;

GRANT SELECT,INSERT ON TABLE public.staff_links TO engine;

GRANT SELECT ON TABLE public.standing_pledges TO app;
GRANT SELECT ON TABLE public.standing_pledges TO engine;

GRANT SELECT,INSERT ON TABLE public.step_backs TO engine;
GRANT SELECT ON TABLE public.step_backs TO app;

GRANT SELECT,INSERT ON TABLE public.tables TO engine;
GRANT SELECT ON TABLE public.tables TO app;

GRANT SELECT ON TABLE public.tax_profiles TO engine;
GRANT SELECT ON TABLE public.tax_profiles TO app;

GRANT SELECT,INSERT ON TABLE public.terms_versions TO engine;
GRANT SELECT ON TABLE public.terms_versions TO app;

GRANT SELECT ON TABLE public.users TO engine;

GRANT SELECT,INSERT,UPDATE ON TABLE public.webhook_inbox TO engine;
