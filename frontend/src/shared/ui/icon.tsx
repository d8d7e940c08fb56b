import type { ReactNode } from "react";

const SHAPES = {
  check: <path d="M8.5 12.5l2.5 2.5 4.5-5M12 3a9 9 0 100 18 9 9 0 000-18z" />,
  up: <path d="M12 19V5m-6 6l6-6 6 6" />,
  clock: <path d="M12 7v5l3.5 2M12 3a9 9 0 100 18 9 9 0 000-18z" />,
  gavel: <path d="M13.5 6.5l5 5M9 11l5 5M11.5 4.5l-4.5 9 3.5 3.5 9-4.5zM10 14l-6 6M13 21h8" />,
  lock: <path d="M7 11V8a5 5 0 0110 0v3M5 11h14v9H5z" />,
  cloudOff: <path d="M4 4l16 16M8 8a5 5 0 00-1 10h10m2.5-1A4 4 0 0017 10a6 6 0 00-5-4" />,
  list: <path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01" />,
  hand: <path d="M7 12V6.5a1.5 1.5 0 013 0V11m0-6.5a1.5 1.5 0 013 0V11m0-5.5a1.5 1.5 0 013 0V12m0-3a1.5 1.5 0 013 0v5a7 7 0 01-7 7c-4 0-5.500-2.500-8-6.500a1.500 1.500 0 012.500-1.600L7 14" />,
  mic: <path d="M12 3a3 3 0 00-3 3v5a3 3 0 006 0V6a3 3 0 00-3-3zM6 11a6 6 0 0012 0M12 17v4" />,
  card: <path d="M3 6h18v12H3zM3 10h18M7 15h4" />,
  search: <path d="M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l4.500 4.500" />,
  star: <path d="M12 3.500l2.600 5.400 5.900.800-4.300 4.100 1 5.900-5.200-2.800-5.200 2.800 1-5.900L3.500 9.700l5.900-.800z" />,
  back: <path d="M14.500 5l-7 7 7 7" />,
  warning: <path d="M12 4l9 16H3zM12 10v4m0 3h.01" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** Always beside a word, so always hidden from screen readers. */
export function Icon({ name, size = 20, filled = false }: { name: IconName; size?: number; filled?: boolean }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
    >
      {SHAPES[name]}
    </svg>
  );
}
