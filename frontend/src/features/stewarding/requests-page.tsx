import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DecideDialog, type Deciding } from "#features/stewarding/decide-dialog.tsx";
import { actRefusal } from "#features/stewarding/refusals.ts";
import classes from "#features/stewarding/stewarding.module.css";
import { ACTIONS, reasonWords, texts } from "#features/stewarding/texts.ts";
import { VoidDialog } from "#features/stewarding/void-button.tsx";
import type { Approval, GalaEvent, StepBack } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { approvalsOptions, stepBacksOptions } from "#shared/event/request-queries.ts";
import { clockTime, remaining } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

const words = texts.requests;

/** "Reopen: Item 12, Napa weekend". */
export function approvalName(event: GalaEvent, approval: Approval): string {
  const subject = approval.lot === null ? (approval.section_name ?? "") : `${itemName(event, { lot: approval.lot })}, ${approval.title ?? ""}`;
  return `${ACTIONS[approval.action]}: ${subject}`;
}

export function RequestsPage({ event }: { event: GalaEvent }) {
  const approvals = useQuery(approvalsOptions(event.id));
  const stepBacks = useQuery(stepBacksOptions(event.id));
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const error = approvals.error ?? stepBacks.error;
  if (error !== null && approvals.data === undefined) return <PageState title={words.couldNotLoad} action={<Button onClick={() => void approvals.refetch()}>{texts.tryAgain}</Button>}>{actRefusal(error)}</PageState>;
  const waiting = approvals.data?.approvals.filter(({ verdict }) => verdict === null) ?? [];
  const answered = approvals.data?.approvals.filter(({ verdict }) => verdict !== null) ?? [];
  return (
    <div className={classes.page}>
      <PageHeading>{words.heading}</PageHeading>
      <section>
        <h2 className={classes.title}>{words.waiting}</h2>
        {approvals.data === undefined ? <Skeleton height={120} radius={12} /> : waiting.length === 0 && <p>{words.noneWaiting}</p>}
        <ul className={classes.cards}>
          {waiting.map((approval) => (
            <Waiting key={approval.id} event={event} approval={approval} onDecide={(verdict) => setDeciding({ approval, verdict })} />
          ))}
        </ul>
      </section>
      <section>
        <h2 className={classes.title}>{words.stepBacks}</h2>
        {stepBacks.data?.step_backs.length === 0 && <p>{words.noStepBacks}</p>}
        <ul className={classes.cards}>
          {stepBacks.data?.step_backs.map((one) => (
            <StepBackCard key={one.id} event={event} stepBack={one} />
          ))}
        </ul>
      </section>
      {answered.length > 0 && <Answered event={event} approvals={answered} />}
      {deciding !== null && <DecideDialog event={event} deciding={deciding} name={approvalName(event, deciding.approval)} onClose={() => setDeciding(null)} />}
    </div>
  );
}

function Waiting({ event, approval, onDecide }: { event: GalaEvent; approval: Approval; onDecide: (verdict: Deciding["verdict"]) => void }) {
  const now = useServerNow();
  const name = approvalName(event, approval);
  return (
    <li className={classes.card}>
      <h3>{name}</h3>
      <p>
        {words.askedBy(approval.asked_by_name, clockTime(approval.asked_at, event.timezone))} {reasonWords(approval.reason)}.
        {approval.note !== "" && ` “${approval.note}”`}
      </p>
      <p className={classes.muted}>
        <span role="timer" aria-live="off">
          {words.left(remaining(Date.parse(approval.expires_at) - now, true))}
        </span>
      </p>
      {approval.is_mine && <p className={classes.notice}>{words.mine}</p>}
      <div className={classes.acts}>
        {!approval.is_mine && (
          <Button aria-label={`${words.approve}: ${name}`} onClick={() => onDecide("approve")}>
            {words.approve}
          </Button>
        )}
        <Button variant="default" aria-label={`${approval.is_mine ? words.takeBack : words.decline}: ${name}`} onClick={() => onDecide("decline")}>
          {approval.is_mine ? words.takeBack : words.decline}
        </Button>
      </div>
    </li>
  );
}

function StepBackCard({ event, stepBack }: { event: GalaEvent; stepBack: StepBack }) {
  const [isOpen, setIsOpen] = useState(false);
  const name = itemName(event, stepBack);
  return (
    <li className={classes.card}>
      <h3>
        {name}, {stepBack.title}
      </h3>
      <p>{words.stepBack(stepBack.paddle_number, clockTime(stepBack.requested_at, event.timezone))}</p>
      {stepBack.is_open ? (
        <div className={classes.acts}>
          <Button variant="default" aria-label={`${texts.voiding.confirmAll(stepBack.paddle_number)}: ${name}`} onClick={() => setIsOpen(true)}>
            {texts.voiding.confirmAll(stepBack.paddle_number)}
          </Button>
        </div>
      ) : (
        <p className={classes.muted}>{words.stepBackOver}</p>
      )}
      {isOpen && (
        <VoidDialog
          event={event}
          item={{ id: stepBack.item_id, lot: stepBack.lot, title: stepBack.title }}
          paddle={stepBack.paddle_number}
          bid={null}
          reason="winner_steps_back"
          onClose={() => setIsOpen(false)}
        />
      )}
    </li>
  );
}

function Answered({ event, approvals }: { event: GalaEvent; approvals: readonly Approval[] }) {
  return (
    <section>
      <h2 className={classes.title}>{words.answered}</h2>
      <div className={classes.scroll} role="region" aria-label={words.answered} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.columns.what}</th>
              <th scope="col">{words.columns.asked}</th>
              <th scope="col">{words.columns.reason}</th>
              <th scope="col">{words.columns.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {approvals.map((approval) => (
              <tr key={approval.id}>
                <th scope="row">{approvalName(event, approval)}</th>
                <td>{approval.asked_by_name}</td>
                <td>{reasonWords(approval.reason)}</td>
                <td>{verdictWords(event, approval)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function verdictWords(event: GalaEvent, { verdict, decided_by_name: name, decided_at: at }: Approval): string {
  const said = verdict === null ? "" : words.verdict[verdict];
  return name === null || at === null ? said : words.by(said, name, clockTime(at, event.timezone));
}
