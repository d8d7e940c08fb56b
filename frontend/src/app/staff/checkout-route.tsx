import { CheckoutPage } from "#features/settlement/checkout-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function CheckoutRoute() {
  const event = useEvent(useSession().event_id);
  return <CheckoutPage event={event} />;
}
