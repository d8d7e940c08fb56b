import { Button, CloseButton } from "@mantine/core";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { lookAgain, NOTHING_SEEN } from "#features/bids/lead-watch.ts";
import classes from "#features/bids/outbid-watch.module.css";
import { texts } from "#features/bids/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { itemName } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Icon } from "#shared/ui/icon.tsx";

type OutbidWatchProps = {
  event: GalaEvent;
  /** The item on screen has its own words in the bid bar. */
  currentItemId: string | null;
};

/** On any tab: tells a guest who had the top bid that somebody bid more, and a winner that it is theirs. */
export function OutbidWatch({ event, currentItemId }: OutbidWatchProps) {
  const paddleNumber = usePaddleNumber();
  const announce = useAnnounce();
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
  }, [watch, event, announce]);

  const open = watch.outbidIds
    .filter((id) => id !== currentItemId)
    .map((id) => live?.items[id])
    .filter((item): item is ItemDocument => item?.status === "open" && item.leader_paddle !== paddleNumber);
  const newest = open[0];
  if (newest === undefined) return null;
  const isOne = open.length === 1;
  return (
    <div className={classes.banner} data-testid="outbid-banner">
      <Icon name="up" />
      <p className={classes.text}>
        {isOne ? texts.bannerOne(itemName(event, newest), formatMoney(newest.price_cents ?? 0, event.currency)) : texts.bannerMany(open.length)}
      </p>
      <Button component={Link} to={isOne ? `/items/${newest.id}` : "/my-bids"} size="sm" className={classes.action ?? ""}>
        {isOne ? texts.bid(formatMoney(newest.least_cents ?? 0, event.currency)) : texts.bannerMany_action}
      </Button>
      <CloseButton size={44} aria-label={texts.dismiss} onClick={() => setWatch({ ...watch, outbidIds: [] })} className={classes.close ?? ""} />
    </div>
  );
}
