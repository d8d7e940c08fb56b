import { Button, CloseButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { lookAgain, type News, NOTHING_SEEN } from "#features/bids/lead-watch.ts";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { myBidsTexts as texts } from "#features/bids/my-bids-texts.ts";
import classes from "#features/bids/outbid-watch.module.css";
import { rememberRevived } from "#features/bids/revived-leads.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { itemName } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { unitsIn } from "#shared/event/standing.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { serverClock } from "#shared/time/server-clock.ts";
import { Icon, type IconName } from "#shared/ui/icon.tsx";

const SPREAD_MS = 1_500;

type OutbidWatchProps = {
  event: GalaEvent;
  /** The item on screen has its own words in the bid bar. */
  currentItemId: string | null;
};

/** On any tab: tells a guest who had the top bid that somebody bid more, a winner that it is theirs, and what staff changed. */
export function OutbidWatch({ event, currentItemId }: OutbidWatchProps) {
  const paddleNumber = usePaddleNumber();
  const announce = useAnnounce();
  const client = useQueryClient();
  const { data: live } = useSnapshot(event.id);
  const [watch, setWatch] = useState(NOTHING_SEEN);
  if (live !== undefined && watch.seen !== live.items) setWatch(lookAgain(watch, live.items, paddleNumber));

  useEffect(() => {
    for (const item of watch.justLost) {
      announce.assertive(texts.announceOutbid(itemName(event, item), formatMoney(item.price_cents ?? 0, event.currency)));
      if ("vibrate" in navigator) navigator.vibrate([80, 60, 80]);
    }
    for (const item of watch.justWon) {
      announce.assertive(texts.announceWon(itemName(event, item), formatMoney(item.hammer_cents ?? item.price_cents ?? 0, event.currency)));
      if ("vibrate" in navigator) navigator.vibrate(200);
    }
    for (const news of watch.justNews) {
      const item = watch.seen?.[news.itemId];
      if (item === undefined) continue;
      if (news.kind === "revived") rememberRevived(item.id, serverClock.now());
      if (news.kind !== "reopened") announce.assertive(newsWords(event, item, news));
    }
    const own = client.getQueryData(myBidsOptions.queryKey);
    if (watch.justNews.length === 0 && !watch.justDecided.some((id) => own?.[id] !== undefined)) return undefined;
    // Hundreds of phones see the same close in the same moment.
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: myBidsOptions.queryKey }), Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [watch, event, announce, client]);

  const open = watch.outbidIds
    .filter((id) => id !== currentItemId)
    .map((id) => live?.items[id])
    .filter((item): item is ItemDocument => item?.status === "open" && unitsIn(item, paddleNumber) === 0);
  const newest = open[0];
  // The bar of the item on screen says itself that the lead is back.
  const news = watch.news.find(({ kind, itemId }) => kind !== "revived" || itemId !== currentItemId);
  const about = news === undefined ? undefined : live?.items[news.itemId];
  return (
    <>
      {news !== undefined && about !== undefined && (
        <Banner
          tone={news.kind === "revived" ? "winning" : "plain"}
          icon={news.kind === "revived" ? "check" : "warning"}
          to={`/items/${about.id}`}
          action={texts.see}
          onClose={() => setWatch({ ...watch, news: watch.news.filter((shown) => shown !== news) })}
        >
          {newsWords(event, about, news)}
        </Banner>
      )}
      {newest !== undefined && (
        <Banner
          tone="outbid"
          icon="up"
          to={open.length === 1 ? `/items/${newest.id}` : "/my-bids"}
          action={open.length === 1 ? texts.bid(formatMoney(newest.least_cents ?? 0, event.currency)) : texts.bannerManyAction}
          onClose={() => setWatch({ ...watch, outbidIds: [] })}
        >
          {open.length === 1 ? texts.bannerOne(itemName(event, newest), formatMoney(newest.price_cents ?? 0, event.currency)) : texts.bannerMany(open.length)}
        </Banner>
      )}
    </>
  );
}

function newsWords(event: GalaEvent, item: ItemDocument, { kind }: News): string {
  return texts.news[kind](itemName(event, item), item.price_cents === null ? null : formatMoney(item.price_cents, event.currency));
}

type BannerProps = { tone: "outbid" | "winning" | "plain"; icon: IconName; to: string; action: string; onClose?: () => void; children: string };

export function Banner({ tone, icon, to, action, onClose, children }: BannerProps) {
  return (
    <div className={classes.banner} data-tone={tone} data-testid={`${tone}-banner`}>
      <Icon name={icon} />
      <p className={classes.text}>{children}</p>
      <Button component={Link} to={to} size="sm" className={classes.action ?? ""}>
        {action}
      </Button>
      {onClose !== undefined && <CloseButton size={44} aria-label={texts.dismiss} onClick={onClose} className={classes.close ?? ""} />}
    </div>
  );
}
