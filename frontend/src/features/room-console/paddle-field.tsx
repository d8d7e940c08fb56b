import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import classes from "#features/room-console/console.module.css";
import { texts } from "#features/room-console/texts.ts";
import type { Paddle } from "#shared/api/types.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";

const MAX_DIGITS = 5;

/** "Maria G., table 4", with what stands in the way. */
export function paddleWords(paddle: Pick<Paddle, "name" | "table" | "status">): string {
  return [paddle.name, paddle.table === null ? null : texts.table(paddle.table), paddle.status === "locked" ? texts.locked : null].filter((part) => part !== null).join(", ");
}

type PaddleFieldProps = { eventId: string; label: string; value: string; problem?: string | null; onChange: (digits: string) => void };

/** A number, and at once whose it is. */
export function PaddleField({ eventId, label, value, problem = null, onChange }: PaddleFieldProps) {
  const { data } = useQuery(paddlesOptions(eventId));
  const found = data?.paddles.find(({ number }) => String(number) === value);
  return (
    <div>
      <TextInput
        label={label}
        inputMode="numeric"
        autoComplete="off"
        maxLength={MAX_DIGITS}
        data-autofocus
        value={value}
        error={problem}
        onChange={(changed) => onChange(changed.currentTarget.value.replaceAll(/\D/g, ""))}
      />
      <p className={classes.muted} role="status">
        {value === "" || data === undefined ? "\u00A0" : found === undefined ? texts.nobody(value) : paddleWords(found)}
      </p>
    </div>
  );
}
