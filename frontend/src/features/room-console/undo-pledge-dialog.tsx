import { ActDialog } from "#features/room-console/console-parts.tsx";
import { undoPledge } from "#features/room-console/raise-acts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { Pledge } from "#shared/api/types.ts";

type UndoPledgeDialogProps = { eventId: string; pledge: Pledge; title: string; what: string; explain: string; done: string; onClose: () => void };

/** No reason is asked for: the row stays in the list, and who took it back is in the log. */
export function UndoPledgeDialog({ eventId, pledge, title, what, explain, done, onClose }: UndoPledgeDialogProps) {
  const act = useConsoleAct({ eventId, send: (pledgeId: string, key) => undoPledge(pledgeId, key), tell: () => done });
  return <ActDialog title={title} what={what} explain={explain} confirm={title} isDangerous act={act} onSubmit={() => act.send(pledge.id)} onClose={onClose} />;
}
