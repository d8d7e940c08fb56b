import { Button, Skeleton, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { ItemCard } from "#features/items/item-card.tsx";
import { type Filter, FILTERS, isReordered, listedIds, quietOrder } from "#features/items/item-list.ts";
import classes from "#features/items/items-page.module.css";
import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument, MyBid } from "#shared/api/types.ts";
import { itemWord } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { standingOf } from "#shared/event/standing.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { serverClock } from "#shared/time/server-clock.ts";
import { Icon } from "#shared/ui/icon.tsx";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

type ItemsPageProps = { event: GalaEvent; myBids: Readonly<Record<string, MyBid>>; watching: ReadonlySet<string> };

export function ItemsPage({ event, myBids, watching }: ItemsPageProps) {
  const { data: live, isError, refetch, isFetching } = useSnapshot(event.id);
  const word = itemWord(event);
  if (live === undefined) {
    return (
      <div className={classes.page}>
        <PageHeading isHidden>{texts.heading(word)}</PageHeading>
        {isError ? (
          <PageState title={texts.couldNotLoad(word)} action={<Button loading={isFetching} onClick={() => void refetch()}>{texts.tryAgain}</Button>} />
        ) : (
          <div className={classes.list} role="status" aria-label={texts.loading}>
            {[1, 2, 3, 4, 5, 6].map((card) => (
              <Skeleton key={card} height={136} radius={12} />
            ))}
          </div>
        )}
      </div>
    );
  }
  return <Catalogue event={event} items={live.items} myBids={myBids} watching={watching} />;
}

type CatalogueProps = ItemsPageProps & { items: Readonly<Record<string, ItemDocument>> };

function Catalogue({ event, items, myBids, watching }: CatalogueProps) {
  const paddleNumber = usePaddleNumber();
  const [params, setParams] = useSearchParams();
  const word = itemWord(event);
  const search = params.get("q") ?? "";
  const filter = FILTERS.find((name) => name === params.get("show")) ?? "all";

  const isMine = (item: ItemDocument) => standingOf(item, paddleNumber, myBids[item.id]).place !== "none" || watching.has(item.id);
  const wanted = listedIds({ items: Object.values(items), search, filter, isMine, now: serverClock.now() });

  // The order on screen changes only when the guest asks for it or for another list.
  const view = `${filter}|${search}`;
  const [order, setOrder] = useState({ view, ids: wanted });
  if (order.view !== view) setOrder({ view, ids: wanted });
  const ids = useMemo(() => quietOrder(order.ids, wanted), [order.ids, wanted]);

  const change = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );

  return (
    <div className={classes.page}>
      <PageHeading isHidden>{texts.heading(word)}</PageHeading>
      <div className={classes.tools}>
        <TextInput
          type="search"
          size="md"
          aria-label={texts.search(word)}
          placeholder={texts.search(word)}
          value={search}
          onChange={(event_) => change("q", event_.currentTarget.value)}
          leftSection={<Icon name="search" />}
          classNames={{ input: classes.search ?? "" }}
        />
        <div role="group" aria-label={texts.filter} className={classes.chips}>
          {FILTERS.map((name: Filter) => (
            <button key={name} type="button" className={classes.chip} aria-pressed={filter === name} onClick={() => change("show", name === "all" ? "" : name)}>
              {texts.chips[name]}
            </button>
          ))}
        </div>
      </div>
      {isReordered(order.ids, wanted) && (
        <Button variant="light" onClick={() => setOrder({ view, ids: wanted })}>
          {texts.orderChanged}
        </Button>
      )}
      {ids.length === 0 ? (
        <PageState title={texts.empty} action={<Button onClick={() => setParams({}, { replace: true })}>{texts.showAll}</Button>} />
      ) : (
        <ul className={classes.list}>
          {ids.map((id) => {
            const item = items[id];
            return item === undefined ? null : <ItemCard key={id} event={event} item={item} paddleNumber={paddleNumber} myBid={myBids[id]} />;
          })}
        </ul>
      )}
    </div>
  );
}
