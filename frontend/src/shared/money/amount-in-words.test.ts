import { describe, expect, it } from "vitest";
import { amountInWords } from "#shared/money/amount-in-words.ts";

describe("an amount in words", () => {
  it.each([
    [650_000, "USD", "six thousand five hundred dollars"],
    [1_000_000, "USD", "ten thousand dollars"],
    [934_500, "SGD", "nine thousand three hundred forty-five dollars"],
    [125_000_000, "GBP", "one million two hundred fifty thousand pounds"],
    [2_100, "EUR", "twenty-one euros"],
    [1_300, "USD", "thirteen dollars"],
    [100, "USD", "one dollar"],
    [50, "USD", "zero dollars"],
    [100_000_000_000, "USD", "one billion dollars"],
  ])("%i %s", (cents, currency, words) => expect(amountInWords(cents, currency)).toBe(words));
});
