import { Sheet } from "#features/stage/sheet.tsx";
import classes from "#features/stage/sheet.module.css";
import { texts } from "#features/stage/texts.ts";

export function KeysSheet({ isOn, onSwitch, onClose }: { isOn: boolean; onSwitch: (isOn: boolean) => void; onClose: () => void }) {
  return (
    <Sheet title={texts.keysTitle} onClose={onClose}>
      <label className={classes.toggle}>
        <input type="checkbox" checked={isOn} onChange={(changed) => onSwitch(changed.currentTarget.checked)} />
        {texts.keysOn}
      </label>
      <dl className={classes.keysList}>
        {texts.keyList.map(([key, what]) => (
          <div key={key} className={classes.keyRow}>
            <dt>{key}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
