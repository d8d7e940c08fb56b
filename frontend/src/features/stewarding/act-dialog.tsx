import { Button, Drawer, NativeSelect, Textarea } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from "react";
import type { Why } from "#features/stewarding/acts.ts";
import { actRefusal } from "#features/stewarding/refusals.ts";
import classes from "#features/stewarding/stewarding.module.css";
import { REASONS, texts } from "#features/stewarding/texts.ts";
import type { Reason } from "#shared/api/types.ts";
import { useReturnFocus } from "#shared/ui/use-return-focus.ts";

type DialogProps = { title: string; onClose: () => void; children: ReactNode };

/** A sheet at the side: Esc closes it, and focus returns to the button that opened it. */
export function SideDialog({ title, onClose, children }: DialogProps) {
  useReturnFocus();
  return (
    <Drawer opened onClose={onClose} position="right" size="min(100vw, 32rem)" radius={0} title={<b>{title}</b>}>
      {children}
    </Drawer>
  );
}

type ActFormProps = {
  /** The object and the amount, in one line. */
  what: ReactNode;
  explain: string;
  confirm: string;
  isDangerous?: boolean;
  isPending: boolean;
  error: Error | null;
  /** The result in words, once it is done. */
  result: string | null;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
};

/** What will happen, to what, why; the button says it once more; then what happened. */
export function ActForm({ what, explain, confirm, isDangerous = false, isPending, error, result, onSubmit, onClose, children }: ActFormProps) {
  const done = useRef<HTMLParagraphElement>(null);
  const isDone = result !== null;
  useEffect(() => {
    if (isDone) done.current?.focus();
  }, [isDone]);
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    onSubmit();
  };
  if (isDone) {
    return (
      <div className={classes.form}>
        <p className={classes.what}>{what}</p>
        <p ref={done} tabIndex={-1} className={classes.result}>
          {result}
        </p>
        <Button onClick={onClose}>{texts.done}</Button>
      </div>
    );
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.what}>{what}</p>
      <p>{explain}</p>
      {children}
      {error !== null && <p className={classes.problem}>{actRefusal(error)}</p>}
      <div className={classes.buttons}>
        <Button type="submit" loading={isPending} className={isDangerous ? (classes.danger ?? "") : ""}>
          {confirm}
        </Button>
        <Button variant="default" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  );
}

export function useWhy(reason: Reason = "entry_error") {
  return useState<Why>({ reason, note: "" });
}

const NOTE_MAX = 500;

export function WhyFields({ why, onChange }: { why: Why; onChange: (why: Why) => void }) {
  return (
    <>
      <NativeSelect
        label={texts.reason}
        value={why.reason}
        onChange={(changed) => onChange({ ...why, reason: changed.currentTarget.value as Reason })}
        data={REASONS.map(([value, label]) => ({ value, label }))}
      />
      <Textarea label={texts.note} rows={2} maxLength={NOTE_MAX} value={why.note} onChange={(changed) => onChange({ ...why, note: changed.currentTarget.value })} />
    </>
  );
}
