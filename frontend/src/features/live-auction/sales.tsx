import { CloseButton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import classes from "#features/live-auction/sales.module.css";
import { myLiveOptions } from "#features/live-auction/my-live-query.ts";
import { SaleQuestion } from "#features/live-auction/sale-question.tsx";
import { lookAtSales, type LostSale, NOTHING_SOLD, standingSales } from "#features/live-auction/sale-watch.ts";
import { texts } from "#features/live-auction/texts.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { inSentence, itemName } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Icon } from "#shared/ui/icon.tsx";

const NO_ITEMS: Readonly<Record<string, ItemDocument>> = {};

/** On any tab: whether a sale was really theirs, that it is, and that it is no more. */
export function Sales({ event }: { event: GalaEvent }) {
  const paddleNumber = usePaddleNumber();
  const announce = useAnnounce();
  const client = useQueryClient();
  const items = useSnapshot(event.id).data?.items ?? NO_ITEMS;
  const hasLive = Object.values(items).some(({ kind }) => kind === "live");
  const { data: own } = useQuery({ ...myLiveOptions, enabled: hasLive });
  const [watch, setWatch] = useState(NOTHING_SOLD);
  if (items !== NO_ITEMS && watch.seen !== items) setWatch(lookAtSales(watch, items, paddleNumber));

  const sales = standingSales(items, own?.sales ?? [], paddleNumber);
  const confirmedIds = sales.filter((sale) => sale.is_confirmed).map(({ id }) => id);
  // What was theirs when this phone opened is no news; it stands in the list of lots.
  const [toldIds, setToldIds] = useState<readonly string[] | null>(null);
  const [freshIds, setFreshIds] = useState<readonly string[]>([]);
  if (own !== undefined) {
    const untold = confirmedIds.filter((id) => !(toldIds ?? confirmedIds).includes(id));
    if (toldIds === null || untold.length > 0) setToldIds([...(toldIds ?? confirmedIds), ...untold]);
    if (untold.length > 0) setFreshIds([...untold, ...freshIds]);
  }

  const newest = sales.find(({ id }) => id === freshIds[0]);
  const won = newest === undefined ? null : texts.yoursNamed(itemName(event, newest.lot), formatMoney(newest.amount_cents, event.currency));
  useEffect(() => {
    if (won === null) return;
    announce.assertive(won);
    if ("vibrate" in navigator) navigator.vibrate(200);
  }, [won, announce]);

  const disowned = new Set(own?.sales.filter((sale) => sale.is_disowned).map((sale) => sale.item_id));
  const lost = watch.lost.filter(({ itemId }) => !disowned.has(itemId));
  useEffect(() => {
    const hadDisowned = new Set(client.getQueryData(myLiveOptions.queryKey)?.sales.filter((sale) => sale.is_disowned).map((sale) => sale.item_id));
    for (const sale of watch.justLost) {
      const item = watch.seen?.[sale.itemId];
      if (item !== undefined && !hadDisowned.has(item.id)) announce.assertive(lostWords(event, item, sale));
    }
    if (watch.isNew || watch.justLost.length > 0) void client.invalidateQueries({ queryKey: myLiveOptions.queryKey });
  }, [watch, event, announce, client]);

  return (
    <>
      {lost.map((sale) => {
        const item = items[sale.itemId];
        if (item === undefined) return null;
        return (
          <Notice key={sale.itemId} icon="warning" onClose={() => setWatch({ ...watch, lost: watch.lost.filter((shown) => shown !== sale), justLost: [], isNew: false })}>
            {lostWords(event, item, sale)}
          </Notice>
        );
      })}
      {sales.map((sale) => {
        if (!sale.is_confirmed) return <SaleQuestion key={sale.id} event={event} sale={sale} />;
        if (!freshIds.includes(sale.id)) return null;
        return (
          <Notice key={sale.id} icon="check" tone="winning" onClose={() => setFreshIds(freshIds.filter((id) => id !== sale.id))}>
            {texts.yoursNamed(itemName(event, sale.lot), formatMoney(sale.amount_cents, event.currency))}
          </Notice>
        );
      })}
    </>
  );
}

function lostWords(event: GalaEvent, item: ItemDocument, { kind }: LostSale): string {
  const name = itemName(event, item);
  return kind === "reopened" ? texts.reopened(inSentence(name)) : texts.notYours(name);
}

type NoticeProps = { icon: "check" | "warning"; tone?: "winning"; onClose: () => void; children: string };

function Notice({ icon, tone, onClose, children }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone ?? "plain"}>
      <Icon name={icon} />
      <p className={classes.text}>{children}</p>
      <CloseButton size={44} aria-label={texts.close} onClick={onClose} className={classes.close ?? ""} />
    </div>
  );
}
