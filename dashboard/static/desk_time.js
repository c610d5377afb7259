// Times as the desk reads and writes them. Scenario time is ms after the exercise's 00:00; room time is the wall's.

import { clockTime, seconds as whole } from "./live.js";

const DAY_MS = 86_400_000;
const two = (number) => String(number).padStart(2, "0");

/** Scenario time by the school's clock: 10:44:30. */
export const said = (t_ms, view) => clockTime((view.clock.starts_clock_ms ?? 0) + t_ms);

/** Scenario time since the start: +02:30, or +1:02:30. */
export function offset(t_ms) {
  const seconds = whole(t_ms);
  const hours = Math.floor(seconds / 3600);
  return `+${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A duration that somebody can correct: 01:20. */
export const duration = (seconds) => `${two(Math.floor(Math.round(seconds) / 60))}:${two(Math.round(seconds) % 60)}`;

/** Seconds from "80", "1:20" or "01:20"; null where it is none. */
export function durationFrom(words) {
  const match = /^\s*(?:(\d{1,3}):)?(\d{1,5})\s*$/.exec(words);
  return match ? Number(match[1] ?? 0) * 60 + Number(match[2]) : null;
}

/** Scenario ms from 10:45:15, 10:45, or +03:15 since the start; null where it is none. */
export function timeFrom(words, view) {
  const match = /^\s*(\+)?(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s*$/.exec(words);
  if (!match) return null;
  const [first, second, third] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0));
  if (match[1]) return 1000 * (match[4] === undefined ? first * 60 + second : first * 3600 + second * 60 + third);
  const clock = 1000 * (first * 3600 + second * 60 + third) - (view.clock.starts_clock_ms ?? 0);
  return clock < 0 ? clock + DAY_MS : clock;
}
