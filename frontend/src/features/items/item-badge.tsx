import { texts } from "#features/items/texts.ts";
import type { ItemDocument } from "#shared/api/types.ts";
import { clockState, hasExtraTime } from "#shared/event/item-clock.ts";
import type { Standing } from "#shared/event/standing.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { Badge } from "#shared/ui/badge.tsx";

const CLOSING_MS = 120_000;

type ItemBadgeProps = { item: ItemDocument; standing: Standing };

/** The item's state and the guest's own, each as colour, icon and word. */
export function ItemBadge({ item, standing }: ItemBadgeProps) {
  switch (item.status) {
    case "sold":
      return <OverBadge item={item} standing={standing} />;
    case "unsold":
      return <Badge tone="sold" icon="gavel">{texts.unsold}</Badge>;
    case "withdrawn":
      return <Badge tone="locked" icon="close">{texts.withdrawn}</Badge>;
    case "open":
      return (
        <>
          <OwnBadge item={item} standing={standing} />
          <ClockBadge item={item} />
        </>
      );
  }
}

function OverBadge({ item, standing }: ItemBadgeProps) {
  if (standing.place === "yours") return <Badge tone="winning" icon="check">{item.kind === "donation" ? texts.thankYou : standing.units > 1 ? texts.unitsYours(standing.units) : texts.yours}</Badge>;
  if (item.kind === "donation") return <Badge tone="sold">{texts.over}</Badge>;
  return <Badge tone="sold" icon="gavel">{item.kind === "fixed" && item.units_left === 0 ? texts.soldOut : texts.sold}</Badge>;
}

function OwnBadge({ item, standing }: ItemBadgeProps) {
  switch (standing.place) {
    case "top":
      return <Badge tone="winning" icon="check">{item.kind === "multi" ? texts.unitsIn(standing.units) : texts.top}</Badge>;
    case "outbid":
      return <Badge tone="outbid" icon="up">{texts.outbid}</Badge>;
    case "sealed":
      return <Badge tone="pending" icon="lock">{texts.sealedIn}</Badge>;
    case "yours":
      return <Badge tone="winning" icon="check">{item.kind === "donation" ? texts.thankYou : texts.unitsYours(standing.units)}</Badge>;
    case "lost":
    case "none":
      return null;
  }
}

function ClockBadge({ item }: { item: ItemDocument }) {
  const now = useServerNow();
  switch (clockState(item, now)) {
    case "held":
      return <Badge tone="locked" icon="clock">{texts.held}</Badge>;
    case "paused":
    case "resuming":
      return <Badge tone="locked" icon="clock">{texts.paused}</Badge>;
    case "running":
    case "time_up":
      if (hasExtraTime(item) && item.extension_count > 0) return <Badge tone="closing" icon="clock">{texts.extra}</Badge>;
      return Date.parse(item.closes_at) - now <= CLOSING_MS ? <Badge tone="closing" icon="clock">{texts.closing}</Badge> : null;
    case "none":
    case "not_open":
    case "over":
      return null;
  }
}
