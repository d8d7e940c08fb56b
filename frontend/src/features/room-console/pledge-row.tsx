import { OpenButton } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { type PayBy, setPayBy } from "#features/room-console/raise-acts.ts";
import { ISSUES, PAY_BY, words as raiseWords } from "#features/room-console/raise-texts.ts";
import { useBlocked } from "#features/room-console/use-blocked.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { DeskLevel, GalaEvent, Pledge } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";
import { Badge } from "#shared/ui/badge.tsx";

const words = raiseWords.pledges;

/** "paddle 214". */
export function whoseGift(pledge: Pledge): string {
  const number = pledge.paddle ?? pledge.heard_number;
  return number === null ? words.nobody : words.ofPaddle(number);
}

type PledgeRowProps = { event: GalaEvent; pledge: Pledge; level: DeskLevel | undefined; onUndo: () => void };

export function PledgeRow({ event, pledge, level, onUndo }: PledgeRowProps) {
  const amount = formatMoney(pledge.amount_cents, event.currency);
  const right = `${classes.number ?? ""} ${classes.right ?? ""}`;
  const kind = pledge.kind === "lead" ? raiseWords.pledges.leads : words.match;
  return (
    <tr className={pledge.is_reversed ? (classes.gone ?? "") : ""}>
      <td className={classes.number}>{clockTimeWithSeconds(pledge.recorded_at, event.timezone)}</td>
      <th scope="row" className={`${classes.number ?? ""} ${classes.struck ?? ""}`}>{pledge.paddle ?? pledge.heard_number ?? <span className={classes.muted}>{words.nobody}</span>}</th>
      <td>
        {pledge.name} <State pledge={pledge} />
      </td>
      <td className={`${right} ${classes.struck ?? ""}`}>{amount}</td>
      <td className={right}>{level === undefined ? kind : formatMoney(level.amount_cents, event.currency)}</td>
      <td>{pledge.source === "phone" ? words.phone : pledge.source === "system" ? words.system : pledge.by_name}</td>
      <td>{pledge.is_checked ? words.agrees : ""}</td>
      <td>{pledge.is_reversed ? null : <PayBySelect event={event} pledge={pledge} amount={amount} />}</td>
      <td className={classes.right}>
        {!pledge.is_reversed && pledge.kind !== "match" && (
          <div className={classes.acts}>
            <OpenButton label={words.undoOf(amount, whoseGift(pledge))} onClick={onUndo}>
              {words.undo}
            </OpenButton>
          </div>
        )}
      </td>
    </tr>
  );
}

function State({ pledge }: { pledge: Pledge }) {
  if (pledge.is_reversed) return <Badge tone="locked" icon="back">{words.undone}</Badge>;
  if (pledge.same_as_id !== null) return <Badge tone="pending">{words.same}</Badge>;
  if (pledge.issue !== null) return <Badge tone="closing" icon="warning">{ISSUES[pledge.issue]}</Badge>;
  if (pledge.kind === "lead" && !pledge.is_called) return <Badge tone="pending" icon="clock">{words.waiting}</Badge>;
  return pledge.is_additional ? <Badge tone="plain">{words.additional}</Badge> : null;
}

function PayBySelect({ event, pledge, amount }: { event: GalaEvent; pledge: Pledge; amount: string }) {
  const blocked = useBlocked();
  const act = useConsoleAct({ eventId: event.id, send: (how: PayBy, key) => setPayBy(pledge.id, how, key), tell: (answer) => words.paidBy(amount, answer.pledge.pay_by === null ? "" : PAY_BY[answer.pledge.pay_by]) });
  return (
    <>
      <select
        className={classes.select}
        aria-label={words.payByOf(amount, whoseGift(pledge))}
        value={pledge.pay_by ?? ""}
        aria-disabled={blocked !== null || act.isPending}
        onChange={(changed) => {
          if (blocked === null && !act.isPending) act.send(changed.currentTarget.value as PayBy);
        }}
      >
        {pledge.pay_by === null && <option value="">{raiseWords.leads.notSaid}</option>}
        {Object.entries(PAY_BY).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
    </>
  );
}
