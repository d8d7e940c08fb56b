import { encode } from "uqr";
import classes from "#features/board/board-page.module.css";

/** A QR to the app's front door. It never carries a paddle: that is what the personal links are for. */
export function JoinCode({ isLarge = false }: { isLarge?: boolean }) {
  const { data, size } = encode(`${window.location.origin}/`, { border: 2 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${String(x)} ${String(y)}h1v1h-1z` : ""))).join("");
  return (
    <svg className={classes.qr} data-large={isLarge} viewBox={`0 0 ${String(size)} ${String(size)}`} role="img" aria-label="QR code to the auction" shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#0b0e14" />
    </svg>
  );
}
