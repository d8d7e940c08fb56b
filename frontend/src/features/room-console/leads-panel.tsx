import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { ActButton, ActDialog, OpenButton, Panel, ScrollTable } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { PaddleField } from "#features/room-console/paddle-field.tsx";
import { whoseGift } from "#features/room-console/pledge-row.tsx";
import { callLead, enterLead, type NewLead, type PayBy } from "#features/room-console/raise-acts.ts";
import { PAY_BY, words as raiseWords } from "#features/room-console/raise-texts.ts";
import { texts } from "#features/room-console/texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { GalaEvent, Pledge, RaiseState } from "#shared/api/types.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";

const words = raiseWords.leads;
const { columns } = raiseWords.pledges;

/** Promised before the evening; the auctioneer calls them on stage, and then they are gifts like the others. */
export function LeadsPanel({ event, appeal, leads }: { event: GalaEvent; appeal: RaiseState; leads: readonly Pledge[] }) {
  const [isEntering, setIsEntering] = useState(false);
  return (
    <Panel
      title={words.title}
      tools={
        <OpenButton label={words.enter} onClick={() => setIsEntering(true)}>
          {words.enter}
        </OpenButton>
      }
    >
      {leads.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ScrollTable
          name={words.title}
          head={
            <>
              <th scope="col">{columns.paddle}</th>
              <th scope="col">{columns.who}</th>
              <th scope="col" className={classes.right}>{columns.amount}</th>
              <th scope="col">{columns.payBy}</th>
              <th scope="col" className={classes.right}>{columns.acts}</th>
            </>
          }
        >
          {leads.map((lead) => (
            <LeadRow key={lead.id} event={event} lead={lead} />
          ))}
        </ScrollTable>
      )}
      {isEntering && <LeadDialog event={event} appeal={appeal} onClose={() => setIsEntering(false)} />}
    </Panel>
  );
}

/** Mostly the stage does this; here for a lead that was called while the stage was elsewhere. */
function LeadRow({ event, lead }: { event: GalaEvent; lead: Pledge }) {
  const amount = formatMoney(lead.amount_cents, event.currency);
  const act = useConsoleAct({ eventId: event.id, send: (leadId: string, key) => callLead(leadId, key), tell: () => words.called(amount, whoseGift(lead)) });
  return (
    <tr>
      <th scope="row" className={classes.number}>{lead.paddle}</th>
      <td>{lead.name}</td>
      <td className={`${classes.number ?? ""} ${classes.right ?? ""}`}>{amount}</td>
      <td>{lead.pay_by === null ? words.notSaid : PAY_BY[lead.pay_by]}</td>
      <td className={classes.right}>
        <div className={classes.acts}>
          <ActButton label={words.onStageOf(amount, whoseGift(lead))} onClick={() => act.send(lead.id)}>
            {words.onStage}
          </ActButton>
        </div>
        {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
      </td>
    </tr>
  );
}

function LeadDialog({ event, appeal, onClose }: { event: GalaEvent; appeal: RaiseState; onClose: () => void }) {
  const [number, setNumber] = useState("");
  const [typed, setTyped] = useState("");
  const [payBy, setPayBy] = useState<PayBy | "">("");
  const [isChecked, setIsChecked] = useState(false);
  const cents = parseMoney(typed);
  const money = (amount: number) => formatMoney(amount, event.currency);
  const act = useConsoleAct({
    eventId: event.id,
    send: (lead: NewLead, key) => enterLead(appeal.appeal_id, lead, key),
    tell: ({ pledge }) => words.entered(money(pledge.amount_cents), String(pledge.paddle ?? "")),
  });
  const isAmount = cents !== null && cents > 0;
  const submit = () => {
    setIsChecked(true);
    if (number !== "" && isAmount) act.send({ paddle_number: Number(number), amount_cents: cents, pay_by: payBy === "" ? null : payBy });
  };
  return (
    <ActDialog title={words.enter} what={words.what(appeal.title)} explain={words.explain} confirm={words.confirm(isAmount ? money(cents) : "", number)} act={act} onSubmit={submit} onClose={onClose}>
      <PaddleField eventId={event.id} label={words.paddle} value={number} problem={isChecked && number === "" ? texts.needsNumber : null} onChange={setNumber} />
      <TextInput
        label={words.amount(event.currency)}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        error={isChecked && !isAmount ? raiseWords.make.badAmount : null}
        onChange={(changed) => setTyped(changed.currentTarget.value)}
      />
      <NativeSelect
        label={words.payBy}
        value={payBy}
        onChange={(changed) => setPayBy(changed.currentTarget.value as PayBy | "")}
        data={[{ value: "", label: words.notSaid }, ...Object.entries(PAY_BY).map(([value, label]) => ({ value, label }))]}
      />
    </ActDialog>
  );
}
