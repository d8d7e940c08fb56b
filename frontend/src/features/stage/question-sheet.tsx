import { useEffect, useState } from "react";
import { PaddlePad } from "#features/stage/paddle-pad.tsx";
import { type Choice, questionOf, SELL_REASONS } from "#features/stage/questions.ts";
import { Sheet } from "#features/stage/sheet.tsx";
import classes from "#features/stage/sheet.module.css";
import { StageButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { ActRow, StageDesk } from "#features/stage/use-stage-desk.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent } from "#shared/api/types.ts";

/** What was refused, and what the auctioneer can still make of it. Closing it forgets the act: it was not done. */
export function QuestionSheet({ event, row, desk }: { event: GalaEvent; row: ActRow; desk: StageDesk }) {
  const [asks, setAsks] = useState<"reason" | "paddle" | null>(null);
  const announce = useAnnounce();
  const { payload: act } = row;
  const question = questionOf(act, row.refusal ?? { code: "unknown", members: {} }, event);
  const sentence = `${question.title} ${question.line}`;
  useEffect(() => announce.assertive(sentence), [announce, sentence]);
  const choose = (choice: Choice) => {
    if ("again" in choice) desk.again(row, choice.again);
    else setAsks(choice.needs);
  };
  return (
    <Sheet title={question.title} side={asks === "paddle" ? "right" : "bottom"} onClose={() => desk.forget(row)}>
      <div className={classes.question}>
        <p className={classes.line}>{question.line}</p>
        {question.words !== undefined && <p className={classes.words}>{question.words}</p>}
      </div>
      <div className={`${classes.choices ?? ""} ${classes.question ?? ""}`}>
        {asks === null &&
          question.choices.map((choice) => (
            <StageButton key={choice.label} seen={choice} look={choice.isFirst ? "primary" : "plain"} onAct={choose}>
              {choice.label}
            </StageButton>
          ))}
        {asks === "reason" && act.name === "sell" && (
          <>
            <p>{texts.whyLess}</p>
            {SELL_REASONS.map((reason) => (
              <StageButton key={reason} seen={reason} onAct={(why) => desk.again(row, { ...act, body: { ...act.body, reason: why } })}>
                {reason}
              </StageButton>
            ))}
          </>
        )}
        {asks === "paddle" && (act.name === "sell" || act.name === "correct_sale") && (
          <PaddlePad
            eventId={event.id}
            start={String(act.body.paddle_number ?? "")}
            done={(typed) => (act.name === "sell" ? texts.soldTo(typed) : texts.correctTo(typed))}
            onDone={(typed) => desk.again(row, act.name === "sell" ? { ...act, body: { ...act.body, paddle_number: typed } } : { ...act, body: { paddle_number: typed } })}
          />
        )}
        <StageButton seen={row} look="quiet" onAct={desk.forget}>
          {question.choices.length === 0 ? texts.ok : texts.no}
        </StageButton>
      </div>
    </Sheet>
  );
}
