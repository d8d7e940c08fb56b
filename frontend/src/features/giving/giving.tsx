import classes from "#features/giving/giving.module.css";
import { raisedCents } from "#features/giving/giving-state.ts";
import { MyGifts } from "#features/giving/my-gifts.tsx";
import { texts } from "#features/giving/texts.ts";
import { useAnnounceCalmly } from "#shared/announcer/use-announce-calmly.ts";
import type { GalaEvent, RaiseState } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

type GivingProps = { event: GalaEvent; raise: RaiseState; isPaddleLocked: boolean };

/** How far the room is, what is called for, and what this guest gave. */
export function Giving({ event, raise, isPaddleLocked }: GivingProps) {
  const isOpen = raise.status === "open";
  const called = isOpen && raise.level_cents !== null ? texts.level(formatMoney(raise.level_cents, event.currency)) : null;
  useAnnounceCalmly(called);
  return (
    <section className={classes.giving} aria-labelledby="giving-heading">
      <h2 id="giving-heading" className={classes.heading}>
        {raise.title}
      </h2>
      {called !== null && <p className={classes.level}>{called}</p>}
      {raise.status === "closed" && <p>{texts.over}</p>}
      {raise.status !== "waiting" && <Progress raise={raise} currency={event.currency} />}
      <MyGifts event={event} calledLevelId={isOpen && !isPaddleLocked ? raise.level_id : null} />
    </section>
  );
}

function Progress({ raise, currency }: { raise: RaiseState; currency: string }) {
  const money = (cents: number) => formatMoney(cents, currency);
  const raised = raisedCents(raise);
  const goal = raise.goal_cents;
  const words = goal === null ? texts.soFar(money(raised)) : texts.of(money(raised), money(goal));
  return (
    <div className={classes.progress}>
      <strong className={classes.total}>{words}</strong>
      {goal !== null && (
        <div
          role="progressbar"
          aria-label={texts.progress}
          aria-valuemin={0}
          aria-valuemax={goal / 100}
          aria-valuenow={Math.min(raised, goal) / 100}
          aria-valuetext={words}
          className={classes.track}
        >
          <div className={classes.fill} style={{ inlineSize: `${String(Math.min(100, (raised / goal) * 100))}%` }} />
        </div>
      )}
      {raise.match_label !== null && raise.match_cap_cents !== null && <p className={classes.match}>{matchWords(raise.match_label, raise.matched_cents, raise.match_cap_cents, money)}</p>}
    </div>
  );
}

/** Nobody is told that a gift is doubled when it no longer is. */
function matchWords(label: string, matchedCents: number, capCents: number, money: (cents: number) => string): string {
  return matchedCents < capCents ? texts.match(label, money(matchedCents), money(capCents)) : texts.matchDone(label, money(capCents));
}
