import { type ReactNode, useEffect } from "react";
import classes from "#features/live-auction/live-auction.module.css";
import { LotList } from "#features/live-auction/lot-list.tsx";
import { RunningLot } from "#features/live-auction/running-lot.tsx";
import { texts } from "#features/live-auction/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { inSentence, itemName } from "#shared/event/item-words.ts";
import { runOrder } from "#shared/event/live-lots.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

type LiveAuctionProps = {
  event: GalaEvent;
  canLeaveLimits: boolean;
  photoOf: (item: ItemDocument) => ReactNode;
  /** The paddle raise, between the heading and the lots. */
  children: ReactNode;
};

/** What the auctioneer sells: the lot that runs, then all of them in order. */
export function LiveAuction({ event, canLeaveLimits, photoOf, children }: LiveAuctionProps) {
  const { data: live } = useSnapshot(event.id);
  const lots = runOrder(live?.items ?? {});
  const at = lots.findIndex((lot) => lot.live.stage === "running");
  const running = lots[at];
  const next = running === undefined ? lots.find((lot) => lot.live.stage === "waiting") : undefined;
  const hasBegun = lots.some((lot) => lot.live.stage !== "waiting");
  const runningId = running?.id;
  // A lot that opens or ends is what the guest came for, however far down the list they are.
  useEffect(() => {
    window.scrollTo({ top: 0 });
  }, [runningId]);
  return (
    <div className={classes.page}>
      <PageHeading isHidden={running !== undefined}>{texts.heading}</PageHeading>
      {running !== undefined && <RunningLot event={event} lot={running} number={at + 1} count={lots.length} photo={photoOf(running)} />}
      {children}
      {lots.length === 0 && <PageState title={live === undefined ? texts.joining : texts.notBegun} />}
      {running === undefined && lots.length > 0 && (
        <p className={classes.lead}>{next !== undefined ? texts.nextUp(inSentence(itemName(event, next))) : hasBegun ? texts.over : texts.notBegun}</p>
      )}
      {lots.length > 0 && <LotList event={event} lots={lots.filter((lot) => lot !== running)} nextId={next?.id} canLeaveLimits={canLeaveLimits} />}
    </div>
  );
}

/** The lot that is sold at this moment. */
export function useRunningLot(eventId: string) {
  return runOrder(useSnapshot(eventId).data?.items ?? {}).find((lot) => lot.live.stage === "running");
}
