import { Button } from "@mantine/core";
import { useBlocked } from "#features/room-console/use-blocked.ts";

/** Sends the form of a panel; without connection it stays reachable and says why it does not. */
export function SubmitButton({ isPending, children }: { isPending: boolean; children: string }) {
  const blocked = useBlocked();
  return (
    <Button type={blocked === null ? "submit" : "button"} loading={isPending} {...(blocked === null ? {} : { "aria-disabled": true, title: blocked })}>
      {children}
    </Button>
  );
}
