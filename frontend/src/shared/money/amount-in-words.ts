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

/** "dollars", "pounds", "euros": the currency's own word in the number it takes, without its country. */
function currencyWord(whole: number, currency: string): string {
  const parts = new Intl.NumberFormat("en-US", { style: "currency", currency, currencyDisplay: "name", maximumFractionDigits: 0 }).formatToParts(whole);
  const name = parts.find((part) => part.type === "currency")?.value ?? currency;
  return name.split(" ").at(-1) ?? name;
}

/** Rules 1.5: a large jump is confirmed in figures and in words: "six thousand five hundred dollars". Cents are left to the figures. */
export function amountInWords(cents: number, currency: string): string {
  const whole = Math.floor(cents / 100);
  const parts: string[] = [];
  const billions = Math.floor(whole / 1_000_000_000);
  const millions = Math.floor((whole % 1_000_000_000) / 1_000_000);
  const thousands = Math.floor((whole % 1_000_000) / 1_000);
  const rest = whole % 1_000;
  if (billions > 0) parts.push(`${belowThousand(billions)} billion`);
  if (millions > 0) parts.push(`${belowThousand(millions)} million`);
  if (thousands > 0) parts.push(`${belowThousand(thousands)} thousand`);
  if (rest > 0 || whole === 0) parts.push(belowThousand(rest));
  return `${parts.join(" ")} ${currencyWord(whole, currency)}`;
}
