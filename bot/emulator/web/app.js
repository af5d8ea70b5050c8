// The page: phones side by side, tabs between them, the clock, the tips, the connection.

import * as api from "./api.js";
import { Clock } from "./clock.js";
import { choosePerson, choosePhone } from "./dialogs.js";
import { avatar, badge, calm, h, icon, setBadge } from "./dom.js";
import { deepLink } from "./links.js";
import { Phone } from "./phone.js";
import { apply, same, unreadOf } from "./store.js";
import { setZone } from "./time.js";
import { language, setLanguage, t } from "./words.js";

const root = document.getElementById("app");
const banner = h("div", { class: "banner", role: "status", "data-testid": "banner" }, t("starting"));
let state = null;
let phones = [];
let tabs = [];
let active = null;
let clock = null;
let notice = null;
let connection = null;
let lost = false;
let taken = null; // the phone just taken out of the drawer

// draw builds the page from the state; what people were writing and where the focus was survives it.
function draw() {
  const refocus = focusKeeper();
  const remembered = new Map(phones.map((phone) => [String(phone.phone.id), phone.remembered]));
  const was = active?.phone.id;
  phones.forEach((phone) => phone.close());
  clock?.close();
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  clock = new Clock(state.zone, (error) => active?.fail(error));
  active = null;
  phones = state.phones.map((phone) => new Phone(phone, { onActive: activate, onLink: openLink, onUnread: drawUnread }, remembered.get(String(phone.id))));
  tabs = phones.map(tab);
  root.replaceChildren(top(), tipStrip() ?? "", h("nav", { class: "tabs", "aria-label": t("phones") }, h("div", { role: "tablist" }, tabs), drawerButton()), banner,
    h("main", { class: "phones", "aria-label": t("phones") }, phones.map((phone) => phone.element)));
  clock.set(state.clock);
  phones.forEach((phone) => phone.log?.toEnd());
  const out = phones.find((phone) => same(phone.phone.id, taken));
  activate(out ?? phones.find((phone) => same(phone.phone.id, was)) ?? phones[0], Boolean(out));
  if (out) taken = null;
  refocus();
}

// focusKeeper finds the focused control again after the page was drawn anew, by its test id and its phone's.
function focusKeeper() {
  const { testid } = document.activeElement.dataset;
  const phone = document.activeElement.closest("[data-phone]")?.id;
  const selector = `${phone ? `#${CSS.escape(phone)} ` : ""}[data-testid="${testid}"]`;
  return () => testid && testid !== "tab" && root.querySelector(selector)?.focus({ preventScroll: true });
}

function top() {
  return h("header", { class: "top" },
    h("h1", {}, t("brand"), h("small", {}, t("brandNote"))), clock.element,
    h("div", { class: "languages", role: "group", "aria-label": t("language") }, languageButton("zh", "中文"), languageButton("en", "English")));
}

function languageButton(name, text) {
  return h("button", { type: "button", lang: name === "zh" ? "zh-CN" : "en", "data-testid": `language-${name}`, "aria-pressed": String(language() === name), onclick: () => {
    setLanguage(name);
    draw();
  } }, text);
}

function tipStrip() {
  const known = (state.tips ?? []).filter((tip) => phones.some((phone) => same(phone.phone.id, tip.phone)));
  if (!known.length) return null;
  return h("section", { class: "tips", "aria-label": t("tryThis") }, h("h2", {}, t("tryThis")), known.map(tipButton));
}

function tipButton(tip) {
  const phone = phones.find((each) => same(each.phone.id, tip.phone));
  const act = () => {
    activate(phone, true);
    phone.composer.type(tip.text, calm());
  };
  return h("button", { type: "button", "data-testid": "tip", "data-tip-phone": tip.phone, "aria-label": t("tipLabel", phone.phone.name, tip.text), onclick: act }, avatar(phone.phone.name), h("span", {}, tip.text));
}

function tab(phone) {
  return h("button", {
    type: "button", role: "tab", "data-testid": "tab", "data-tab": phone.phone.id, "aria-controls": phone.element.id, onclick: () => activate(phone, true), onkeydown: turn,
  }, avatar(phone.phone.name), h("span", {}, phone.phone.label), badge());
}

// drawerButton offers the phones that are not on the page.
function drawerButton() {
  if (!state.drawer?.length) return null;
  return h("button", { type: "button", class: "drawer", "data-testid": "drawer", onclick: takeOut }, avatar("", icon("group")), h("span", {}, t("drawer")));
}

async function takeOut() {
  try {
    const chosen = await choosePerson(await api.drawer());
    if (!chosen) return;
    taken = chosen;
    await api.take(chosen);
  } catch (error) {
    active?.fail(error);
  }
}

// turn moves between the tabs with the arrow keys.
function turn(event) {
  const at = tabs.indexOf(event.currentTarget);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = (to + tabs.length) % tabs.length;
  tabs[next].focus();
  activate(phones[next], true);
}

// activate says which phone a person is using; reveal also brings it into view.
function activate(phone, reveal = false) {
  if (phone !== active) {
    const before = active;
    active = phone;
    before?.setActive(false);
    tabs.forEach((each, index) => {
      each.setAttribute("aria-selected", String(phones[index] === phone));
      each.tabIndex = phones[index] === phone ? 0 : -1;
    });
    phone?.setActive(true);
    phone?.log?.following && phone.log.toEnd();
  }
  if (reveal) bringIntoView(phone);
}

function bringIntoView(phone) {
  phone.element.scrollIntoView({ inline: "center", block: "nearest", behavior: calm() ? "auto" : "smooth" });
  tabs[phones.indexOf(phone)].scrollIntoView({ inline: "nearest", block: "nearest" });
}

function drawUnread() {
  let total = 0;
  phones.forEach((phone, index) => {
    const count = unreadOf(phone.phone);
    total += count;
    if (tabs[index]) setBadge(tabs[index].lastChild, count, (n) => t("unread", n));
  });
  document.title = total ? `(${total}) ${t("title")}` : t("title");
}

async function openLink(url, phone) {
  const param = deepLink(url, state.bot.username);
  if (param === null) return window.open(url, "_blank", "noopener");
  const chosen = await choosePhone(phone.element, state.phones, phone.phone);
  const target = phones.find((each) => each.phone === chosen);
  if (!target) return;
  activate(target, true);
  target.start(param);
}

function say(text, kind, lasts) {
  clearTimeout(notice);
  banner.textContent = text;
  banner.className = `banner ${kind}`;
  banner.hidden = false;
  if (lasts) notice = setTimeout(() => (banner.hidden = true), lasts);
}

function onState(loaded) {
  state = loaded;
  setZone(state.zone);
  draw();
  if (lost) say(t("back"), "good", 2000);
  else banner.hidden = true;
  lost = false;
}

function onEvent(event) {
  if (!apply(state, event)) return connection.reload();
  if (event.type === "clock") return clock.set(event.clock);
  phones.find((phone) => same(phone.phone.id, event.phone))?.on(event);
}

document.addEventListener("visibilitychange", () => active?.read());
document.title = t("title");
root.append(banner);
connection = api.follow({
  onState,
  onEvent,
  onLost() {
    if (!lost) say(t(state ? "lost" : "starting"), state ? "bad" : "");
    lost = Boolean(state);
  },
});
