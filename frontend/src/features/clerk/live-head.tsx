import classes from "#features/clerk/clerk.module.css";
import { digits } from "#features/clerk/entries.ts";
import { liveTexts } from "#features/clerk/live-texts.ts";
import type { StageLot } from "#shared/api/types.ts";
import { askOf, type LiveLot } from "#shared/event/live-lots.ts";
import { Badge } from "#shared/ui/badge.tsx";

type LiveHeadProps = { lot: LiveLot; name: string; staff: StageLot | undefined; next: LiveLot | null; nextName: string; money: (cents: number) => string };

/** The lot in half a second: what stands, whose it is, what is asked. */
export function LiveHead({ lot, name, staff, next, nextName, money }: LiveHeadProps) {
  const { live } = lot;
  const absentee = live.stage === "sold" || live.stage === "passed" ? null : liveTexts.absentee[staff?.absentee ?? "none"];
  const more = [absentee, next === null ? null : liveTexts.next(nextName, next.title)].filter((part) => part !== null).join(" · ");
  return (
    <header className={classes.lot}>
      <div className={classes.lotName}>
        <h2>
          {name} <span>{lot.title}</span>
        </h2>
        <p className={classes.badges}>
          <Badge tone={live.stage === "running" ? "winning" : live.stage === "sold" ? "sold" : "plain"} {...(live.stage === "sold" ? { icon: "gavel" as const } : {})}>{liveTexts.stages[live.stage]}</Badge>
          {live.is_warned && live.stage === "running" && <Badge tone="closing" icon="clock">{liveTexts.warned}</Badge>}
          <Badge tone={live.phones_open ? "plain" : "locked"} {...(live.phones_open ? {} : { icon: "lock" as const })}>{live.phones_open ? liveTexts.phones.open : liveTexts.phones.locked}</Badge>
          {live.waiting_offers > 0 && <Badge tone="pending">{liveTexts.offers(live.waiting_offers)}</Badge>}
        </p>
        <p className={classes.hint}>{more}</p>
      </div>
      <dl className={classes.prices}>
        <div>
          <dt>{liveTexts.current}</dt>
          <dd>
            {lot.price_cents === null ? <small>{liveTexts.noBid}</small> : <b>{money(lot.price_cents)}</b>}
            {lot.price_cents !== null && <span>{lot.leader_paddle === null ? "unknown" : digits(lot.leader_paddle)}</span>}
          </dd>
        </div>
        {live.stage !== "sold" && (
          <div>
            <dt>{liveTexts.ask}</dt>
            <dd>
              <b>{money(askOf(lot))}</b>
              <span>{liveTexts.step(money(live.step_cents))}</span>
            </dd>
          </div>
        )}
      </dl>
    </header>
  );
}
