let context: AudioContext | null = null;

function beep(startS: number, hertz: number, lengthS: number): void {
  if (context === null) return;
  const at = context.currentTime + startS;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0.08, at);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + lengthS);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + lengthS);
}

/** For headphones: a tick for what is recorded, a low double for what needs a look. */
export function play(sound: "tick" | "low", isOn: boolean): void {
  if (!isOn || !("AudioContext" in window)) return;
  context ??= new AudioContext();
  if (sound === "tick") {
    beep(0, 1_400, 0.05);
    return;
  }
  beep(0, 220, 0.14);
  beep(0.2, 180, 0.18);
}
