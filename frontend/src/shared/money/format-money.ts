const LOCALES: Record<string, string> = { USD: "en-US", GBP: "en-GB", SGD: "en-SG", EUR: "en-IE" };
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(currency: string, digits: number): Intl.NumberFormat {
  const key = `${currency}:${String(digits)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALES[currency] ?? "en", {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format;
}

/** The only place that turns minor units into text: "$1,634.10", and "$550" when there are no cents. */
export function formatMoney(cents: number, currency: string): string {
  return numberFormat(currency, cents % 100 === 0 ? 0 : 2).format(cents / 100);
}

/** On a bill every amount carries its cents. */
export function formatBillMoney(cents: number, currency: string): string {
  return numberFormat(currency, 2).format(cents / 100);
}

const AMOUNT = /^(?:[A-Z]{3}|[$£€])?\s*(\d{1,8}|\d{1,3}(?:,\d{3}){1,2})(\.\d{1,2})?$/;

/** What a guest typed ("1,250" or "1250.50") as minor units, or null: "400,50" is no amount, because it could be read as two. */
export function parseMoney(text: string): number | null {
  const [, whole, cents] = AMOUNT.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  return Math.round(Number(`${whole.replaceAll(",", "")}${cents ?? ""}`) * 100);
}
