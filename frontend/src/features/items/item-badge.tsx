import { texts } from "#features/items/texts.ts";
import type { ItemDocument } from "#shared/api/types.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { Badge } from "#shared/ui/badge.tsx";

const CLOSING_MS = 120_000;

type ItemBadgeProps = { item: ItemDocument; paddleNumber: number; hasBid: boolean };

export function ItemBadge({ item, paddleNumber, hasBid }: ItemBadgeProps) {
  const isTop = item.leader_paddle !== null && item.leader_paddle === paddleNumber;
  switch (item.status) {
    case "sold":
      return isTop ? <Badge tone="winning" icon="check">{texts.yours}</Badge> : <Badge tone="sold" icon="gavel">{texts.sold}</Badge>;
    case "unsold":
      return <Badge tone="sold" icon="gavel">{texts.unsold}</Badge>;
    case "withdrawn":
      return <Badge tone="locked" icon="close">{texts.withdrawn}</Badge>;
    case "open":
      break;
  }
  if (item.paused_at !== null) return <Badge tone="locked" icon="clock">{texts.paused}</Badge>;
  return (
    <>
      {isTop && <Badge tone="winning" icon="check">{texts.top}</Badge>}
      {!isTop && hasBid && <Badge tone="outbid" icon="up">{texts.outbid}</Badge>}
      <ClosingBadge item={item} />
    </>
  );
}

function ClosingBadge({ item }: { item: ItemDocument }) {
  const now = useServerNow();
  if (item.kind === "live") return null;
  if (item.extension_count > 0) return <Badge tone="closing" icon="clock">{texts.extra}</Badge>;
  const left = Date.parse(item.closes_at) - now;
  return left <= CLOSING_MS ? <Badge tone="closing" icon="clock">{texts.closing}</Badge> : null;
}
