import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { InvoiceLines } from "#features/settlement/invoice-lines.tsx";
import { invoiceOptions } from "#features/settlement/invoice-query.ts";
import classes from "#features/settlement/pay-page.module.css";
import { PayPanel } from "#features/settlement/pay-panel.tsx";
import { texts } from "#features/settlement/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import type { Pledged } from "#shared/event/my-pledges-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

type PayPageProps = { event: GalaEvent; owedNowCents: number; gifts: Pledged; isOffline: boolean };

export function PayPage({ event, owedNowCents, gifts, isOffline }: PayPageProps) {
  const { data: invoice, isPending, isError, refetch, isFetching } = useQuery(invoiceOptions);
  const owed = owedNowCents + gifts.billCents;
  return (
    <div className={classes.page}>
      <PageHeading>{texts.heading}</PageHeading>
      {isPending && <Skeleton height={240} radius={12} />}
      {isError && invoice === undefined && (
        <PageState
          title={texts.couldNotLoad}
          action={
            <Button loading={isFetching} onClick={() => void refetch()}>
              {texts.tryAgain}
            </Button>
          }
        />
      )}
      {invoice === null && (
        <PageState title={texts.nothing}>
          {texts.nothingText} {owed > 0 && texts.ifEnds(formatMoney(owed, event.currency))} {gifts.otherCents > 0 && texts.other(formatMoney(gifts.otherCents, event.currency))}
        </PageState>
      )}
      {invoice !== null && invoice !== undefined && (
        <>
          <InvoiceLines event={event} invoice={invoice} />
          <PayPanel event={event} invoice={invoice} isOffline={isOffline} />
        </>
      )}
    </div>
  );
}
