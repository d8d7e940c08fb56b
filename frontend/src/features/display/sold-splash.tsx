import type { Sale } from "#features/display/sales.ts";
import classes from "#features/display/sold-splash.module.css";
import { texts } from "#features/display/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** Two seconds for who has it: "SOLD · $5,500 · paddle 2 1 4". */
export function SoldSplash({ event, sales }: { event: GalaEvent; sales: readonly Sale[] }) {
  const [only, ...others] = sales;
  if (only === undefined) return null;
  const isOne = others.length === 0;
  const cents = isOne ? only.cents : sales.reduce((sum, sale) => sum + sale.cents * sale.units, 0);
  const price = formatMoney(cents, event.currency);
  return (
    <div className={classes.splash} role="status">
      <span className={classes.what}>{isOne ? `${itemName(event, only.item)} · ${only.item.title}` : texts.soldTogether(sales.length, itemWord(event))}</span>
      <span className={classes.stamp}>{texts.sold}</span>
      <span className={classes.price}>{isOne && only.units > 1 ? texts.each(price) : price}</span>
      {isOne && only.paddles.length > 0 && <span className={classes.who}>{texts.paddles(only.paddles)}</span>}
    </div>
  );
}
