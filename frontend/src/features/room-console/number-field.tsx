import { TextInput } from "@mantine/core";
import classes from "#features/room-console/console.module.css";

export type Bounds = { least: number; most: number; usual: number };

type NumberFieldProps = { label: string; value: string; bounds: Bounds; problem: string; onChange: (digits: string) => void };

export function isWithin(value: string, { least, most }: Bounds): boolean {
  return value !== "" && Number(value) >= least && Number(value) <= most;
}

/** A whole number, typed; out of its bounds it says so at once. */
export function NumberField({ label, value, bounds, problem, onChange }: NumberFieldProps) {
  return (
    <TextInput
      className={classes.small ?? ""}
      label={label}
      inputMode="numeric"
      autoComplete="off"
      maxLength={3}
      value={value}
      error={isWithin(value, bounds) ? null : problem}
      onChange={(changed) => onChange(changed.currentTarget.value.replaceAll(/\D/g, ""))}
    />
  );
}
