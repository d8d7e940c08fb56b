import classes from "#features/items/photo.module.css";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { photoUrl } from "#shared/event/item-words.ts";

type PhotoProps = { event: GalaEvent; item: ItemDocument; index?: number; isDecorative?: boolean; isEager?: boolean };

/** The item's photo, or its number on a quiet pattern when there is none. */
export function Photo({ event, item, index = 0, isDecorative = false, isEager = false }: PhotoProps) {
  const photo = item.photos[index];
  if (photo === undefined) {
    return (
      <span className={classes.blank} data-hue={item.position % 6} aria-hidden="true">
        {item.lot}
      </span>
    );
  }
  return (
    <img
      className={classes.photo}
      src={photoUrl(event, photo.blob_name)}
      width={photo.width}
      height={photo.height}
      alt={isDecorative ? "" : photo.alt}
      loading={isEager ? "eager" : "lazy"}
      decoding="async"
    />
  );
}
