import { TextInput } from "@mantine/core";
import { useState } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { callLevel, type CallLevel } from "#features/room-console/raise-acts.ts";
import { words as raiseWords } from "#features/room-console/raise-texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { DeskLevel, GalaEvent, RaiseState } from "#shared/api/types.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";

const words = raiseWords.call;

type CallDialogProps = { event: GalaEvent; appeal: RaiseState; levels: readonly DeskLevel[]; onClose: () => void };

/** Every level is one choice; so are one that nobody planned, and the end. */
export function CallDialog({ event, appeal, levels, onClose }: CallDialogProps) {
  const callable = levels.filter(({ released_at }) => released_at === null);
  const [chosen, setChosen] = useState(appeal.level_id ?? callable[0]?.id ?? "other");
  const [typed, setTyped] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const money = (cents: number) => formatMoney(cents, event.currency);
  const act = useConsoleAct({
    eventId: event.id,
    send: (call: CallLevel, key) => callLevel(appeal.appeal_id, call, key),
    tell: (answer) => (answer.appeal.level_cents === null ? words.over(appeal.title) : words.called(money(answer.appeal.level_cents))),
  });
  const cents = parseMoney(typed);
  const isAmount = cents !== null && cents > 0;
  const submit = () => {
    setIsChecked(true);
    if (chosen === "end") act.send({});
    else if (chosen !== "other") act.send({ level_id: chosen });
    else if (isAmount) act.send({ amount_cents: cents });
  };
  const level = callable.find(({ id }) => id === chosen);
  const confirm = chosen === "end" ? words.end : words.confirm(level !== undefined ? money(level.amount_cents) : isAmount ? money(cents) : "");
  const choices = [...callable.map(({ id, amount_cents }) => ({ id, label: money(amount_cents) })), { id: "other", label: words.other }, ...(appeal.status === "open" ? [{ id: "end", label: words.end }] : [])];
  return (
    <ActDialog title={words.open} what={appeal.title} explain={words.explain} confirm={confirm} isDangerous={chosen === "end"} act={act} onSubmit={submit} onClose={onClose}>
      <fieldset className={classes.choice}>
        <legend>{words.legend}</legend>
        {choices.map(({ id, label }) => (
          <label key={id} data-checked={id === chosen}>
            <input type="radio" name="level" checked={id === chosen} onChange={() => setChosen(id)} />
            {label}
          </label>
        ))}
      </fieldset>
      {chosen === "other" && (
        <TextInput
          label={words.amount(event.currency)}
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          error={isChecked && !isAmount ? raiseWords.make.badAmount : null}
          onChange={(changed) => setTyped(changed.currentTarget.value)}
        />
      )}
    </ActDialog>
  );
}
