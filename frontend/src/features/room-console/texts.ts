/** Words that the pages of the console share. */
export const texts = {
  offline: "No connection. You can read this page; nothing can be changed until the connection is back.",
  tryAgain: "Try again",
  paddle: "Paddle",
  acts: "Acts",
  saysWhy: "Please say why.",
  needsNumber: "Please type a paddle number.",
  nobody: (number: string) => `No paddle ${number} in this event.`,
  locked: "locked",
  table: (name: string) => `table ${name}`,
} as const;
