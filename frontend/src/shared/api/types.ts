import type { components } from "#shared/api/openapi.d.ts";

type Schemas = components["schemas"];
export type ItemState = Schemas["ItemState"];
export type ItemDocument = Schemas["ItemDocument"];
export type EventState = Schemas["EventState"];
export type Snapshot = Schemas["Snapshot"];
export type Changes = Schemas["Changes"];
export type GalaEvent = Schemas["EventDetails"];
export type Session = Schemas["OpenedSession"];
export type Preview = Schemas["LinkPreview"];
export type Me = Schemas["Me"];
export type MyBid = Schemas["OwnBid"];
export type BidRequest = Schemas["PlaceBid"];
export type BidAccepted = Schemas["PlacedBid"];
export type BidByKey = Schemas["BidAnswer"];
export type Invoice = Schemas["Invoice"];
export type Checkout = Schemas["Checkout"];
export type Negotiated = Schemas["Negotiation"];
