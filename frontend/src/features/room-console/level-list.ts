import { words as raiseWords } from "#features/room-console/raise-texts.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";

const words = raiseWords.make;
const LEVELS_MAX = 20;

export type LevelList = { cents: readonly number[]; problem: string | null };

/**
 * "10000, 5000, 1000": highest first. A comma always separates, so "5,000" is refused rather than read as two levels:
 * no level begins with a zero.
 */
export function parseLevels(text: string, currency: string): LevelList {
  const cents: number[] = [];
  for (const part of text.split(/[,;\s]+/).filter((one) => one !== "")) {
    const amount = part.startsWith("0") ? null : parseMoney(part);
    if (amount === null || amount === 0) return { cents, problem: words.badLevel(part) };
    if (cents.includes(amount)) return { cents, problem: words.twice(formatMoney(amount, currency)) };
    cents.push(amount);
  }
  cents.sort((one, other) => other - one);
  if (cents.length > LEVELS_MAX) return { cents, problem: words.tooMany };
  return { cents, problem: cents.length === 0 ? words.noLevels : null };
}
