export const texts = {
  title: "Your paddle",
  paddle: (number: number) => `Paddle ${number}`,
  open: (number: number) => `Paddle ${number}, your settings`,
  nameLabel: "My name on the screens of the room",
  nameExplain: "When it is off, the screens show your paddle number only.",
  shown: "Your name may be shown.",
  hidden: "Your name is not shown.",
  failed: "That could not be saved. Please try again.",
  close: "Close",
} as const;
