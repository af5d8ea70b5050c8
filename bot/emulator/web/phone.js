// One phone: whose it is, its chats, and everything that happens on its screen.

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { alertOn, confirmContact, viewPhotos } from "./dialogs.js";
import { avatar, badge, h, icon, setBadge } from "./dom.js";
import { Log } from "./log.js";
import { preview } from "./message.js";
import { findChat, findMessage, same, unreadOf } from "./store.js";
import { t } from "./words.js";

const typingLasts = 5500;
const toastLasts = 3600;

export class Phone {
  #drafts = new Map(); // chat id → text

  // hooks: onActive(phone), onLink(url, phone), onUnread().
  constructor(phone, hooks, remembered) {
    this.phone = phone;
    this.hooks = hooks;
    this.#drafts = remembered?.drafts ?? this.#drafts;
    this.composer = new Composer(phone, {
      send: (text, replyTo) => api.send(phone.id, this.chat.id, text, replyTo),
      edit: (message, text) => api.edit(phone.id, this.chat.id, message.id, text),
      photos: (caption, files) => api.photos(phone.id, this.chat.id, caption, files),
      shareContact: () => this.#shareContact(),
      last: (mine) => this.#last(mine),
      error: (error) => this.fail(error),
    });
    this.#build();
    this.#open(findChat(phone, remembered?.chat) ?? phone.chats[0]);
  }

  #build() {
    const { phone } = this;
    this.badge = badge();
    this.bar = h("div", { class: "chat-bar" });
    this.tabs = h("div", { class: "chats", role: "tablist", "aria-label": t("chats") });
    this.pinned = h("button", { type: "button", class: "pinned", "data-testid": "pinned", hidden: true });
    this.view = h("div", { class: "view" });
    this.toasts = h("div", { class: "toasts", role: "status", "data-testid": "toasts" });
    this.jumpBadge = badge();
    this.jump = h("button", { type: "button", class: "jump", "data-testid": "jump", "aria-label": t("jump"), hidden: true, onclick: () => this.#toEnd() }, icon("down"), this.jumpBadge);
    this.element = h("section", { class: "phone", id: `phone-${phone.id}`, "data-phone": phone.id, "data-role": phone.role, "aria-label": `${phone.name} · ${phone.label}` },
      h("header", { class: "owner" }, avatar(phone.name), h("div", {}, h("b", {}, phone.name), h("small", {}, phone.label)), this.badge),
      h("div", { class: "screen" }, this.bar, this.tabs, this.pinned, this.view, this.composer.element));
    for (const event of ["pointerdown", "focusin", "wheel"]) this.element.addEventListener(event, () => this.hooks.onActive(this), { passive: true });
    for (const event of ["dragover", "drop"]) this.element.addEventListener(event, (dragged) => this.#dragged(dragged));
  }

  // remembered survives a redraw of the page: drafts and the open chat.
  get remembered() {
    this.#drafts.set(this.chat?.id, this.composer.draft);
    return { drafts: this.#drafts, chat: this.chat?.id };
  }

  close() {
    this.log?.close();
  }

  #open(chat) {
    if (this.chat) this.#drafts.set(this.chat.id, this.composer.draft);
    this.chat = chat;
    this.log?.close();
    if (!chat) return;
    this.log = new Log(this.phone, chat, this.#actions(), () => this.#moved());
    this.view.replaceChildren(this.log.element, this.jump, this.toasts);
    this.composer.draft = this.#drafts.get(chat.id) ?? "";
    this.#drawBar();
    this.#drawPinned();
    this.drawUnread();
    this.log.toEnd();
    this.read();
  }

  #actions() {
    return {
      press: (message, button) => this.#press(message, button.data),
      link: (url) => this.hooks.onLink(url, this),
      command: (command) => this.#try(api.send(this.phone.id, this.chat.id, command)),
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.composer.edit(message),
      photo: viewPhotos,
      start: () => this.start(""),
    };
  }

  // on shows an event that the state has already taken in.
  on(event) {
    const here = same(event.chat, this.chat?.id);
    if (event.type === "commands") this.composer.setCommands(event.commands);
    if (event.type === "keyboard") this.composer.setKeyboard(event.keyboard ?? null);
    if (event.type === "message") this.#typing(event.chat, false);
    if (event.type === "typing") this.#typing(event.chat, true);
    if (here) this.#onHere(event);
    this.drawUnread();
    this.read();
  }

  #onHere(event) {
    if (event.type === "message") this.log.add(event.message);
    if (event.type === "edit") this.log.replace(event.message);
    if (event.type === "delete") this.log.draw();
    if (event.type === "answer") this.#answered(event.answer);
    if (["pin", "edit", "delete"].includes(event.type)) this.#drawPinned();
  }

  async #answered({ message_id, text, alert, url }) {
    this.log.answered(message_id);
    if (url) this.hooks.onLink(url, this);
    if (!text) return;
    if (!alert) return this.toast(text);
    await alertOn(this.element, text);
    // The pressed button may have been edited away behind the dialog, and the focus with it.
    if (document.activeElement === document.body) this.log.find(message_id)?.focus({ preventScroll: true });
  }

  toast(text, kind = "") {
    const toast = h("div", { class: `toast ${kind}` }, text);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), toastLasts + text.length * 40);
  }

  fail(error) {
    this.toast(error instanceof TypeError ? t("failed") : error.message, "bad");
  }

  #try(promise) {
    return promise.catch((error) => this.fail(error));
  }

  async #press(message, data) {
    const { log } = this;
    log.press(message, data);
    try {
      await api.press(this.phone.id, this.chat.id, message.id, data);
    } catch (error) {
      log.answered(message.id);
      this.fail(error);
    }
  }

  async #shareContact() {
    if (await confirmContact(this.element, this.chat.title)) this.#try(api.contact(this.phone.id, this.chat.id));
  }

  #last(mine) {
    return this.chat.messages.findLast((message) => !mine || (same(message.from.id, this.phone.id) && message.html));
  }

  start(param) {
    const chat = this.phone.chats.find((each) => each.kind === "private");
    if (chat && chat !== this.chat) this.#open(chat);
    return this.#try(api.start(this.phone.id, param));
  }

  #typing(chat, on) {
    if (!same(chat, this.chat?.id)) return;
    clearTimeout(this.typingTimer);
    this.element.classList.toggle("is-typing", on);
    this.subtitle.textContent = on ? t("typing") : this.#kind();
    if (on) this.typingTimer = setTimeout(() => this.#typing(chat, false), typingLasts);
  }

  #kind() {
    return t(this.chat.kind === "group" ? "group" : "bot");
  }

  #drawBar() {
    this.subtitle = h("small", {}, this.#kind());
    this.bar.replaceChildren(avatar(this.chat.title, icon(this.chat.kind === "group" ? "group" : "bot")),
      h("div", {}, h("b", {}, this.chat.title), this.subtitle));
    this.tabs.hidden = this.phone.chats.length < 2;
    this.tabs.replaceChildren(...this.phone.chats.map((chat) => h("button", {
      type: "button", role: "tab", "data-chat": chat.id, "aria-selected": String(chat === this.chat), onclick: () => this.#open(chat),
    }, h("span", {}, chat.title), badge())));
  }

  #drawPinned() {
    const message = this.chat.pinned ? findMessage(this.chat, this.chat.pinned) : null;
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.onclick = () => this.log.show(message.id);
    this.pinned.replaceChildren(icon("pin"), h("span", {}, h("b", {}, t("pinned")), h("span", {}, preview(message))));
  }

  drawUnread() {
    const say = (count) => t("unread", count);
    setBadge(this.badge, unreadOf(this.phone), say);
    setBadge(this.jumpBadge, this.chat?.unread, say);
    this.phone.chats.forEach((chat, index) => this.tabs.children[index] && setBadge(this.tabs.children[index].lastChild, chat.unread, say));
    this.hooks.onUnread();
  }

  #moved() {
    this.jump.hidden = this.log.following;
    this.read();
  }

  #toEnd() {
    this.log.toEnd();
    this.read();
    this.composer.input.focus({ preventScroll: true });
  }

  // read tells the server what a person looking at this phone has seen.
  read() {
    const seen = this.active && this.log?.following && document.visibilityState === "visible";
    if (!seen || !this.chat.unread) return;
    this.chat.unread = 0;
    this.drawUnread();
    this.#try(api.read(this.phone.id, this.chat.id));
  }

  setActive(active) {
    this.active = active;
    this.element.classList.toggle("active", active);
    this.read();
  }

  #dragged(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (event.type === "drop") this.composer.addFiles(event.dataTransfer.files);
  }
}
