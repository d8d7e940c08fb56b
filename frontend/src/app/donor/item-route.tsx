import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { OpeningScreen } from "#app/fault-screen.tsx";
import { texts } from "#app/donor/texts.ts";
import { BidBar } from "#features/bids/bid-bar.tsx";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { ItemView } from "#features/items/item-view.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { itemWord } from "#shared/event/item-words.ts";
import { snapshotOptions, useItem } from "#shared/event/snapshot-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { meOptions } from "#shared/session/me-query.ts";
import { useSession } from "#shared/session/session-context.tsx";
import { PageState } from "#shared/ui/page-state.tsx";

const REFRESH_AT_MOST_MS = 3_000;

export function ItemRoute() {
  const { itemId = "" } = useParams();
  const event = useEvent(useSession().event_id);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { status } = useRoom();
  const { data: item, isError } = useItem(event.id, itemId);
  const { data: myBids } = useQuery(myBidsOptions);
  const { data: me } = useQuery(meOptions);

  if (item === undefined && !isError) return <OpeningScreen />;
  if (item === undefined || item === null) {
    return <PageState title={texts.notFound(itemWord(event))} action={<Button component={Link} to="/items">{texts.notFoundAction(itemWord(event))}</Button>} />;
  }

  const refresh = async () => {
    const fetched = client.query({ ...snapshotOptions(event.id), staleTime: 0, retry: false });
    const late = new Promise((resolve) => setTimeout(resolve, REFRESH_AT_MOST_MS));
    // Old prices are said to be old in the sheet, so a failed refresh need not stop the guest.
    await Promise.race([fetched.catch(() => undefined), late]);
  };

  return (
    <>
      <ItemView key={item.id} event={event} item={item} myBid={myBids?.[item.id]} arePricesOld={status === "stale" || status === "offline"} />
      <BidBar
        key={`bar-${item.id}`}
        event={event}
        item={item}
        isPaddleLocked={me?.paddle_status === "locked"}
        onGo={(to) => void navigate(`/${to}`)}
        onRefresh={refresh}
      />
    </>
  );
}
