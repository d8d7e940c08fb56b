import type { components } from "#shared/api/openapi.d.ts";
import type { OwnPledge, RaiseState } from "#shared/api/types.ts";

export type PayBy = NonNullable<OwnPledge["pay_by"]>;
export const PAY_BY: readonly PayBy[] = ["card", "invoice", "cheque", "daf", "later"];

export type Pledged = components["schemas"]["OwnPledged"];

/** Above this a card is charged only by the donor's own tap (rules.md 5); the server has its twin. */
export const OWN_TAP_ABOVE_CENTS = 500_000;
/** So many times the level or more is confirmed in words. */
export const FAR_ABOVE = 2;

/** What the guest decided, exactly as it was printed. `levelId` and `levelCents` are the level that was called then, `ownLevelId` the one that the gift belongs to. */
export type Gift = { appealId: string; levelId: string; ownLevelId: string; cents: number; levelCents: number; isSecond: boolean; isConfirmed: boolean; payBy: PayBy };

/** Exactly the amount of another level is a gift at that level, called or not; the server has its twin. */
export function levelOfGift(levels: RaiseState["levels"], calledId: string, cents: number): string {
  return levels.find((level) => level.id !== calledId && level.amount_cents === cents && !level.is_released)?.id ?? calledId;
}

/** What the guest has at a level that counts. */
export function giftAt(pledges: readonly OwnPledge[], levelId: string | null): OwnPledge | undefined {
  return levelId === null ? undefined : pledges.find((pledge) => pledge.level_id === levelId && !pledge.is_reversed);
}
