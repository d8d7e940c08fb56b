import { Button } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useEffect, useRef } from "react";
import classes from "#shared/acts/act-form.module.css";

const CANCEL = "Not now";
const DONE = "Done";

type ActFormProps = {
  /** The object and the amount, in one line. */
  what: ReactNode;
  explain: string;
  confirm: string;
  isDangerous?: boolean;
  isPending: boolean;
  /** Why it was refused. */
  problem: ReactNode;
  /** Why it cannot be sent at all now; it stays readable. */
  blocked?: string | null;
  /** The result in words, once it is done. */
  result: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
};

/** What will happen, to what, why; the button says it once more; then what happened. */
export function ActForm({ what, explain, confirm, isDangerous = false, isPending, problem, blocked = null, result, onSubmit, onClose, children }: ActFormProps) {
  const done = useRef<HTMLDivElement>(null);
  const isDone = result !== null;
  useEffect(() => {
    if (isDone) done.current?.focus();
  }, [isDone]);
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    if (blocked === null) onSubmit();
  };
  if (isDone) {
    return (
      <div className={classes.form}>
        <p className={classes.what}>{what}</p>
        <div ref={done} tabIndex={-1} className={classes.result}>
          {result}
        </div>
        <Button onClick={onClose}>{DONE}</Button>
      </div>
    );
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.what}>{what}</p>
      <p>{explain}</p>
      {children}
      {problem !== null && <div className={classes.problem}>{problem}</div>}
      {blocked !== null && <p className={classes.problem}>{blocked}</p>}
      <div className={classes.buttons}>
        <Button type="submit" loading={isPending} aria-disabled={blocked !== null} className={isDangerous ? (classes.danger ?? "") : ""}>
          {confirm}
        </Button>
        <Button variant="default" onClick={onClose}>
          {CANCEL}
        </Button>
      </div>
    </form>
  );
}
