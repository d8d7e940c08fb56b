import { Button, Checkbox, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { createSession } from "#features/sessions/create-session.ts";
import classes from "#features/sessions/join-page.module.css";
import { texts } from "#features/sessions/texts.ts";
import { isProblem } from "#shared/api/problem.ts";
import type { Preview } from "#shared/api/types.ts";
import { PageHeading } from "#shared/ui/page-state.tsx";

type IdentityFormProps = { link: string; preview: Preview; onJoined: () => void; onBack: () => void };
type Refusal = { digits?: string; terms?: string; form?: string };

export function IdentityForm({ link, preview, onJoined, onBack }: IdentityFormProps) {
  const [digits, setDigits] = useState("");
  const [hasAccepted, setHasAccepted] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>({});
  const [isSending, setIsSending] = useState(false);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (preview.needs_phone_last4 && !/^\d{4}$/.test(digits)) { setRefusal({ digits: texts.lastFourMissing }); return; }
    if (preview.terms !== null && !hasAccepted) { setRefusal({ terms: texts.termsMissing }); return; }
    setRefusal({});
    setIsSending(true);
    try {
      await createSession({ link, phoneLast4: preview.needs_phone_last4 ? digits : null, termsId: preview.terms?.id ?? null });
      onJoined();
    } catch (error) {
      setRefusal(refusalFor(error));
      setIsSending(false);
    }
  };

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <PageHeading className={classes.heading}>{texts.lastFourTitle}</PageHeading>
      {preview.needs_phone_last4 && (
        <TextInput
          label={texts.lastFourLabel}
          description={texts.lastFourHint}
          error={refusal.digits}
          value={digits}
          onChange={(event) => setDigits(event.currentTarget.value.replace(/\D/g, "").slice(0, 4))}
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          classNames={{ input: classes.digits ?? "" }}
          data-autofocus
        />
      )}
      {preview.terms !== null && (
        <>
          <Checkbox
            size="lg"
            label={texts.terms}
            checked={hasAccepted}
            onChange={(event) => setHasAccepted(event.currentTarget.checked)}
            error={refusal.terms}
          />
          <details className={classes.terms}>
            <summary>{texts.readTerms}</summary>
            <div>{preview.terms.body}</div>
          </details>
        </>
      )}
      <p role="alert" className={classes.refusal}>
        {refusal.form}
      </p>
      <div className={classes.actions}>
        <Button type="submit" size="xl" fullWidth loading={isSending}>
          {texts.enter}
        </Button>
        <Button variant="subtle" fullWidth onClick={onBack}>
          {texts.back}
        </Button>
      </div>
    </form>
  );
}

function refusalFor(error: unknown): Refusal {
  if (!isProblem(error)) return { form: texts.noConnection };
  switch (error.code) {
    case "phone_mismatch": {
      const left = error.members.attempts_left;
      return { digits: texts.phoneMismatch(typeof left === "number" ? left : null) };
    }
    case "terms_required":
      return { terms: texts.termsMissing };
    case "link_locked":
      return { form: texts.linkLocked };
    case "link_unknown":
      return { form: texts.linkUnknownTitle };
    default:
      return { form: texts.unexpected(error.code) };
  }
}
