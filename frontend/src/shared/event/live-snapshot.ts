import type { Changes, EventState, ItemDocument, ItemState, Snapshot } from "#shared/api/types.ts";

/** The room as this device knows it: every item once, in its newest version. */
export type LiveSnapshot = {
  serverTime: string;
  state: EventState;
  stateVersion: number;
  items: Readonly<Record<string, ItemDocument>>;
  /** An item was named that this device has no text for: fetch the whole snapshot. */
  hasUnknownItems: boolean;
};

export function fromSnapshot(snapshot: Snapshot): LiveSnapshot {
  return {
    serverTime: snapshot.server_time,
    state: snapshot.state,
    stateVersion: snapshot.state_version,
    items: Object.fromEntries(snapshot.items.map((item) => [item.id, item])),
    hasUnknownItems: false,
  };
}

/** Keeps the newest version of each item; packets may arrive late, twice or out of order. */
export function withItemStates(live: LiveSnapshot, states: readonly ItemState[]): LiveSnapshot {
  let items: Record<string, ItemDocument> | null = null;
  let hasUnknownItems = live.hasUnknownItems;
  for (const state of states) {
    const known = (items ?? live.items)[state.id];
    if (known === undefined) {
      hasUnknownItems = true;
    } else if (state.version > known.version) {
      items ??= { ...live.items };
      items[state.id] = { ...known, ...state, ...whatChangedInRoom(state) };
    }
  }
  if (items === null && hasUnknownItems === live.hasUnknownItems) return live;
  return { ...live, items: items ?? live.items, hasUnknownItems };
}

/** Two lots that are sold together have the names of both, which the catalogue does not know. */
function whatChangedInRoom({ live }: ItemState): Partial<ItemDocument> {
  return live?.title == null || live.title === "" ? {} : { title: live.title, value_cents: live.value_cents ?? null };
}

export function withEventState(live: LiveSnapshot, state: EventState, stateVersion: number): LiveSnapshot {
  return stateVersion > live.stateVersion ? { ...live, state, stateVersion } : live;
}

export function withChanges(live: LiveSnapshot, changes: Changes): LiveSnapshot {
  const next = withEventState(withItemStates(live, changes.items), changes.state, changes.state_version);
  return { ...next, serverTime: changes.server_time };
}

/** A refetched snapshot never takes back what a packet already told. */
export function mergeSnapshots(known: LiveSnapshot | undefined, fetched: LiveSnapshot): LiveSnapshot {
  if (known === undefined) return fetched;
  const items = Object.fromEntries(
    Object.values(fetched.items).map((item) => {
      const own = known.items[item.id];
      return [item.id, own !== undefined && own.version > item.version ? own : item];
    }),
  );
  const isStateNewer = known.stateVersion > fetched.stateVersion;
  return isStateNewer ? { ...fetched, items, state: known.state, stateVersion: known.stateVersion } : { ...fetched, items };
}

/** Comparable with the `items_version` on every packet. */
export function itemsVersion(live: LiveSnapshot): number {
  let sum = 0;
  for (const id in live.items) sum += live.items[id]?.version ?? 0;
  return sum;
}
