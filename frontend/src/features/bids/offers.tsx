import { useQuery } from "@tanstack/react-query";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { myBidsTexts as texts } from "#features/bids/my-bids-texts.ts";
import { OfferCard } from "#features/bids/offer-card.tsx";
import { offersOptions } from "#features/bids/offers-query.ts";
import { Banner } from "#features/bids/outbid-watch.tsx";
import type { GalaEvent, Offer } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const SHOWN_AFTER_MS = 120_000;

/** An offer can only come for a closed item that the guest has bid on; nobody else asks. */
function useOffers(event: GalaEvent) {
  const { data: live } = useSnapshot(event.id);
  const { data: myBids } = useQuery(myBidsOptions);
  const mayCome = Object.keys(myBids ?? {}).some((id) => {
    const status = live?.items[id]?.status;
    return status === "sold" || status === "unsold";
  });
  const { data: offers } = useQuery(offersOptions(mayCome));
  return (offers ?? []).flatMap((offer) => {
    const item = live?.items[offer.item_id];
    return item === undefined ? [] : [{ offer, item }];
  });
}

/** What is answered or over stays for a moment, then its item is in the group where it belongs. */
function isShown({ status, deadline, answered_at }: Offer, now: number): boolean {
  const since = answered_at ?? deadline;
  return (status === "waiting" || answered_at !== null) && Date.parse(since) > now - SHOWN_AFTER_MS;
}

export function Offers({ event }: { event: GalaEvent }) {
  const now = useServerNow();
  const shown = useOffers(event).filter(({ offer }) => isShown(offer, now));
  return shown.map(({ offer, item }) => <OfferCard key={offer.id} event={event} item={item} offer={offer} />);
}

/** On any other tab: the newest offer that waits for an answer. */
export function OfferBanner({ event }: { event: GalaEvent }) {
  const now = useServerNow();
  const waiting = useOffers(event).find(({ offer }) => offer.status === "waiting" && Date.parse(offer.deadline) > now);
  if (waiting === undefined) return null;
  return (
    <Banner tone="plain" icon="gavel" to="/my-bids" action={texts.seeOffer}>
      {texts.offerBanner(itemName(event, waiting.item), formatMoney(waiting.offer.amount_cents, event.currency))}
    </Banner>
  );
}
