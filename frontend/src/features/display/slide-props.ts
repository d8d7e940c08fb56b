import type { EventState, GalaEvent, ItemDocument } from "#shared/api/types.ts";

/** What every slide of the evening is drawn from. */
export type SlideProps = {
  event: GalaEvent;
  items: readonly ItemDocument[];
  state: EventState;
  /** The live lot that ran last while this screen was on. */
  lastLotId: string | null;
  /** No news for a while: a clock that runs on would be a guess, the time of day is not. */
  isClockHidden: boolean;
  /** Asked for by this screen's address: no movement, no photos. */
  isStill: boolean;
  hasPhotos: boolean;
};
