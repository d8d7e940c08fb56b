import { useQuery } from "@tanstack/react-query";
import { groupMyBids, owedNowCents } from "#features/bids/my-bid-groups.ts";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { PayPage } from "#features/settlement/pay-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { usePledged } from "#shared/event/my-pledges-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useWatchList } from "#shared/event/watch-list.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { usePaddleNumber, useSession } from "#shared/session/session-context.tsx";

export function PayRoute() {
  const event = useEvent(useSession().event_id);
  const paddleNumber = usePaddleNumber();
  const { status } = useRoom();
  const { data: live } = useSnapshot(event.id);
  const { data: myBids } = useQuery(myBidsOptions);
  const watching = useWatchList();
  const owed = owedNowCents(groupMyBids(Object.values(live?.items ?? {}), myBids ?? {}, watching, paddleNumber));
  const gifts = usePledged(event.id);
  return <PayPage event={event} owedNowCents={owed} gifts={gifts} isOffline={status === "offline"} />;
}
