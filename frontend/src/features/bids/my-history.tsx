import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import classes from "#features/bids/my-bids-page.module.css";
import { myBidsTexts as texts } from "#features/bids/my-bids-texts.ts";
import { myHistoryOptions } from "#features/bids/my-history-query.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { PageState } from "#shared/ui/page-state.tsx";

type MyHistoryProps = { event: GalaEvent; itemId: string | null; onShowAll: () => void };

/** Every own bid and what became of it: why a bid lost, in the server's words. */
export function MyHistory({ event, itemId, onShowAll }: MyHistoryProps) {
  const { data, isError, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(myHistoryOptions(itemId));
  if (isError && data === undefined) return <PageState title={texts.couldNotLoad} action={<Button onClick={() => void refetch()}>{texts.tryAgain}</Button>} />;
  if (isPending) return <p role="status">{texts.loading}</p>;
  const bids = data.pages.flatMap((page) => page.bids);
  return (
    <>
      {itemId !== null && (
        <Button variant="default" size="md" onClick={onShowAll}>
          {texts.allHistory}
        </Button>
      )}
      {bids.length === 0 && <p>{texts.noHistory}</p>}
      <ol className={classes.history}>
        {bids.map((bid) => (
          <li key={bid.id} data-refused={bid.code !== "accepted"}>
            <Link to={`/items/${bid.item_id}`} className={classes.name}>
              {itemName(event, bid)} · {bid.title}
            </Link>
            <p>{bid.sentence}</p>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {texts.earlier}
        </Button>
      )}
    </>
  );
}
