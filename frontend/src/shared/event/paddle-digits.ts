/** Auctioneers call digits one by one, so paddles are shown that way: "2 1 4". */
export function digits(paddle: number): string {
  return String(paddle).split("").join(" ");
}
