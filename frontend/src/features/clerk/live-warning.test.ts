import { describe, expect, it } from "vitest";
import { liveWarning } from "#features/clerk/live-warning.ts";
import { bookOf } from "#features/clerk/paddle-book.ts";
import { makePaddle } from "#testing/room-world.ts";

const money = (cents: number) => `$${String(cents / 100)}`;
const BOOK = bookOf([makePaddle({ number: 111 }), makePaddle({ number: 214, admission: "ticketed" })]);

describe("what is asked before a bid is recorded", () => {
  it("asks about a bid under the ask, and about none at it", () => {
    expect(liveWarning(111, 50_000, 100_000, BOOK, money)).toMatchObject({ sentence: "That is under the ask of $1000. Enter = it is meant.", isUnknown: false });
    expect(liveWarning(111, 100_000, 100_000, BOOK, money)).toBeNull();
  });

  it("asks about the paddle and the amount at once", () => {
    expect(liveWarning(214, 50_000, 100_000, BOOK, money)).toMatchObject({ isConfirmed: true, sentence: "214 is not checked in. Enter = record anyway. That is under the ask of $1000. Enter = it is meant." });
    expect(liveWarning(null, 50_000, 100_000, BOOK, money)?.sentence).toBe("That is under the ask of $1000. Enter = it is meant.");
  });
});
