/** Everything a journey is told comes through the environment; nothing has a hidden default. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} must be set`);
  return value;
}

export function optional(name: string): string | null {
  const value = process.env[name];
  return value === undefined || value === "" ? null : value;
}

export type Guest = { link: string; phoneLast4: string };

/** AUGEO_DONOR_LINK and AUGEO_DONOR_PHONE4 (or RIVAL): a personal link and the last digits of that guest's phone. */
export function guest(who: "DONOR" | "RIVAL"): Guest {
  return { link: required(`AUGEO_${who}_LINK`), phoneLast4: required(`AUGEO_${who}_PHONE4`) };
}
