import type { GalaEvent } from "#shared/api/types.ts";

/** "Item" or "Lot": a setting of the event. */
export function itemWord(event: Pick<GalaEvent, "item_word">): string {
  return event.item_word === "lot" ? "Lot" : "Item";
}

/** "Item 12". */
export function itemName(event: Pick<GalaEvent, "item_word">, item: { lot: string }): string {
  return `${itemWord(event)} ${item.lot}`;
}

/** "item S2", inside a sentence: the word is small, the lot stays as it is printed. */
export function inSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function photoUrl(event: Pick<GalaEvent, "media_base_url">, blobName: string): string {
  return `${event.media_base_url.replace(/\/?$/, "/")}${blobName}`;
}
