import { useState } from "react";
import { AppealDialog } from "#features/room-console/appeal-dialog.tsx";
import { CallDialog } from "#features/room-console/call-dialog.tsx";
import { Loaded, OfflineNotice, OpenButton, Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { Differences } from "#features/room-console/differences.tsx";
import { LeadsPanel } from "#features/room-console/leads-panel.tsx";
import { LevelsTable } from "#features/room-console/levels-table.tsx";
import { NeedsLook } from "#features/room-console/needs-look.tsx";
import { PledgeList } from "#features/room-console/pledge-list.tsx";
import { STATUS, words } from "#features/room-console/raise-texts.ts";
import type { Desk, GalaEvent, RaiseState } from "#shared/api/types.ts";
import { useRaise } from "#shared/event/raise-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Badge } from "#shared/ui/badge.tsx";
import { PageHeading } from "#shared/ui/page-state.tsx";

/** The paddle raise from the manager's side: plan it, look at what is unclear, release what is right. */
export function RaisePage({ event }: { event: GalaEvent }) {
  const query = useRaise(event.id);
  const [isMaking, setIsMaking] = useState(false);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <PageHeading>{words.heading}</PageHeading>
        <OpenButton label={words.make.open} onClick={() => setIsMaking(true)}>
          {words.make.open}
        </OpenButton>
      </div>
      <OfflineNotice />
      <Loaded query={query} height={480}>
        {(desk) => (desk.appeal === null ? <p>{words.make.empty}</p> : <AppealDesk event={event} desk={desk} appeal={desk.appeal} />)}
      </Loaded>
      {isMaking && <AppealDialog event={event} onClose={() => setIsMaking(false)} />}
    </div>
  );
}

function AppealDesk({ event, desk, appeal }: { event: GalaEvent; desk: Desk; appeal: RaiseState }) {
  const [isCalling, setIsCalling] = useState(false);
  return (
    <>
      <Panel
        title={appeal.title}
        tools={
          <div className={classes.acts}>
            <StatusBadge status={appeal.status} />
            <OpenButton label={words.call.open} onClick={() => setIsCalling(true)}>
              {words.call.open}
            </OpenButton>
          </div>
        }
      >
        <Totals event={event} appeal={appeal} />
      </Panel>
      <LevelsTable event={event} levels={desk.levels} calledId={appeal.level_id} />
      <div className={classes.columns}>
        <div className={classes.stack}>
          <NeedsLook event={event} pledges={desk.needs_look} levels={desk.levels} />
          <Differences event={event} levels={desk.levels} />
        </div>
        <LeadsPanel event={event} appeal={appeal} leads={desk.leads} />
      </div>
      <PledgeList event={event} appealId={appeal.appeal_id} newest={desk.pledges} levels={desk.levels} />
      {isCalling && <CallDialog event={event} appeal={appeal} levels={desk.levels} onClose={() => setIsCalling(false)} />}
    </>
  );
}

function StatusBadge({ status }: { status: RaiseState["status"] }) {
  if (status === "open") return <Badge tone="winning" icon="hand">{STATUS.open}</Badge>;
  return <Badge tone={status === "closed" ? "sold" : "pending"} icon={status === "closed" ? "check" : "clock"}>{STATUS[status]}</Badge>;
}

function Totals({ event, appeal }: { event: GalaEvent; appeal: RaiseState }) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const together = appeal.pledged_cents + appeal.matched_cents;
  return (
    <>
      <dl className={classes.totals}>
        <div>
          <dt>{words.totals.pledged}</dt>
          <dd>{money(appeal.pledged_cents)}</dd>
        </div>
        {appeal.match_label !== null && (
          <>
            <div>
              <dt>
                {words.totals.matched} ({appeal.match_label})
              </dt>
              <dd>{money(appeal.matched_cents)}</dd>
            </div>
            <div>
              <dt>{words.totals.together}</dt>
              <dd>{money(together)}</dd>
            </div>
          </>
        )}
        {appeal.goal_cents !== null && (
          <div>
            <dt>{words.totals.goal}</dt>
            <dd>{money(appeal.goal_cents)}</dd>
          </div>
        )}
        <div>
          <dt>
            {words.totals.gifts} {appeal.unknown_count > 0 && `(${words.totals.unknown(appeal.unknown_count)})`}
          </dt>
          <dd>{appeal.pledge_count}</dd>
        </div>
      </dl>
      {appeal.goal_cents !== null && <Thermometer together={together} goal={appeal.goal_cents} />}
      {appeal.level_cents !== null && <p>{words.calling(money(appeal.level_cents))}</p>}
    </>
  );
}

function Thermometer({ together, goal }: { together: number; goal: number }) {
  const label = words.totals.toGoal(Math.floor((together / goal) * 100));
  return (
    <label>
      {label}
      <progress className={classes.bar} value={Math.min(together, goal)} max={goal} />
    </label>
  );
}
