// The clock bar: the building's time, what comes next, and the buttons that move time on.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { dayName, farOff, hourMinute, relativeDay } from "./time.js";
import { t } from "./words.js";

const steps = [
  { step: "15m", id: "clock-15m", words: "forward15" },
  { step: "1h", id: "clock-1h", words: "forward60" },
  { step: "next", id: "clock-next", words: "forwardNext" },
];

export class Clock {
  #clock = null;
  #ahead = 0; // milliseconds that the building's clock is ahead of the browser's
  #day = h("span", { class: "clock-day" });
  #time = h("time", { class: "clock-time" });
  #next = h("span", {});
  #far = h("span", { class: "far" });
  #buttons;

  constructor(zone, onError) {
    this.onError = onError;
    this.#buttons = steps.map(({ step, id, words }) =>
      h("button", { type: "button", "data-testid": id, onclick: () => this.#advance(step) }, h("span", {}, t(words)), step === "next" && icon("skip")));
    this.element = h("section", { class: "clock", "aria-label": t("clock"), title: t("zone", zone) },
      h("div", { class: "clock-now", "data-testid": "clock" }, this.#day, this.#time),
      h("div", { class: "clock-buttons" }, this.#buttons),
      h("p", { class: "clock-next", "data-testid": "clock-says-next" }, this.#next, this.#far));
    this.ticking = setInterval(() => this.#draw(), 1000);
  }

  close() {
    clearInterval(this.ticking);
  }

  // set takes the server's clock; null when this server's time cannot be moved.
  set(clock) {
    const jumped = this.#clock && clock && new Date(clock.now) - this.#now() > 30000;
    this.#clock = clock;
    this.element.hidden = !clock;
    if (clock) this.#ahead = new Date(clock.now) - Date.now();
    this.#draw();
    if (jumped) this.#flash();
  }

  #now() {
    return new Date(Date.now() + this.#ahead);
  }

  #draw() {
    if (!this.#clock) return;
    const now = this.#now();
    put(this.#day, dayName(now));
    put(this.#time, hourMinute(now));
    this.#time.dateTime = now.toISOString();
    const next = this.#clock.next;
    put(this.#next, next ? t("next", `${relativeDay(next, now)} ${hourMinute(next)}`.trim()) : t("nothingNext"));
    put(this.#far, next ? farOff(next, now) : "");
    this.#buttons[2].disabled = !next;
  }

  #flash() {
    this.#time.classList.remove("jumped");
    void this.#time.offsetWidth; // lets the animation start again
    this.#time.classList.add("jumped");
  }

  async #advance(step) {
    if (this.element.getAttribute("aria-busy")) return;
    this.element.setAttribute("aria-busy", "true");
    try {
      await api.advance(step);
    } catch (error) {
      this.onError(error);
    } finally {
      this.element.removeAttribute("aria-busy");
    }
  }
}

// put leaves the text alone when it is the same, so that a selection or a screen reader is not disturbed each second.
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
