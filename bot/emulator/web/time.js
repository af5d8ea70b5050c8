// Instants as people in the building read them: its zone, the page's language.

import { language, t } from "./words.js";

let zone = "UTC";

// setZone keeps the previous zone when the browser does not know the name.
export function setZone(name) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    zone = name;
  } catch {
    console.warn("unknown time zone", name);
  }
}

function parts(instant) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
}

function named(instant, options) {
  return new Intl.DateTimeFormat(language() === "zh" ? "zh-CN" : "en-GB", { timeZone: zone, ...options }).format(new Date(instant));
}

// dayKey is equal for instants of the same day in the building.
export function dayKey(instant) {
  const { year, month, day } = parts(instant);
  return `${year}-${month}-${day}`;
}

export function hourMinute(instant) {
  const { hour, minute } = parts(instant);
  return `${hour}:${minute}`;
}

// dayName: 11月24日 周二, Tue 24 Nov.
export function dayName(instant) {
  const { month, day } = parts(instant);
  const weekday = named(instant, { weekday: "short" });
  return language() === "zh" ? `${month}月${day}日 ${weekday}` : `${weekday} ${day} ${named(instant, { month: "short" })}`;
}

// relativeDay leaves today out and calls tomorrow by its name.
export function relativeDay(instant, now) {
  if (dayKey(instant) === dayKey(now)) return "";
  const tomorrow = new Date(new Date(now).getTime() + 24 * 3600 * 1000);
  return dayKey(instant) === dayKey(tomorrow) ? t("tomorrow") : dayName(instant);
}

// farOff says how long until an instant within the next twelve hours; empty beyond, where the day says enough.
export function farOff(instant, now) {
  const minutes = Math.max(1, Math.round((new Date(instant) - new Date(now)) / 60000));
  if (minutes < 60) return t("minutesLater", minutes);
  const hours = Math.round(minutes / 30) / 2;
  return hours <= 12 ? t("hoursLater", hours) : "";
}
