import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";
import { DisputePage } from "#features/disputes/dispute-page.tsx";
import { recordOptions } from "#features/disputes/record-query.ts";
import { VoidButton } from "#features/stewarding/void-button.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useItem } from "#shared/event/snapshot-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

/** The record tells, the stewarding acts: here a bid of the record can be voided. */
export function DisputeRoute() {
  const { itemId = "" } = useParams();
  const event = useEvent(useSession().event_id);
  const { data: item } = useItem(event.id, itemId);
  const client = useQueryClient();
  const readAgain = () => void client.invalidateQueries({ queryKey: recordOptions(itemId).queryKey });
  return (
    <DisputePage
      event={event}
      itemId={itemId}
      actFor={(entry) => item?.status === "open" && <VoidButton event={event} item={item} bid={entry} onDone={readAgain} />}
    />
  );
}
