// The messages of one chat: days, bubbles, and a reading position that new messages respect.

import { h } from "./dom.js";
import { messageElement } from "./message.js";
import { findMessage, same } from "./store.js";
import { dayKey, dayName } from "./time.js";
import { t } from "./words.js";

const joinWithin = 5 * 60 * 1000;
const patience = 20 * 1000; // how long a pressed button waits for its answer before it gives up

export class Log {
  #pressing = new Map(); // message id → the callback data of its waiting buttons

  // hooks: onMove() when the reading position changes, and the actions of message.js.
  constructor(phone, chat, actions, onMove) {
    Object.assign(this, { phone, chat, actions, onMove });
    this.following = true;
    this.top = 0;
    this.list = h("div", { class: "messages" });
    this.element = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": t("messages", chat.title), tabindex: "0", lang: phone.language || null }, this.list);
    this.element.addEventListener("scroll", () => this.#moved(), { passive: true });
    this.resizing = new ResizeObserver(() => this.following && this.toEnd());
    this.resizing.observe(this.list);
    this.resizing.observe(this.element);
    this.draw();
  }

  close() {
    this.resizing.disconnect();
  }

  draw() {
    this.list.replaceChildren();
    this.last = null;
    if (!this.chat.messages.length) this.list.append(this.#empty());
    for (const message of this.chat.messages) this.#append(message);
    if (this.following) this.toEnd();
  }

  add(message) {
    if (this.find(message.id)) return this.replace(message);
    this.list.querySelector(".empty")?.remove();
    const element = this.#append(message);
    element.classList.add("new");
    if (this.#mine(message)) this.following = true;
    if (this.following) this.toEnd();
  }

  // replace edits in place. The focus stays on the same button if it is still there, else on its message.
  replace(message) {
    const old = this.find(message.id);
    if (!old) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.data : undefined;
    const hadFocus = old.contains(document.activeElement);
    const element = this.#make(message);
    element.classList.toggle("joined", old.classList.contains("joined"));
    element.classList.add("changed");
    old.replaceWith(element);
    if (hadFocus) (this.#button(element, focused) ?? element).focus({ preventScroll: true });
  }

  find(id) {
    return this.list.querySelector(`[data-message="${CSS.escape(id)}"]`);
  }

  show(id) {
    const element = this.find(id);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.classList.remove("shown");
    void element.offsetWidth; // lets the animation start again
    element.classList.add("shown");
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.top = this.element.scrollTop;
    this.following = true;
  }

  // press marks a button as waiting until answered is called for its message.
  press(message, data) {
    const waiting = this.#pressing.get(String(message.id)) ?? new Set();
    waiting.add(data);
    this.#pressing.set(String(message.id), waiting);
    this.#button(this.find(message.id), data)?.setAttribute("aria-busy", "true");
    setTimeout(() => this.answered(message.id), patience);
  }

  answered(id) {
    this.#pressing.delete(String(id));
    for (const button of this.find(id)?.querySelectorAll("[aria-busy]") ?? []) button.removeAttribute("aria-busy");
  }

  #button(element, data) {
    return element && data !== undefined ? element.querySelector(`[data-data="${CSS.escape(data)}"]`) : null;
  }

  // A bot can write only to those who have pressed its start button.
  #empty() {
    if (this.chat.kind === "group") return h("p", { class: "empty" }, t("empty"));
    return h("button", { type: "button", class: "empty start", "data-testid": "start", onclick: () => this.actions.start() }, t("start"));
  }

  #append(message) {
    const element = this.#make(message);
    const last = this.last;
    if (!last || dayKey(last.date) !== dayKey(message.date)) this.list.append(h("div", { class: "day" }, h("span", {}, dayName(message.date))));
    else if (same(last.from.id, message.from.id) && new Date(message.date) - new Date(last.date) < joinWithin) element.classList.add("joined");
    this.list.append(element);
    this.last = message;
    return element;
  }

  #make(message) {
    return messageElement(message, {
      mine: this.#mine(message),
      group: this.chat.kind === "group",
      quoted: message.reply_to ? findMessage(this.chat, message.reply_to) : null,
      pressing: this.#pressing.get(String(message.id)) ?? new Set(),
      actions: { ...this.actions, show: (id) => this.show(id) },
    });
  }

  #mine(message) {
    return same(message.from.id, this.phone.id);
  }

  #moved() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    if (scrollHeight - scrollTop - clientHeight < 40) this.following = true;
    else if (scrollTop < this.top) this.following = false; // up, so a person did it: content that grows only adds below
    this.top = scrollTop;
    this.onMove();
  }
}
