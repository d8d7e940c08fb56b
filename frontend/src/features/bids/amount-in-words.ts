const ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"] as const;
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"] as const;

function belowThousand(value: number): string {
  if (value >= 100) {
    const rest = value % 100;
    return `${ONES[Math.floor(value / 100)] ?? ""} hundred${rest === 0 ? "" : ` ${belowThousand(rest)}`}`;
  }
  if (value >= 20) {
    const rest = value % 10;
    return `${TENS[Math.floor(value / 10)] ?? ""}${rest === 0 ? "" : `-${ONES[rest] ?? ""}`}`;
  }
  return ONES[value] ?? "";
}

/** Rules 1.5: a large jump is confirmed in figures and in words. Cents are left to the figures. */
export function amountInWords(cents: number): string {
  const whole = Math.floor(cents / 100);
  if (whole === 0) return ONES[0];
  const parts: string[] = [];
  const millions = Math.floor(whole / 1_000_000);
  const thousands = Math.floor((whole % 1_000_000) / 1_000);
  const rest = whole % 1_000;
  if (millions > 0) parts.push(`${belowThousand(millions)} million`);
  if (thousands > 0) parts.push(`${belowThousand(thousands)} thousand`);
  if (rest > 0) parts.push(belowThousand(rest));
  return parts.join(" ");
}
