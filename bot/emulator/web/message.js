// One message: bubble, inline keyboard, and what one can do with it.

import { avatar, h, hue, icon } from "./dom.js";
import { body, plain } from "./links.js";
import { hourMinute } from "./time.js";
import { t } from "./words.js";

// preview is a message in one line.
export function preview(message) {
  const text = plain(message.html ?? "");
  if (text) return text;
  if (message.album?.length) return t("album");
  if (message.photo) return t("photo");
  if (message.document) return message.document.name;
  if (message.voice) return t("voice");
  if (message.contact) return `${t("contact")} · ${message.contact.name}`;
  if (message.location) return t("location");
  return message.sticker ?? "";
}

// messageElement draws a message. The context tells whose phone it is (mine), whether names are shown (group), the
// message it replies to (quoted), which buttons wait for their answer (pressing), and what happens on a click (actions).
export function messageElement(message, context) {
  const { mine, actions } = context;
  const pictured = (message.photo || message.album?.length) && !message.html;
  const kind = ["message", mine ? "mine" : "theirs", message.buttons?.length && "keyed", message.sticker && "bare", pictured && "pictured"];
  return h("article", { class: kind.filter(Boolean).join(" "), "data-message": message.id, tabindex: "-1" },
    h("div", { class: "bubble" }, contents(message, context)),
    message.buttons?.length && keyboard(message, context),
    h("div", { class: "actions" },
      action("reply", () => actions.reply(message)),
      mine && message.html && !message.contact && action("edit", () => actions.edit(message))));
}

function contents(message, { mine, group, quoted, actions }) {
  const text = message.html ? body(message.html, { onCommand: actions.command, onLink: actions.link }) : h("div", { class: "text" });
  text.append(meta(message));
  const sender = h("span", { class: group && !mine ? "sender" : "sr" }, message.from.name);
  sender.style.setProperty("--hue", hue(message.from.name));
  return [
    sender,
    message.topic && h("span", { class: "forwarded" }, `# ${message.topic}`),
    message.forwarded && h("span", { class: "forwarded" }, icon("forward"), t("forwarded")),
    message.reply_to && quote(quoted, () => quoted && actions.show(quoted.id)),
    media(message, actions),
    message.document && documentCard(message.document),
    message.voice && h("div", { class: "voice" }, h("span", { class: "disc" }, icon("voice")), h("span", { class: "wave" }), h("span", { class: "sr" }, t("voice"))),
    message.sticker && h("div", { class: "sticker", role: "img", "aria-label": `${t("sticker")} ${message.sticker}` }, message.sticker),
    message.contact && contactCard(message.contact),
    message.location && locationCard(message.location),
    text,
    message.reactions?.length && h("div", { class: "reactions" }, message.reactions.map((each) => h("span", {}, each))),
  ];
}

function meta(message) {
  return h("span", { class: "meta" },
    message.silent && h("span", { class: "quiet", title: t("silent"), role: "img", "aria-label": t("silent") }, icon("silent")),
    message.edited && h("span", { class: "edited" }, t("edited")),
    h("time", { datetime: message.date }, hourMinute(message.date)));
}

function quote(quoted, show) {
  return h("button", { type: "button", class: "quote", onclick: show },
    h("b", {}, quoted?.from.name ?? ""), h("span", {}, quoted ? preview(quoted) : t("deleted")));
}

function media(message, actions) {
  const urls = message.album?.length ? message.album : message.photo ? [message.photo] : [];
  if (!urls.length) return null;
  const count = Math.min(urls.length, 10);
  return h("div", { class: `media media-${count > 4 ? "many" : count}` }, urls.map((url, index) =>
    h("button", { type: "button", "aria-label": `${t("photo")} ${urls.length > 1 ? index + 1 : ""}`, onclick: () => actions.photo(urls, index) },
      h("img", { src: url, alt: "", loading: "eager" }))));
}

function documentCard(file) {
  return h("a", { class: "card", href: file.url, download: file.name, "aria-label": t("download", file.name) },
    h("span", { class: "disc" }, icon("file")), h("span", { class: "card-text" }, h("b", {}, file.name)));
}

function contactCard(contact) {
  return h("div", { class: "card" }, avatar(contact.name), h("span", { class: "card-text" }, h("b", {}, contact.name), h("span", {}, contact.phone)));
}

function locationCard({ latitude, longitude }) {
  return h("div", { class: "card" }, h("span", { class: "disc" }, icon("place")), h("span", { class: "card-text" },
    h("b", {}, t("location")), h("span", {}, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`)));
}

function keyboard(message, { pressing, actions }) {
  return h("div", { class: "keyboard" }, message.buttons.map((row) =>
    h("div", { class: "keys" }, row.map((button) => key(message, button, pressing, actions)))));
}

function key(message, button, pressing, actions) {
  const waiting = button.data && pressing.has(button.data);
  const style = ["danger", "success", "primary"].includes(button.style) ? button.style : "";
  return h("button", {
    type: "button", class: `key ${style}`, "data-data": button.data || null, "data-url": button.url || null,
    "aria-busy": waiting ? "true" : null, onclick: () => (button.url ? actions.link(button.url) : button.data && actions.press(message, button)),
  }, h("span", {}, button.text), button.url && icon("external"), h("i", { class: "spinner" }));
}

function action(name, act) {
  return h("button", { type: "button", tabindex: "-1", "aria-label": t(name), title: t(name), onclick: act }, icon(name));
}
