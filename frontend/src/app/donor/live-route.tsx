import classes from "#app/donor/donor-layout.module.css";
import { texts } from "#app/donor/texts.ts";
import { useEvent } from "#shared/event/event-query.ts";
import { itemName } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useSession } from "#shared/session/session-context.tsx";
import { Badge } from "#shared/ui/badge.tsx";
import { PageHeading } from "#shared/ui/page-state.tsx";

/** For now: what comes next in the room. Bidding from the phone in the live auction is not built yet. */
export function LiveRoute() {
  const event = useEvent(useSession().event_id);
  const { data: live } = useSnapshot(event.id);
  const items = Object.values(live?.items ?? {})
    .filter((item) => item.kind === "live" && item.status !== "withdrawn")
    .sort((a, b) => a.position - b.position);
  const next = items.find((item) => item.status === "open");
  return (
    <div className={classes.livePage}>
      <PageHeading>{texts.liveHeading}</PageHeading>
      <p>{items.length === 0 ? texts.liveNothing : next === undefined ? texts.liveDone : texts.liveRoom}</p>
      {items.map((item) => (
        <div key={item.id} className={classes.liveRow} data-next={item === next}>
          <span>
            {item === next && (
              <>
                <Badge tone="plain">{texts.liveNext}</Badge>
                <br />
              </>
            )}
            <strong>{itemName(event, item)}</strong> · {item.title}
          </span>
          {item.status === "sold" && <Badge tone="sold" icon="gavel">{formatMoney(item.hammer_cents ?? 0, event.currency)}</Badge>}
        </div>
      ))}
    </div>
  );
}
