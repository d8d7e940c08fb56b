import { type CSSProperties, useState } from "react";
import classes from "#features/stage/raise.module.css";
import { NumberPad } from "#features/stage/number-pad.tsx";
import { hintOf, levelAfter, levelBefore, openLevel } from "#features/stage/raise-order.ts";
import { Sheet } from "#features/stage/sheet.tsx";
import { StageButton, TwoTapButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { Desk, GalaEvent, Pledge, RaiseState } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const MOST_HANDS = 50;

type RaiseViewProps = { event: GalaEvent; appeal: RaiseState; known: Desk | undefined; desk: StageDesk; isOld: boolean; hand: Pledge | undefined; isTyping: boolean; onType: (isTyping: boolean) => void };

/** The paddle raise as the auctioneer calls it: the level, how many, whom to thank, what comes next. */
export function RaiseView({ event, appeal, known, desk, isOld, hand, isTyping, onType }: RaiseViewProps) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const call = (body: { level_id?: string; amount_cents?: number }) => desk.act({ name: "call_level", appealId: appeal.appeal_id, body });
  const level = openLevel(appeal);
  const next = levelAfter(appeal);
  const before = levelBefore(appeal);
  // Who gave at two levels is thanked once.
  const thanked = [...new Set(appeal.last_paddles)];
  const figure = appeal.level_cents === null ? texts.noLevel : money(appeal.level_cents);
  return (
    <div className={classes.raise} data-old={isOld}>
      <section className={classes.level} aria-label={texts.level}>
        <p className={classes.eyebrow}>{level === undefined ? hintOf(appeal) : texts.levelHands(level.count, money(level.cents))}</p>
        <p className={classes.hero} style={{ "--chars": Math.max(6, figure.length) } as CSSProperties}>{figure}</p>
        <Goal appeal={appeal} money={money} />
        <p className={classes.thank}>
          <span>{texts.thank}</span> {thanked.length === 0 ? "–" : thanked.map((paddle) => <b key={paddle}>{digits(paddle)}</b>)}
        </p>
        {appeal.match_label !== null && <p className={classes.match}>{texts.match(appeal.match_label, money(appeal.matched_cents), money(appeal.match_cap_cents ?? 0))}</p>}
      </section>
      <section className={classes.hands} aria-label={texts.hands}>
        {level === undefined ? <p className={classes.eyebrow}>{texts.handsLater}</p> : <Hands key={level.id} onCount={(hands) => desk.act({ name: "pledge", appealId: appeal.appeal_id, body: { level_id: level.id, paddle_number: 0, hands } })} />}
        {hand !== undefined && (
          <StageButton seen={hand} look="danger" onAct={(seen) => desk.act({ name: "undo_pledge", pledgeId: seen.id })}>{texts.undoHand(money(hand.amount_cents))}</StageButton>
        )}
        {(known?.leads ?? []).length > 0 && <p className={classes.eyebrow}>{texts.leads}</p>}
        {known?.leads.map((lead) => (
          <StageButton key={lead.id} seen={lead} onAct={(seen) => desk.act({ name: "call_lead", pledgeId: seen.id })}>
            {texts.callLead(lead.paddle === null ? texts.paddleUnknown : digits(lead.paddle), money(lead.amount_cents))}
          </StageButton>
        ))}
      </section>
      <div className={classes.bar}>
        <StageButton seen={before} reason={before === undefined ? texts.noHigher : null} onAct={(seen) => { if (seen !== undefined) call({ level_id: seen.id }); }} shortcut="[">
          ‹ {before === undefined ? texts.previous : money(before.amount_cents)}
        </StageButton>
        {next === undefined ? (
          <StageButton seen={null} reason={texts.noLower} onAct={() => undefined}>{texts.nextLevelPlain}</StageButton>
        ) : (
          <TwoTapButton look="primary" confirm={texts.levelConfirm(money(next.amount_cents))} onAct={() => call({ level_id: next.id })}>
            <span className={classes.nextLevel}>{texts.nextLevel(money(next.amount_cents))}</span>
          </TwoTapButton>
        )}
        <StageButton seen={null} onAct={() => onType(true)} shortcut="L">{texts.otherLevel}</StageButton>
        <TwoTapButton look="danger" confirm={texts.endRaise} onAct={() => call({})} reason={appeal.status === "open" ? null : texts.notOpen}>{texts.endRaise}</TwoTapButton>
      </div>
      {isTyping && (
        <Sheet title={texts.otherLevel} onClose={() => onType(false)}>
          <NumberPad
            kind="money"
            label={texts.amountLabel(event.currency)}
            format={(typed) => money(typed * 100)}
            done={(typed) => texts.callLevel(typed === null ? "" : money(typed * 100))}
            onDone={(typed) => {
              onType(false);
              call({ amount_cents: typed * 100 });
            }}
          />
        </Sheet>
      )}
    </div>
  );
}

function Goal({ appeal, money }: { appeal: RaiseState; money: (cents: number) => string }) {
  const total = appeal.pledged_cents + appeal.matched_cents;
  return (
    <div className={classes.goal}>
      <p>
        <b>{money(total)}</b> {appeal.goal_cents !== null && <span>{texts.ofGoal(money(appeal.goal_cents))}</span>}
        <small> {appeal.unknown_count > 0 && texts.unknownHands(appeal.unknown_count)}</small>
      </p>
      {appeal.goal_cents !== null && <progress max={appeal.goal_cents} value={Math.min(total, appeal.goal_cents)} aria-label={texts.toGoal} />}
    </div>
  );
}

/** "Seven hands": counted now, named later. */
function Hands({ onCount }: { onCount: (hands: number) => void }) {
  const [hands, setHands] = useState(1);
  return (
    <>
      <div className={classes.counter} role="group" aria-label={texts.hands}>
        <StageButton seen={hands} label={texts.fewerHands} onAct={() => setHands((count) => Math.max(1, count - 1))} isRepeated><span className={classes.move}>−</span></StageButton>
        <output>{hands}</output>
        <StageButton seen={hands} label={texts.moreHands} onAct={() => setHands((count) => Math.min(MOST_HANDS, count + 1))} isRepeated><span className={classes.move}>+</span></StageButton>
      </div>
      <StageButton
        seen={hands}
        onAct={(count) => {
          onCount(count);
          setHands(1);
        }}
      >
        {texts.countHands(hands)}
      </StageButton>
    </>
  );
}
