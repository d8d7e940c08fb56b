import { StewardForm } from "#features/stewarding/act-dialog.tsx";
import { decideApproval } from "#features/stewarding/acts.ts";
import { reasonWords, texts } from "#features/stewarding/texts.ts";
import { useAct } from "#features/stewarding/use-act.ts";
import { SideDialog } from "#shared/acts/side-dialog.tsx";
import type { Approval, GalaEvent } from "#shared/api/types.ts";

const words = texts.requests;

export type Deciding = { approval: Approval; verdict: "approve" | "decline" };

export function DecideDialog({ event, deciding, name, onClose }: { event: GalaEvent; deciding: Deciding; name: string; onClose: () => void }) {
  const { approval, verdict } = deciding;
  const label = verdict === "approve" ? words.approve : approval.is_mine ? words.takeBack : words.decline;
  const result = verdict === "approve" ? words.approved(name) : words.declined(name);
  const act = useAct(event.id, (how: Deciding["verdict"], key) => decideApproval(approval.id, how, key), () => result);
  return (
    <SideDialog title={label} onClose={onClose}>
      <StewardForm
        what={name}
        explain={`${verdict === "approve" ? `${words.explain[approval.action]} ` : ""}${approval.asked_by_name}: ${reasonWords(approval.reason)}.`}
        confirm={`${label}: ${name}`}
        isPending={act.isPending}
        error={act.error}
        result={act.data === undefined ? null : result}
        onSubmit={() => act.mutate(verdict)}
        onClose={onClose}
      />
    </SideDialog>
  );
}
