import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import classes from "#features/me/me-sheet.module.css";
import { showName } from "#features/me/show-name.ts";
import { texts } from "#features/me/texts.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { meOptions } from "#shared/session/me-query.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Sheet } from "#shared/ui/sheet.tsx";

/** The number to hold up, and what is shown of this guest. */
export function MeSheet({ onClose }: { onClose: () => void }) {
  const paddleNumber = usePaddleNumber();
  const client = useQueryClient();
  const announce = useAnnounce();
  const explainId = useId();
  const { data: me } = useQuery(meOptions);
  const save = useMutation({
    mutationFn: ({ isShown, key }: { isShown: boolean; key: string }) => showName(isShown, key),
    onSuccess: ({ is_shown: isShown }) => {
      client.setQueryData(meOptions.queryKey, (known) => (known === undefined ? known : { ...known, name_shown: isShown }));
      announce.polite(isShown ? texts.shown : texts.hidden);
    },
    onSettled: () => client.invalidateQueries({ queryKey: meOptions.queryKey }),
  });
  const isShown = save.isPending ? save.variables.isShown : (me?.name_shown ?? false);
  const toggle = () => !save.isPending && save.mutate({ isShown: !isShown, key: crypto.randomUUID() });
  return (
    <Sheet title={texts.title} onClose={onClose}>
      <p className={classes.number} aria-label={texts.paddle(paddleNumber)}>
        {paddleNumber}
      </p>
      {me?.guest_name !== null && <p className={classes.name}>{me?.guest_name}</p>}
      <label className={classes.row}>
        <span>{texts.nameLabel}</span>
        <input type="checkbox" role="switch" className={classes.switch} checked={isShown} aria-describedby={explainId} onChange={toggle} />
      </label>
      <p id={explainId} className={classes.explain}>
        {texts.nameExplain}
      </p>
      {save.isError && <p role="alert">{texts.failed}</p>}
      <Button variant="default" onClick={onClose}>
        {texts.close}
      </Button>
    </Sheet>
  );
}
