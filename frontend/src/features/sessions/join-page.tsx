import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { IdentityForm } from "#features/sessions/identity-form.tsx";
import classes from "#features/sessions/join-page.module.css";
import { previewOptions } from "#features/sessions/preview-query.ts";
import { texts } from "#features/sessions/texts.ts";
import { isProblem } from "#shared/api/problem.ts";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

type JoinPageProps = { link: string; onJoined: () => void };
type Step = "who" | "check" | "not-me";

/** A personal link identifies; it never signs in by itself. */
export function JoinPage({ link, onJoined }: JoinPageProps) {
  const { data: preview, error, refetch, isFetching } = useQuery(previewOptions(link));
  const [step, setStep] = useState<Step>("who");

  if (error !== null) return <JoinError error={error} isRetrying={isFetching} onRetry={() => void refetch()} />;
  if (preview === undefined) return <PageState title={texts.opening} />;

  return (
    <main className={classes.page}>
      <p className={classes.event}>{preview.event.name}</p>
      {step === "who" && (
        <>
          <PageHeading className={classes.heading}>
            {preview.guest_name === null ? texts.welcome(preview.event.name) : texts.areYou(preview.guest_name)}
          </PageHeading>
          {preview.paddle_number !== null && (
            <p className={classes.paddle}>
              <span>Paddle</span> {preview.paddle_number}
            </p>
          )}
          <div className={classes.actions}>
            <Button size="xl" fullWidth onClick={() => setStep("check")}>
              {texts.yes}
            </Button>
            <Button size="lg" variant="subtle" fullWidth onClick={() => setStep("not-me")}>
              {texts.notMe}
            </Button>
          </div>
        </>
      )}
      {step === "check" && <IdentityForm link={link} preview={preview} onJoined={onJoined} onBack={() => setStep("who")} />}
      {step === "not-me" && (
        <PageState title={texts.linkUnknown} action={<Button variant="default" onClick={() => setStep("who")}>{texts.back}</Button>}>
          {texts.notMeHelp}
        </PageState>
      )}
    </main>
  );
}

function JoinError({ error, isRetrying, onRetry }: { error: Error; isRetrying: boolean; onRetry: () => void }) {
  if (isProblem(error, "link_unknown")) return <PageState title={texts.linkUnknownTitle}>{texts.linkUnknown}</PageState>;
  if (isProblem(error, "link_locked")) return <PageState title={texts.linkLocked} />;
  const retry = (
    <Button onClick={onRetry} loading={isRetrying}>
      {texts.tryAgain}
    </Button>
  );
  if (isProblem(error)) return <PageState title={texts.unexpected(error.code)} action={retry} />;
  return (
    <PageState title={texts.noConnectionTitle} action={retry}>
      {texts.noConnection}
    </PageState>
  );
}
