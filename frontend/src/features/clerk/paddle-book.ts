import type { Paddle } from "#shared/api/types.ts";

export type PaddleBook = ReadonlyMap<number, Paddle>;

export function bookOf(paddles: readonly Paddle[]): PaddleBook {
  return new Map(paddles.map((paddle) => [paddle.number, paddle]));
}

/** Paddles that differ by two digits that changed places, neighbours first: 914 may be 194 or 941. */
export function nearNumbers(number: number, book: PaddleBook): number[] {
  const typed = String(number).split("");
  const found = new Set<number>();
  for (let gap = 1; gap < typed.length; gap += 1) {
    for (let at = 0; at + gap < typed.length; at += 1) {
      const swapped = [...typed];
      [swapped[at], swapped[at + gap]] = [swapped[at + gap] ?? "", swapped[at] ?? ""];
      const near = Number(swapped.join(""));
      if (near !== number && book.has(near)) found.add(near);
    }
  }
  return [...found];
}

/** "331 Ana P. · table 9 · ✓ checked in · card ✓". */
export function paddleWords(paddle: Paddle): string {
  const parts = [
    `${paddle.number} ${paddle.name ?? ""}`.trim(),
    paddle.table === null ? null : `table ${paddle.table}`,
    paddle.admission === "checked_in" ? "✓ checked in" : "not checked in",
    paddle.has_card ? "card ✓" : "no card",
    paddle.status === "locked" ? "locked" : null,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
