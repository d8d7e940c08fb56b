import { Board } from "#features/display/board.tsx";
import { CountdownSlide } from "#features/display/countdown-slide.tsx";
import type { Shown } from "#shared/event/display-mode.ts";
import { HoldSlide } from "#features/display/hold-slide.tsx";
import { LeaderboardSlide } from "#features/display/leaderboard-slide.tsx";
import { LiveSlide } from "#features/display/live-slide.tsx";
import { RaiseSlide } from "#features/display/raise-slide.tsx";
import type { SlideProps } from "#features/display/slide-props.ts";
import { SponsorsSlide } from "#features/display/sponsors-slide.tsx";
import { ThanksSlide } from "#features/display/thanks-slide.tsx";
import { WelcomeSlide } from "#features/display/welcome-slide.tsx";
import type { ItemDocument } from "#shared/api/types.ts";

type ModeProps = SlideProps & { mode: Shown; isStopped: boolean; ticker: ItemDocument | null };

export function Slide({ mode, isStopped, ticker, ...slide }: ModeProps) {
  switch (mode) {
    case "welcome":
      return <WelcomeSlide event={slide.event} items={slide.items} />;
    case "board":
      return <Board {...slide} ticker={ticker} />;
    case "countdown":
      return <CountdownSlide {...slide} />;
    case "live":
      return <LiveSlide {...slide} />;
    case "raise":
      return <RaiseSlide {...slide} />;
    case "leaderboard":
      return <LeaderboardSlide {...slide} />;
    case "sponsors":
      return <SponsorsSlide event={slide.event} />;
    case "hold":
      return <HoldSlide name={slide.event.name} isStopped={isStopped} />;
    case "thanks":
      return <ThanksSlide {...slide} />;
  }
}
