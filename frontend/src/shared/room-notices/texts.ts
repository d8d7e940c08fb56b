export const texts = {
  announcement: "Announcement",
  dismiss: "Close this announcement",
  stopped: "One moment, please. Bidding is paused and your bids are safe.",
} as const;
