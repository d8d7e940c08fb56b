import { NativeSelect, Textarea } from "@mantine/core";
import { type ComponentProps, useState } from "react";
import type { Why } from "#features/stewarding/acts.ts";
import { actRefusal } from "#features/stewarding/refusals.ts";
import { REASONS, texts } from "#features/stewarding/texts.ts";
import { ActForm } from "#shared/acts/act-form.tsx";
import type { Reason } from "#shared/api/types.ts";

type StewardFormProps = Omit<ComponentProps<typeof ActForm>, "problem"> & { error: Error | null };

/** A form for an act on items, sections and requests: refusals in their words. */
export function StewardForm({ error, ...form }: StewardFormProps) {
  return <ActForm {...form} problem={error === null ? null : actRefusal(error)} />;
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
