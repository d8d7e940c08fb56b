import { useState } from "react";
import classes from "#features/clerk/clerk.module.css";
import { type ClerkEntry, type ClerkRow, digits, rowsOf } from "#features/clerk/entries.ts";
import { raiseTexts } from "#features/clerk/texts.ts";
import type { DeskLevel } from "#shared/api/types.ts";

type Mismatch = DeskLevel["mismatches"][number];

/** What two clerks differ in and nobody has settled on this laptop yet. */
export function openMismatches(level: DeskLevel, rows: readonly ClerkRow[]): Mismatch[] {
  const settled = rowsOf(rows, "settle").filter(({ phase, payload }) => phase !== "refused" && payload.levelId === level.id);
  return level.mismatches.filter(({ paddle_number, amount_cents }) => !settled.some(({ payload }) => payload.paddle === paddle_number && payload.cents === amount_cents));
}

type DifferencesProps = { level: DeskLevel; mismatches: readonly Mismatch[]; isChecker: boolean; money: (cents: number) => string; onSettle: (entry: ClerkEntry) => void };

/** The end of a level: the two lists agree, or each difference with its ways out. */
export function Differences({ level, mismatches, isChecker, money, onSettle }: DifferencesProps) {
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const [own, other] = isChecker ? [level.checks, level.count] : [level.count, level.checks];
  const settle = ({ paddle_number, amount_cents }: Mismatch, decision: "keep" | "remove" | "add") =>
    onSettle({ kind: "settle", levelId: level.id, paddle: paddle_number, cents: amount_cents, decision });
  return (
    <section className={classes.card} data-tone={mismatches.length === 0 ? "good" : "look"} aria-label={`${raiseTexts.compared}: ${money(level.amount_cents)}`}>
      <h2>{`${raiseTexts.compared} · ${money(level.amount_cents)}`}</h2>
      {mismatches.length === 0 ? <p>{raiseTexts.agree(level.count)}</p> : <p>{(isChecker ? raiseTexts.counts : raiseTexts.countsForClerk)(own, other)}</p>}
      <ul>
        {mismatches.map((mismatch) => {
          const id = `${mismatch.paddle_number}/${mismatch.amount_cents}`;
          const isClerks = mismatch.recorded > mismatch.checked;
          const paddle = digits(mismatch.paddle_number);
          return (
            <li key={id}>
              <p>
                <b>{isClerks ? raiseTexts.onlyInClerks(paddle) : raiseTexts.onlyInCheckers(paddle)}</b> {money(mismatch.amount_cents)}
              </p>
              {asked.has(id) && <p className={classes.hint}>{raiseTexts.asked}</p>}
              <span className={classes.choices}>
                <button type="button" onClick={() => setAsked(new Set([...asked, id]))}>{raiseTexts.ask}</button>
                <button type="button" onClick={() => settle(mismatch, isClerks ? "keep" : "add")}>{isClerks ? raiseTexts.keep : raiseTexts.add}</button>
                <button type="button" onClick={() => settle(mismatch, isClerks ? "remove" : "keep")}>{isClerks ? raiseTexts.remove : raiseTexts.leaveOut}</button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
