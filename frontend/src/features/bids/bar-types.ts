import type { BidFlight, BidIntent } from "#features/bids/bid-flight.ts";
import type { GalaEvent, ItemDocument, MyBid } from "#shared/api/types.ts";
import type { Standing } from "#shared/event/standing.ts";
import type { ConnectionStatus } from "#shared/realtime/connection-status.ts";
import type { Tone } from "#shared/ui/badge.tsx";
import type { IconName } from "#shared/ui/icon.tsx";

export type BarInput = {
  event: GalaEvent;
  item: ItemDocument;
  paddleNumber: number;
  isPaddleLocked: boolean;
  myBid: MyBid | undefined;
  standing: Standing;
  flight: BidFlight | undefined;
  connection: ConnectionStatus;
  now: number;
  /** What the guest set beside the button: units of a fixed price, the amount of a gift. */
  chosen: { units: number; giftCents: number | null };
  /** A lead that came back because a bid was taken back. */
  revival: "none" | "fresh" | "asked";
};

export type SheetName = "amount" | "buy_now" | "step_back";

export type BarButton =
  | { kind: "bid"; intent: BidIntent; label: string; again: string }
  | { kind: "sheet"; sheet: SheetName; label: string }
  | { kind: "go"; to: "pay" | "items" | "live"; label: string }
  | { kind: "pending"; label: string }
  /** Never a dead button: it stays focusable and its reason is the line. */
  | { kind: "none"; label: string };

export type BarControls = { kind: "units"; most: number } | { kind: "gifts"; amounts: readonly number[] };

export type BarState = {
  tone: Tone;
  icon: IconName | null;
  line: string;
  button: BarButton;
  also: readonly { sheet: SheetName; label: string }[];
  controls: BarControls | null;
};

export function say(tone: Tone, icon: IconName | null, line: string, button: BarButton, extras: Partial<Pick<BarState, "also" | "controls">> = {}): BarState {
  return { tone, icon, line, button, also: extras.also ?? [], controls: extras.controls ?? null };
}
