// Written by hand in the shape openapi-typescript produces; `npm run api` replaces it with the generated file.
type Json<T> = { content: { "application/json": T } };
type Ok<T, Status extends number = 200> = { responses: { [S in Status]: Json<T> } & { default: { content: { "application/problem+json": components["schemas"]["Problem"] } } } };
type Body<T> = { requestBody: Json<T> };
type Path<T> = { parameters: { path: T } };
type None = { parameters: { query?: never; header?: never; path?: never; cookie?: never } };
type Keyed = { "Idempotency-Key": string };

export type components = {
  schemas: {
    Problem: { type: string; title: string; status: number; detail?: string; code: string; trace_id?: string };
    Preview: {
      kind: "guest" | "staff";
      event: { id: string; name: string; item_word: string; currency: string };
      guest_name: string | null;
      paddle_number: number | null;
      needs_phone_last4: boolean;
      role: string;
      terms: { id: string; body: string } | null;
    };
    Session: {
      access_token: string;
      access_expires_in_s: number;
      refresh_token: string;
      session_id: string;
      role: string;
      event_id: string;
      org_id: string;
      guest_id?: string | null;
      paddle_id?: string | null;
      paddle_number?: number | null;
      guest_name?: string | null;
    };
    Card: { brand: string; last4: string };
    Me: {
      session_id: string;
      role: string;
      event_id: string;
      paddle_id?: string | null;
      paddle_number?: number | null;
      paddle_status?: string | null;
      guest_name?: string | null;
      card: components["schemas"]["Card"] | null;
    };
    Section: {
      id: string;
      name: string;
      kind: string;
      opens_at: string | null;
      closes_at: string | null;
      extension_window_s: number;
      extension_s: number;
      extension_cap_s: number;
      hard_end_at: string | null;
      paused_at: string | null;
    };
    Event: {
      id: string;
      name: string;
      currency: string;
      timezone: string;
      item_word: string;
      phase: string;
      server_time: string;
      sections: components["schemas"]["Section"][];
      media_base_url: string;
      version: number;
    };
    ItemState: {
      id: string;
      version: number;
      status: "open" | "sold" | "unsold" | "withdrawn";
      kind: "single" | "live";
      price_cents: number | null;
      least_cents: number | null;
      step_cents: number;
      bid_count: number;
      leader_paddle: number | null;
      reserve: "none" | "met" | "not_met";
      opens_at: string;
      closes_at: string;
      planned_closes_at: string;
      paused_at: string | null;
      last_possible_close_at: string;
      extension_count: number;
      hammer_cents: number | null;
    };
    Photo: { blob_name: string; width: number; height: number; alt: string };
    ItemDocument: components["schemas"]["ItemState"] & {
      section_id: string;
      lot: string;
      position: number;
      title: string;
      description: string;
      category: string;
      donor_name: string;
      starting_cents: number;
      value_cents: number | null;
      restrictions: string;
      expires_on: string | null;
      age_min: number | null;
      delivery: "hand" | "certificate" | "email" | "ship" | "donor";
      extension_window_s: number;
      extension_s: number;
      extension_cap_s: number;
      photos: components["schemas"]["Photo"][];
    };
    LeaderboardRow: { item_id: string; lot: string; title: string; price_cents: number; leader_paddle: number | null; bid_count: number };
    EventState: {
      phase: string;
      silent_total_cents: number;
      live_total_cents: number;
      bid_count: number;
      items_open: number;
      leaderboard: components["schemas"]["LeaderboardRow"][];
    };
    Snapshot: {
      server_time: string;
      items_version: number;
      state_version: number;
      state: components["schemas"]["EventState"];
      items: components["schemas"]["ItemDocument"][];
    };
    Changes: {
      server_time: string;
      items_version: number;
      state_version: number;
      state: components["schemas"]["EventState"];
      items: components["schemas"]["ItemState"][];
    };
    HistoryBid: { seq: number; paddle_number: number; price_after_cents: number; decided_at: string; is_extension: boolean };
    BidRequest: { item_id: string; max_cents?: number; exact_cents?: number; confirmed?: boolean };
    BidAccepted: { key: string; outcome: "leading" | "outbid" | "tied_earlier"; item: components["schemas"]["ItemState"] };
    BidByKey: { key: string; outcome: "leading" | "outbid" | "tied_earlier" | null; code: string; item: components["schemas"]["ItemState"] | null };
    MyBid: { item_id: string; commitment_cents: number; is_leading: boolean; last_bid_at: string; bids: number };
    InvoiceLine: { id: string; item_id: string | null; lot: string | null; description: string; amount_cents: number; value_cents: number | null };
    Invoice: {
      id: string;
      number: string;
      status: "open" | "charging" | "needs_payer" | "paid" | "void";
      currency: string;
      total_cents: number;
      paid_cents: number;
      billed_at: string | null;
      charge_not_before: string | null;
      paid_at: string | null;
      card: components["schemas"]["Card"] | null;
      failure_code: string | null;
      lines: components["schemas"]["InvoiceLine"][];
      receipt: { number: string; url: string } | null;
    };
    Checkout: {
      phase: string;
      opened_at: string | null;
      totals: { items: number; invoices: number; total_cents: number; charged_cents: number; paid: number; needs_payer: number; open: number };
    };
    Paddle: { id: string; number: number; name: string; status: string };
    LiveSale: { id: string; item: components["schemas"]["ItemState"] };
    Negotiated: { endpoint: string; path: string; access_token: string; ticket: string; ticket_expires_in_s: number; rooms: string[] };
  };
};

type S = components["schemas"];

export type paths = {
  "/sessions/preview": { post: None & Body<{ link: string }> & Ok<S["Preview"]> };
  "/sessions": { post: None & Body<{ link: string; phone_last4?: string; accept_terms_id?: string; device?: string }> & Ok<S["Session"], 201> };
  "/sessions/refresh": { post: None & Body<{ refresh_token: string }> & Ok<S["Session"]> };
  "/sessions/current": { delete: None & { responses: { 204: { content?: never } } } };
  "/me": { get: None & Ok<S["Me"]> };
  "/me/bids": { get: None & Ok<{ bids: S["MyBid"][] }> };
  "/me/invoice": { get: None & Ok<S["Invoice"]> };
  "/me/invoice/pay": { post: { parameters: { header: Keyed } } & Ok<S["Invoice"], 202> };
  "/me/invoice/dispute": { post: None & Ok<S["Invoice"]> };
  "/events/{event_id}": { get: Path<{ event_id: string }> & Ok<S["Event"]> };
  "/events/{event_id}/snapshot": { get: Path<{ event_id: string }> & Ok<S["Snapshot"]> };
  "/events/{event_id}/changes": { get: { parameters: { path: { event_id: string }; query?: { since?: number } } } & Ok<S["Changes"]> };
  "/items/{item_id}/bids": { get: { parameters: { path: { item_id: string }; query?: { limit?: number } } } & Ok<{ bids: S["HistoryBid"][] }> };
  "/bids": { post: { parameters: { header: Keyed } } & Body<S["BidRequest"]> & Ok<S["BidAccepted"], 200 | 201> };
  "/bids/{key}": { get: Path<{ key: string }> & Ok<S["BidByKey"]> };
  "/bids/{key}/cancel": { post: Path<{ key: string }> & Ok<S["BidByKey"]> };
  "/events/{event_id}/checkout": {
    get: Path<{ event_id: string }> & Ok<S["Checkout"]>;
    post: { parameters: { path: { event_id: string }; header: Keyed } } & Body<{ hold_s?: number }> & Ok<S["Checkout"], 202>;
  };
  "/events/{event_id}/paddles": { get: Path<{ event_id: string }> & Ok<S["Paddle"][]> };
  "/events/{event_id}/invoices": { get: Path<{ event_id: string }> & Ok<S["Invoice"][]> };
  "/live-sales": { post: { parameters: { header: Keyed } } & Body<{ item_id: string; paddle_number: number; amount_cents: number }> & Ok<S["LiveSale"], 201> };
  "/realtime/negotiate": { post: None & Ok<S["Negotiated"]> };
};
