import { StewardForm, useWhy, WhyFields } from "#features/stewarding/act-dialog.tsx";
import { askCloseHeld, unholdSection, type Why } from "#features/stewarding/acts.ts";
import { texts } from "#features/stewarding/texts.ts";
import { useAct } from "#features/stewarding/use-act.ts";
import { SideDialog } from "#shared/acts/side-dialog.tsx";
import type { GalaEvent, Section } from "#shared/api/types.ts";
import { pauseBidding, RESUME_IN_S, resumeBidding } from "#shared/event/pause-bidding.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";

const words = texts.sections;

export type SectionAct = "pause" | "resume" | "unhold" | "close_held";

type SectionDialogProps = { event: GalaEvent; act: SectionAct; section: Section | null; openItems: number; onClose: () => void };

export function SectionDialog({ act, ...props }: SectionDialogProps) {
  const name = props.section?.name ?? props.event.name;
  switch (act) {
    case "pause":
      return <SideDialog title={words.pauseOf(name)} onClose={props.onClose}><PauseForm name={name} {...props} /></SideDialog>;
    case "resume":
      return <SideDialog title={words.resumeOf(name)} onClose={props.onClose}><ResumeForm name={name} {...props} /></SideDialog>;
    case "unhold":
      return props.section === null ? null : <SideDialog title={words.unholdOf(name)} onClose={props.onClose}><UnholdForm event={props.event} section={props.section} onClose={props.onClose} /></SideDialog>;
    case "close_held":
      return props.section === null ? null : <SideDialog title={words.closeHeldOf(name)} onClose={props.onClose}><CloseHeldForm event={props.event} section={props.section} onClose={props.onClose} /></SideDialog>;
  }
}

type FormProps = Omit<SectionDialogProps, "act"> & { name: string };

function PauseForm({ event, section, name, openItems, onClose }: FormProps) {
  const tell = ({ items }: { items: readonly unknown[] }) => words.pauseDone(items.length);
  const act = useAct(event.id, (sectionId: string | null, key) => pauseBidding(event.id, sectionId, key), tell);
  return (
    <StewardForm
      what={name}
      explain={words.pauseExplain(openItems)}
      confirm={words.pauseOf(name)}
      isPending={act.isPending}
      error={act.error}
      result={act.data === undefined ? null : tell(act.data)}
      onSubmit={() => act.mutate(section?.id ?? null)}
      onClose={onClose}
    />
  );
}

function ResumeForm({ event, section, name, onClose }: FormProps) {
  const tell = ({ resumes_at: at }: { resumes_at: string | null }) => (at === null ? texts.done : words.resumeDone(clockTimeWithSeconds(at, event.timezone)));
  const act = useAct(event.id, (sectionId: string | null, key) => resumeBidding(event.id, sectionId, key), tell);
  return (
    <StewardForm
      what={name}
      explain={words.resumeExplain(RESUME_IN_S)}
      confirm={`${words.resumeOf(name)} in ${RESUME_IN_S} s`}
      isPending={act.isPending}
      error={act.error}
      result={act.data === undefined ? null : tell(act.data)}
      onSubmit={() => act.mutate(section?.id ?? null)}
      onClose={onClose}
    />
  );
}

type HeldProps = { event: GalaEvent; section: Section; onClose: () => void };

function UnholdForm({ event, section, onClose }: HeldProps) {
  const act = useAct(event.id, (sectionId: string, key) => unholdSection(sectionId, key), () => words.unholdDone);
  return (
    <StewardForm
      what={section.name}
      explain={words.unholdExplain}
      confirm={words.unholdOf(section.name)}
      isPending={act.isPending}
      error={act.error}
      result={act.data === undefined ? null : words.unholdDone}
      onSubmit={() => act.mutate(section.id)}
      onClose={onClose}
    />
  );
}

function CloseHeldForm({ event, section, onClose }: HeldProps) {
  const [why, setWhy] = useWhy("system_fault");
  const asked = texts.acts.asked(`close ${section.name} as it stands`);
  const act = useAct(event.id, (because: Why, key) => askCloseHeld(section.id, because, key), () => asked);
  return (
    <StewardForm
      what={section.name}
      explain={words.closeHeldExplain}
      confirm={`Ask to close ${section.name} as it stands`}
      isPending={act.isPending}
      error={act.error}
      result={act.data === undefined ? null : asked}
      onSubmit={() => act.mutate(why)}
      onClose={onClose}
    >
      <WhyFields why={why} onChange={setWhy} />
    </StewardForm>
  );
}
