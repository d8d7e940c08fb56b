import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useState } from "react";
import { SellForm } from "#features/live/sell-form.tsx";
import classes from "#features/live/stage-page.module.css";
import { texts } from "#features/live/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { PageHeading } from "#shared/ui/page-state.tsx";

export function StagePage({ event }: { event: GalaEvent }) {
  const { data: live } = useSnapshot(event.id);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const items = Object.values(live?.items ?? {})
    .filter((item) => item.kind === "live" && item.status !== "withdrawn")
    .sort((a, b) => a.position - b.position);
  const current = items.find((item) => item.id === chosenId) ?? items.find((item) => item.status === "open");
  const sold = items.filter((item) => item.status === "sold");
  const total = formatMoney(sold.reduce((sum, item) => sum + (item.hammer_cents ?? 0), 0), event.currency);

  return (
    <div className={classes.page}>
      <PageHeading>{texts.heading}</PageHeading>
      {current === undefined ? (
        <p className={classes.none}>{sold.length === 0 ? texts.noItems : texts.finished(sold.length, total)}</p>
      ) : (
        <>
          <label className={classes.pick}>
            {texts.item}
            <select value={current.id} onChange={(changed) => setChosenId(changed.currentTarget.value)}>
              {items.map((item) => (
                <option key={item.id} value={item.id}>
                  {itemName(event, item)} · {item.title}
                  {item.status === "sold" ? ` (${texts.alreadySold})` : ""}
                </option>
              ))}
            </select>
          </label>
          <p className={classes.title}>{current.title}</p>
          <SellForm key={current.id} event={event} item={current} />
        </>
      )}
      <ul className={classes.sold}>
        {sold.map((item) => (
          <li key={item.id}>{texts.done(itemName(event, item), formatMoney(item.hammer_cents ?? 0, event.currency), String(item.leader_paddle ?? "").split("").join(" "))}</li>
        ))}
      </ul>
    </div>
  );
}
